import type { JSX } from 'preact'
import type { WidgetKind } from '#domain/widget.ts'
import { ChosenField } from './ChosenField.tsx'
import type { EditorState, Store } from './store.ts'
import { type PanelProps, useStore } from './use-store.ts'

const kinds: WidgetKind[] = ['seal', 'text', 'checkbox']

/** Beside the papers, on a phone at the foot: whose field, which kind, and what is chosen. */
export function Panel(props: PanelProps): JSX.Element {
  const { store } = props
  const state = useStore(store)
  const { words, parties } = store.given
  const field = state.fields.find(({ id }) => id === state.selected) ?? null
  return (
    <div class={`editor-panel${state.armed === null ? '' : ' is-armed'}`}>
      <section class="palette" aria-label={words.what}>
        <Whose parties={parties} state={state} store={store} />
        <fieldset class="palette-kinds">
          <legend>{words.what}</legend>
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              class="palette-kind"
              data-kind={kind}
              aria-pressed={state.armed === kind}
              onClick={() => store.set({ armed: state.armed === kind ? null : kind, warning: null })}
            >
              <KindIcon kind={kind} />
              <span>{words.kindsShort[kind]}</span>
            </button>
          ))}
        </fieldset>
        {state.armed === null ? null : <Armed {...props} kind={state.armed} />}
        {state.armed === null && state.fields.length === 0 ? (
          <p class="note lead-note">{words.lead}</p>
        ) : null}
      </section>
      {field === null ? (
        <p class="note none-chosen">{words.none}</p>
      ) : (
        <ChosenField key={field.id} {...props} field={field} />
      )}
      <p class="note keys">{words.keys}</p>
    </div>
  )
}

function Armed({ store, acts, focus, kind }: PanelProps & { kind: WidgetKind }): JSX.Element {
  const { words } = store.given
  return (
    <div class="armed">
      <p>{words.pressPage}</p>
      <div class="armed-acts">
        <button
          type="button"
          class="small-button"
          data-act="middle"
          onClick={() => {
            const placed = acts.placeAtMiddle(kind)
            store.set({ armed: null })
            focus(placed.id)
          }}
        >
          {words.atMiddle}
        </button>
        <button type="button" class="small-button quiet" onClick={() => store.set({ armed: null })}>
          {words.stop}
        </button>
      </div>
    </div>
  )
}

type WhoseProps = { parties: Store['given']['parties']; state: EditorState; store: Store }

function Whose({ parties, state, store }: WhoseProps): JSX.Element {
  const { words } = store.given
  return (
    <fieldset class="whose">
      <legend>{words.whose}</legend>
      {parties.map(({ id, name, sign, look }) => (
        <label key={id} class={`whose-choice ${look}`}>
          <input
            type="radio"
            name="whose"
            value={id}
            checked={state.party === id}
            onChange={() => store.set({ party: id })}
          />
          <span class="party-sign" aria-hidden="true">
            {sign}
          </span>
          <span class="whose-name">{name}</span>
        </label>
      ))}
    </fieldset>
  )
}

function KindIcon({ kind }: { kind: WidgetKind }): JSX.Element {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      {kind === 'seal' ? (
        <>
          <circle cx="12" cy="12" r="8.5" stroke="currentColor" stroke-width="1.8" />
          <path d="M12 7.5v9M9 10h6M9 14h6" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
        </>
      ) : kind === 'text' ? (
        <>
          <rect x="2.5" y="6.5" width="19" height="11" rx="2" stroke="currentColor" stroke-width="1.8" />
          <path d="M6.5 9.5v5M10 12h7" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" />
        </>
      ) : (
        <>
          <rect x="4.5" y="4.5" width="15" height="15" rx="2.5" stroke="currentColor" stroke-width="1.8" />
          <path
            d="M8.5 12.2l2.6 2.6 4.6-5.4"
            stroke="currentColor"
            stroke-width="1.8"
            stroke-linecap="round"
            stroke-linejoin="round"
          />
        </>
      )}
    </svg>
  )
}
