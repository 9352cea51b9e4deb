import type { Autosave } from './autosave.ts'
import { missingOf, type ReviewField } from './field.ts'
import { element, type Sentences } from './sentences.ts'

/** The bar at the foot: says what is missing and leads there; when nothing is, opens the confirmation. */
export function runConsentBar(
  form: HTMLFormElement,
  fields: ReviewField[],
  autosave: Autosave,
  sentences: Sentences,
  goTo: (field: ReviewField) => void,
): void {
  const state = document.querySelector<HTMLElement>('#bar-state')
  const consent = document.querySelector<HTMLButtonElement>('#consent')
  const dialog = document.querySelector<HTMLDialogElement>('#confirm')
  if (state === null || consent === null || dialog === null) return

  const show = (): void => {
    const missing = missingOf(fields)
    const [first] = missing
    if (first === undefined) {
      state.replaceChildren(element('span', {}, fields.length === 0 ? sentences.ready : sentences.complete))
      return
    }
    const words = `${sentences.missing[missing.length - 1]}（${first.label || sentences.kinds[first.kind]}）`
    const link = element('a', { href: `#${first.input.id}` }, words)
    link.addEventListener('click', (event) => {
      event.preventDefault()
      goTo(first)
    })
    state.replaceChildren(link)
  }
  form.addEventListener('input', show)
  show()

  consent.addEventListener('click', (event) => {
    // Without <dialog> the form goes to the confirmation's own page.
    if (!('showModal' in dialog)) return
    event.preventDefault()
    const [first] = missingOf(fields)
    if (first !== undefined) {
      goTo(first)
      return
    }
    void autosave.flush().then((saved) => {
      if (saved) {
        showInputs(dialog, fields)
        return dialog.showModal()
      }
      const refused = fields.find((field) => field.input.getAttribute('aria-invalid') === 'true')
      if (refused !== undefined) refused.input.focus()
      else state.replaceChildren(element('span', { class: 'unsaved' }, sentences.unsaved))
    })
  })
  document.querySelector('#confirm-cancel')?.addEventListener('click', () => dialog.close())
  const confirmation = dialog.querySelector('form')
  confirmation?.addEventListener('submit', () => {
    // A second press while the first is under way would only be confusing; the server counts one consent anyway.
    const button = confirmation.querySelector('button')
    setTimeout(() => button?.setAttribute('disabled', ''), 0)
  })
}

/** The consent says what stood in the fields, so that nothing else is signed if another device changes them now. */
function showInputs(dialog: HTMLDialogElement, fields: ReviewField[]): void {
  const form = dialog.querySelector('form')
  for (const old of dialog.querySelectorAll('input[name^="shown-"]')) old.remove()
  for (const { id, kind, input } of fields) {
    const value = kind === 'checkbox' ? (input.checked ? '1' : '') : input.value
    form?.append(element('input', { type: 'hidden', name: `shown-${id}`, value }))
  }
}
