import type { PlacedField } from '#web/console/placing/placed-field.ts'
import type { PaperStack } from '../papers/paper-stack.ts'
import { element } from '../papers/sentences.ts'
import { faceOf, nameOf } from './say.ts'
import type { EditorState, Store } from './store.ts'

type Mark = { element: HTMLButtonElement; field: PlacedField | null; chosen: boolean }

export type Marks = {
  /** Draws what has changed, and nothing else. */
  show(state: EditorState): void
  elementOf(id: string): HTMLElement | null
  fieldOf(target: EventTarget | null): PlacedField | null
}

const corners = ['nw', 'ne', 'sw', 'se']

/** The fields on their papers: each a button in the place that it will have, as large as it will be. */
export function layFieldMarks(store: Store, stack: PaperStack): Marks {
  const marks = new Map<string, Mark>()
  const { given } = store

  function draw(mark: Mark, field: PlacedField): void {
    const before = mark.field
    mark.field = field
    const { element: button } = mark
    const party = given.parties.find(({ id }) => id === field.participantId)
    button.className = `field-mark ${field.kind} ${party?.look ?? ''}${mark.chosen ? ' chosen' : ''}`
    const points = { x: field.x, y: field.y, w: field.w, h: field.h, 'font-size': field.fontSize ?? 12 }
    for (const [name, value] of Object.entries(points)) button.style.setProperty(`--${name}`, String(value))
    button.style.transform = ''
    button.setAttribute('aria-label', nameOf(field, given))
    if (before === null) {
      const sign = element('span', { class: 'field-sign', 'aria-hidden': 'true' })
      const face = element('span', { class: 'field-face', 'aria-hidden': 'true' })
      button.append(sign, face)
    }
    // By attribute: what is drawn is no second name of the button.
    const [sign, face] = button.children
    sign?.setAttribute('data-drawn', party?.sign ?? '')
    face?.setAttribute('data-drawn', faceOf(field, given))
    if (before?.page !== field.page) lay(button, field)
  }

  /** Among the others of its page from the top down, so that Tab goes the way of reading. */
  function lay(button: HTMLElement, field: PlacedField): void {
    const sheet = stack.sheetOf(field.page)
    if (sheet === null) return
    const focused = document.activeElement === button
    const next = Array.from(sheet.querySelectorAll<HTMLElement>('.field-mark')).find((other) => {
      const found = marks.get(other.dataset.field ?? '')?.field
      return found != null && found.id !== field.id && (found.y - field.y || found.x - field.x) > 0
    })
    sheet.insertBefore(button, next ?? null)
    if (focused) button.focus({ preventScroll: true })
  }

  function choose(mark: Mark, chosen: boolean): void {
    if (mark.chosen === chosen) return
    mark.chosen = chosen
    mark.element.classList.toggle('chosen', chosen)
    if (chosen) {
      for (const corner of corners)
        mark.element.append(element('span', { class: 'handle', 'data-corner': corner }))
    } else for (const handle of mark.element.querySelectorAll('.handle')) handle.remove()
  }

  return {
    show({ fields, selected }) {
      const there = new Set(fields.map(({ id }) => id))
      for (const [id, mark] of marks) {
        if (there.has(id)) continue
        mark.element.remove()
        marks.delete(id)
      }
      for (const field of fields) {
        let mark = marks.get(field.id)
        if (mark === undefined) {
          const button = element('button', { type: 'button', 'data-field': field.id })
          mark = { element: button, field: null, chosen: false }
          marks.set(field.id, mark)
        }
        if (mark.field !== field) draw(mark, field)
        choose(mark, field.id === selected)
      }
    },
    elementOf: (id) => marks.get(id)?.element ?? null,
    fieldOf(target) {
      const found = target instanceof Element ? target.closest<HTMLElement>('.field-mark') : null
      return marks.get(found?.dataset.field ?? '')?.field ?? null
    },
  }
}
