import { bracketed } from '#web/ui/bracketed.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import type { Autosave } from './autosave.ts'
import { entryOf, missingOf, type ReviewField } from './field.ts'
import { isChosen, type UploadTask } from './upload.ts'

/** The bar at the foot: says what is missing and leads there; when nothing is, opens the confirmation. */
export function runConsentBar(
  form: HTMLFormElement,
  fields: ReviewField[],
  upload: UploadTask | null,
  autosave: Autosave,
  sentences: Sentences,
  goTo: (field: ReviewField) => void,
): void {
  const state = document.querySelector<HTMLElement>('#bar-state')
  const consent = document.querySelector<HTMLButtonElement>('#consent')
  const dialog = document.querySelector<HTMLDialogElement>('#confirm')
  if (state === null || consent === null || dialog === null) return

  const lang = document.documentElement.lang === 'ja' ? 'ja' : 'en'
  const show = (): void => {
    const missing = missingOf(fields)
    const [first] = missing
    const count = missing.length + (upload?.missing === true ? 1 : 0)
    if (count === 0) {
      const tasks = fields.length + (upload === null ? 0 : 1)
      state.replaceChildren(element('span', {}, tasks === 0 ? sentences.ready : sentences.complete))
      return
    }
    const name = first === undefined ? upload?.label : first.label || sentences.kinds[first.kind]
    const target = first?.input.id ?? upload?.input.id
    const link = element(
      'a',
      { href: `#${target}` },
      bracketed(sentences.missing[count - 1] ?? '', name ?? '', lang),
    )
    link.addEventListener('click', (event) => {
      event.preventDefault()
      if (first !== undefined) goTo(first)
      else goToUpload()
    })
    state.replaceChildren(link)
  }
  const goToUpload = (): void => {
    upload?.input.scrollIntoView({ block: 'center' })
    upload?.input.focus({ preventScroll: true })
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
    if (upload !== null && isChosen(upload)) {
      goToUpload()
      state.replaceChildren(element('span', { class: 'unsaved' }, upload.press))
      return
    }
    if (upload?.missing === true) {
      goToUpload()
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
}

/** The consent says what stood in the fields, so that nothing else is signed if another device changes them now. */
function showInputs(dialog: HTMLDialogElement, fields: ReviewField[]): void {
  const form = dialog.querySelector('form')
  for (const old of dialog.querySelectorAll('input[name^="shown-"]')) old.remove()
  for (const field of fields) {
    const value = field.kind === 'checkbox' ? entryOf(field) : field.input.value
    form?.append(element('input', { type: 'hidden', name: `shown-${field.id}`, value }))
  }
}
