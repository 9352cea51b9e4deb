import type { JSX } from 'preact'
import { useState } from 'preact/hooks'
import { sizeLimits } from '#domain/widget-size.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import type { PanelProps } from './use-store.ts'

type Props = PanelProps & { field: PlacedField }

/** From here on the panel stands beside the papers, and everything of a field is shown at once. */
const wide = '(min-width: 72rem)'

/** The field that is chosen: what can be done with it, and its exact place. */
export function ChosenField(props: Props): JSX.Element {
  const { field, store, acts, focus } = props
  const { words, parties } = store.given
  const party = parties.find(({ id }) => id === field.participantId)
  const several = store.pages.length > 1
  const act = (name: string, said: string, doIt: () => void) => (
    <button type="button" class="small-button" data-act={name} onClick={doIt}>
      {said}
    </button>
  )
  return (
    <section class="chosen-field" aria-labelledby="chosen-heading">
      <h2 id="chosen-heading">
        <span class={`party-sign ${party?.look ?? ''}`} aria-hidden="true">
          {party?.sign}
        </span>
        {words.kinds[field.kind]}
        <span class="chosen-party">{party?.name}</span>
      </h2>
      <div class="chosen-acts">
        {act('copy', words.copy, () => {
          acts.copy(field)
          refocus(props)
        })}
        {several ? act('repeat', words.repeat, () => acts.repeat(field)) : null}
        {act('left', words.left, () => acts.align(field, 'x'))}
        {act('top', words.top, () => acts.align(field, 'y'))}
        <button
          type="button"
          class="small-button danger"
          data-act="remove"
          onClick={() => {
            acts.remove(field)
            const { selected } = store.state()
            if (selected !== null) focus(selected)
          }}
        >
          {words.remove}
        </button>
      </div>
      <details class="chosen-details" open={matchMedia(wide).matches}>
        <summary>{words.details}</summary>
        <Details {...props} />
      </details>
    </section>
  )
}

function refocus({ store, focus }: Props): void {
  const { selected } = store.state()
  if (selected !== null) focus(selected)
}

function Details({ field, store, acts }: Props): JSX.Element {
  const { words, parties } = store.given
  const change = (part: Partial<PlacedField>) => acts.update(field, { ...field, ...part }, words.changed)
  const isSender = parties.find(({ id }) => id === field.participantId)?.sender === true
  const { least, most, square } = sizeLimits[field.kind]
  const page = store.pages[field.page] ?? { width: 0, height: 0 }
  return (
    <div class="details-fields">
      <Typed
        label={words.label}
        placeholder={words.labelHint}
        value={field.label}
        name="label"
        onCommit={(label) => change({ label })}
      />
      {isSender && field.kind !== 'checkbox' ? (
        <Typed label={words.text} value={field.text} name="text" onCommit={(text) => change({ text })} />
      ) : null}
      <div class="details-numbers">
        <Figure
          label={words.pageField}
          name="page"
          value={field.page + 1}
          least={1}
          most={store.pages.length}
          onCommit={(value) => change({ page: value - 1 })}
        />
        <Figure
          label={words.x}
          name="x"
          value={field.x}
          least={0}
          most={Math.floor(page.width - field.w)}
          onCommit={(x) => change({ x })}
        />
        <Figure
          label={words.y}
          name="y"
          value={field.y}
          least={0}
          most={Math.floor(page.height - field.h)}
          onCommit={(y) => change({ y })}
        />
        <Figure
          label={words.w}
          name="w"
          value={field.w}
          least={least.w}
          most={Math.min(most.w, Math.floor(page.width))}
          onCommit={(w) => change(square ? { w, h: w } : { w })}
        />
        <Figure
          label={words.h}
          name="h"
          value={field.h}
          least={least.h}
          most={Math.min(most.h, Math.floor(page.height))}
          onCommit={(h) => change(square ? { w: h, h } : { h })}
        />
        {field.kind === 'text' ? (
          <label class="figure">
            <span>{words.fontSize}</span>
            <select
              name="font-size"
              value={field.fontSize === null ? '' : String(field.fontSize)}
              onChange={({ currentTarget: { value } }) =>
                change({ fontSize: value === '' ? null : Number(value) })
              }
            >
              <option value="">{words.usual}</option>
              {[8, 9, 10, 11, 12, 13, 14].map((size) => (
                <option key={size} value={String(size)}>
                  {size}
                </option>
              ))}
            </select>
          </label>
        ) : null}
      </div>
      <p class="note">{words.unit}</p>
      {field.kind === 'checkbox' && !isSender ? (
        <label class="required-choice">
          <input
            type="checkbox"
            checked={field.required}
            onChange={({ currentTarget }) => change({ required: currentTarget.checked })}
          />
          {words.required}
        </label>
      ) : null}
      <label class="figure whole">
        <span>{words.whose}</span>
        <select
          name="participant"
          value={field.participantId}
          onChange={({ currentTarget: { value } }) => change(given(field, value, store))}
        >
          {parties.map(({ id, name, sign }) => (
            <option key={id} value={id}>
              {`${sign}　${name}`}
            </option>
          ))}
        </select>
      </label>
    </div>
  )
}

/** Given to somebody else: what the sender writes is theirs alone. */
function given(field: PlacedField, participantId: string, store: PanelProps['store']): Partial<PlacedField> {
  const isSender = store.given.parties.find(({ id }) => id === participantId)?.sender === true
  if (field.kind === 'checkbox') return { participantId, text: isSender ? '1' : '' }
  return { participantId, text: isSender ? field.text || store.given.senderName : '' }
}

type TypedProps = {
  label: string
  name: string
  value: string
  placeholder?: string
  onCommit: (value: string) => void
}

/** Saved when it is left, or at Enter. */
function Typed({ label, name, value, placeholder, onCommit }: TypedProps): JSX.Element {
  return (
    <label class="figure whole">
      <span>{label}</span>
      <input
        type="text"
        name={name}
        value={value}
        placeholder={placeholder ?? ''}
        autocomplete="off"
        onChange={({ currentTarget }) => {
          if (currentTarget.value.trim() !== value) onCommit(currentTarget.value.trim())
        }}
      />
    </label>
  )
}

type FigureProps = {
  label: string
  name: string
  value: number
  least: number
  most: number
  onCommit: (value: number) => void
}

/** A whole number within its limits; what is none is put back. */
function Figure({ label, name, value, least, most, onCommit }: FigureProps): JSX.Element {
  const [drawn, setDrawn] = useState(0)
  return (
    <label class="figure">
      <span>{label}</span>
      <input
        key={drawn}
        type="number"
        name={name}
        value={value}
        min={least}
        max={most}
        step={1}
        inputmode="numeric"
        onChange={({ currentTarget }) => {
          const typed = Math.round(Number(currentTarget.value))
          const next = Math.max(least, Math.min(most, typed))
          if (currentTarget.value !== '' && Number.isFinite(next) && next !== value) onCommit(next)
          else setDrawn(drawn + 1)
        }}
      />
    </label>
  )
}
