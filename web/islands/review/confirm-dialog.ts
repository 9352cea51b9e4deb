import { element } from '../papers/sentences.ts'
import type { PagesShown } from './reading.ts'

/** A line that is dead without a word is given up after so long. */
const patience = 20_000

/**
 * The last button. The consent goes out by a request of our own: where the line is broken the page stays, says so, and
 * the button works when the line is back. Sent twice it is one consent; the server says so.
 */
export function runConfirmDialog(dialog: HTMLDialogElement, shown: PagesShown): void {
  const form = dialog.querySelector('form')
  const button = form?.querySelector<HTMLButtonElement>('button.primary')
  const state = dialog.querySelector<HTMLElement>('#consent-state')
  if (form == null || button == null || state === null) return
  let sending = false
  let unsent = false
  // What was taken for a consent that did not arrive goes with the next one.
  let taken = ''

  const say = (words: string | undefined, wrong = false): void => {
    state.textContent = words ?? ''
    state.classList.toggle('wrong', wrong)
  }

  const send = async (): Promise<void> => {
    taken = [taken, shown.take()].filter((part) => part !== '').join(';')
    form.querySelector('[name=pages]')?.remove()
    if (shown.watching) form.append(element('input', { type: 'hidden', name: 'pages', value: taken }))
    const fields = new URLSearchParams()
    for (const [name, value] of new FormData(form)) if (typeof value === 'string') fields.append(name, value)
    const stop = new AbortController()
    const timer = setTimeout(() => stop.abort(), patience)
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: fields,
        headers: { accept: 'application/json' },
        signal: stop.signal,
      })
      if (answer.ok) {
        const { next } = (await answer.json()) as { next: string }
        location.assign(next)
        return
      }
      if (answer.status < 500) {
        // The server has a page that says why: the same form, as a browser sends it, leads there.
        form.submit()
        return
      }
      throw new Error('not available')
    } catch {
      unsent = true
      say(state.dataset.unsent, true)
    } finally {
      clearTimeout(timer)
    }
    ready()
  }

  const ready = (): void => {
    sending = false
    button.removeAttribute('aria-disabled')
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (sending) return
    sending = true
    button.setAttribute('aria-disabled', 'true')
    say(state.dataset.sending)
    void send()
  })
  addEventListener('online', () => {
    if (unsent && !sending && dialog.open) say(state.dataset.back)
  })
  dialog.addEventListener('close', () => say(''))
  document.querySelector('#confirm-cancel')?.addEventListener('click', () => dialog.close())
  // Back may show this very page as it was left (WebKit keeps it with its dialog open): nothing of it may be dead.
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return
    const consented = sending
    ready()
    dialog.close()
    // The server knows what became of a consent that was on its way.
    if (consented) location.reload()
  })
}
