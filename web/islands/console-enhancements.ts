import { chooseAll } from './console/choose-all.ts'
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

/** The present section is in sight where the row of sections is longer than the screen. */
function showPresentSection(): void {
  const row = document.querySelector('.rail nav')
  const present = row?.querySelector<HTMLElement>('[aria-current]')
  if (row == null || present == null || row.scrollWidth <= row.clientWidth) return
  const middle = present.offsetLeft - row.getBoundingClientRect().left + present.offsetWidth / 2
  row.scrollLeft = middle - row.clientWidth / 2
}

/** A menu is gone once something else is pressed, or Escape. */
function closeMenus(): void {
  const menus = document.querySelectorAll<HTMLDetailsElement>('details[data-menu]')
  document.addEventListener('click', ({ target }) => {
    for (const menu of menus) if (target instanceof Node && !menu.contains(target)) menu.open = false
  })
  for (const menu of menus) {
    menu.addEventListener('keydown', ({ key }) => {
      if (key !== 'Escape' || !menu.open) return
      menu.open = false
      menu.querySelector('summary')?.focus()
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
for (const button of document.querySelectorAll<HTMLButtonElement>('button[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}
revealCopyButtons()
listenForShortcuts()
sendOnce()
chooseAll()
showPresentSection()
closeMenus()

// A page of a refused form opens at the field that is wrong. WebKit scrolls to what has the focus before the page has its
// last height, and leaves it at the lower edge.
const refused = document.activeElement
if (refused?.getAttribute('aria-invalid') === 'true') refused.scrollIntoView({ block: 'center' })
