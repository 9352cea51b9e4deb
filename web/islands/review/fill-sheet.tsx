import { render } from 'preact'
import { Hanko } from '#web/ui/Hanko.tsx'
import { element, type Sentences } from '../papers/sentences.ts'
import { fill, type ReviewField } from './field.ts'
import { showRoom } from './room.ts'

/** The sheet that rises to fill one field in place, large enough to type on a phone. */
export function createFillSheet(sentences: Sentences): (field: ReviewField) => void {
  const heading = element('h2', { id: 'fill-heading' })
  const hint = element('p', { class: 'note' })
  const input = element('input', { type: 'text', 'aria-labelledby': 'fill-heading' })
  const preview = element('span', { class: 'seal-preview' })
  const cancel = element('button', { type: 'button', class: 'button quiet' }, sentences.cancel)
  const done = element('button', { type: 'submit', class: 'button primary' }, sentences.done)
  const line = element('div', { class: 'field input-line' }, input, preview)
  const form = element(
    'form',
    { method: 'dialog' },
    heading,
    hint,
    line,
    element('div', { class: 'choices' }, done, cancel),
  )
  const dialog = element('dialog', { class: 'dialog fill-sheet', 'aria-labelledby': 'fill-heading' }, form)
  document.body.append(dialog)

  let present: ReviewField | null = null
  const showRoomLeft = showRoom(input, () => present, sentences)
  const showSeal = (): void => drawSeal(preview, input.value, 'fill-seal')
  input.addEventListener('input', () => {
    if (present?.kind === 'seal') showSeal()
  })
  form.addEventListener('submit', () => {
    if (present !== null) fill(present, input.value)
  })
  cancel.addEventListener('click', () => dialog.close())

  return (field) => {
    // Text of several lines is written where it has room for them.
    if (!('showModal' in dialog) || field.input.tagName === 'TEXTAREA') {
      field.input.focus()
      return
    }
    present = field
    heading.textContent = field.label || sentences.kinds[field.kind]
    hint.textContent = field.kind === 'seal' ? sentences.sealHint : ''
    hint.hidden = field.kind !== 'seal'
    preview.hidden = field.kind !== 'seal'
    input.value = field.input.value
    input.setAttribute('autocomplete', field.kind === 'seal' ? 'name' : 'off')
    showSeal()
    showRoomLeft()
    dialog.showModal()
    input.focus()
  }
}

/** The seal beside its input, as it will be pressed. */
export function drawSeal(place: HTMLElement, name: string, id: string): void {
  const typed = name.trim()
  const holder = element('span', { class: 'holder' })
  place.replaceChildren(...(typed === '' ? [] : [holder]))
  if (typed !== '') render(<Hanko name={typed} id={id} label={typed} />, holder)
}
