import { listenForShortcuts } from './console/shortcuts.ts'

/** Comfort only: copy buttons, keys, and forms that are not sent twice by a double click. */
function revealCopyButtons(): void {
  if (navigator.clipboard === undefined) return
  for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-copy]')) {
    const source = document.getElementById(button.dataset.copy ?? '')
    if (!(source instanceof HTMLInputElement)) continue
    button.hidden = false
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(source.value)
      button.textContent = button.dataset.copied ?? ''
    })
  }
}

function sendOnce(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) {
    form.addEventListener('submit', (event) => {
      if (form.dataset.sent !== undefined) event.preventDefault()
      form.dataset.sent = ''
    })
  }
  // Back from the page cache: the form may be sent again.
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll<HTMLFormElement>('form[data-once]')) delete form.dataset.sent
  })
}

for (const input of document.querySelectorAll<HTMLInputElement>('input.secret')) {
  input.addEventListener('focus', () => input.select())
}
revealCopyButtons()
listenForShortcuts()
sendOnce()
