import { halfWidth, rewriteWhileTyping } from './typing/half-width.ts'
import { submitOnce } from './typing/submit-once.ts'

/** No cookie of ours can be read: the way out stands in the place of the form, before anything is typed. */
function offerWayOut(help: HTMLElement): void {
  const names = document.cookie.split(/;\s*/).map((pair) => pair.split('=')[0])
  if (names.includes(help.dataset.cookie)) return
  help.hidden = false
  // What asks for the number or explains it would contradict the way out.
  const parts = document.querySelectorAll('#first-form, main > .lead, main > .note, main > .help')
  for (const part of parts) part.setAttribute('hidden', '')
  help.querySelector('a')?.focus()
}

const help = document.querySelector<HTMLElement>('#cookie-help')
if (help !== null) offerWayOut(help)
const tel = document.querySelector<HTMLInputElement>('#tel')
submitOnce()
if (tel !== null) rewriteWhileTyping(tel, halfWidth)
