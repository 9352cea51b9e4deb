import type { JSX } from 'preact'
import { say } from './say.ts'
import { type PanelProps, useStore } from './use-store.ts'

type Props = Pick<PanelProps, 'store'> & {
  zoomBy: (step: -1 | 1) => void
}

/** Above the papers: the page, undo and redo, zoom, and whether everything is saved. */
export function Tools({ store, zoomBy }: Props): JSX.Element {
  const state = useStore(store)
  const { words } = store.given
  const tool = (name: string, said: string, off: boolean, doIt: () => void, picture: JSX.Element) => (
    <button
      type="button"
      class="tool"
      data-tool={name}
      aria-label={said}
      title={said}
      aria-disabled={off}
      onClick={doIt}
    >
      {picture}
    </button>
  )
  return (
    <div class="editor-tools">
      <span class="page-count">
        <span aria-hidden="true">{`${state.page + 1} / ${store.pages.length}`}</span>
        <span class="spoken">{say(words.page, { page: state.page + 1 })}</span>
      </span>
      {state.offers === 0 ? null : (
        <button
          type="button"
          class="offers-switch"
          data-tool="offers"
          aria-pressed={state.offering}
          title={words.offersHint}
          onClick={() => store.set({ offering: !state.offering })}
        >
          {say(words.offers, { count: state.offers })}
        </button>
      )}
      {tool('undo', words.undo, !store.canUndo(), store.undo, arrow('M8 6L4 10l4 4M4 10h7a5 5 0 010 10H9'))}
      {tool('redo', words.redo, !store.canRedo(), store.redo, arrow('M16 6l4 4-4 4M20 10h-7a5 5 0 000 10h2'))}
      {tool('smaller', words.zoomOut, false, () => zoomBy(-1), arrow('M6 12h12'))}
      {tool('larger', words.zoomIn, false, () => zoomBy(1), arrow('M6 12h12M12 6v12'))}
      <span class={`save-state ${state.saving}`} role="status">
        {words.states[state.saving]}
      </span>
      {state.saving === 'failed' ? (
        <button type="button" class="small-button" data-act="retry" onClick={store.retry}>
          {words.retry}
        </button>
      ) : null}
      {state.saving === 'over' ? (
        <button type="button" class="small-button" ref={takeFocus} onClick={() => location.reload()}>
          {words.reload}
        </button>
      ) : null}
      {state.warning === null ? null : (
        <p class="editor-warning">
          <span>{state.warning}</span>
          <button
            type="button"
            class="tool"
            aria-label={words.stop}
            onClick={() => store.set({ warning: null })}
          >
            {arrow('M7 7l10 10M17 7L7 17')}
          </button>
        </p>
      )}
      <p class="spoken" aria-live="polite" data-said>
        {state.said}
      </p>
    </div>
  )
}

/** The one thing left to do, where what has the focus can be used no more. */
function takeFocus(button: HTMLElement | null): void {
  const at = document.activeElement
  const isLost = at === document.body || (at?.closest('[inert]') ?? null) !== null
  if (isLost) button?.focus({ preventScroll: true })
}

function arrow(path: string): JSX.Element {
  return (
    <svg width="24" height="24" viewBox="0 0 24 24" fill="none" aria-hidden="true">
      <path
        d={path}
        stroke="currentColor"
        stroke-width="1.9"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  )
}
