import type { OtherField } from '#web/signing/review-props.ts'
import type { PaperStack } from '../papers/paper-stack.ts'
import { element } from '../papers/sentences.ts'
import type { Autosave } from './autosave.ts'
import { placeOn } from './marks.ts'

/**
 * Somebody of the sender's looks at what a recipient will see: everything works up to where it would be kept or sent, and there it is
 * said that nothing is. No request leaves this page.
 */
export function runPreview(said: HTMLElement, dialog: HTMLDialogElement | null): Autosave {
  addEventListener('submit', (event) => {
    const form = event.target
    // What is typed into the sheet of one field goes to its field, as always.
    if (!(form instanceof HTMLFormElement) || form.method === 'dialog') return
    event.preventDefault()
    const state = form.closest('dialog')?.querySelector('#consent-state') ?? null
    if (state !== null) state.textContent = said.textContent
    else tell(said)
  })
  document.querySelector('#confirm-cancel')?.addEventListener('click', () => dialog?.close())
  return { flush: async () => true }
}

function tell(said: HTMLElement): void {
  said.hidden = false
  said.tabIndex = -1
  said.focus()
}

/** The fields of others, in outline and with their names: a recipient sees of them what was filled in by then. */
export function layOthers(container: HTMLElement, fileId: string, stack: PaperStack): void {
  const others: OtherField[] = JSON.parse(container.dataset.others ?? '[]')
  for (const other of others) {
    const sheet = other.fileId === fileId ? stack.sheetOf(other.page) : null
    if (sheet === null) continue
    const outline = element('span', { class: 'other-mark' }, element('span', {}, other.name))
    placeOn(outline, { ...other, fontSize: null })
    sheet.append(outline)
  }
}
