/** Single keys of the console: where they lead is written in the page. They rest while somebody types, and may be switched off. */
const GO_MILLISECONDS = 1500

/** What is typed there is text, or is the field's own. */
const typing =
  'input:not([type="checkbox"], [type="radio"]), textarea, select, [contenteditable], dialog[open]'

let goes = false
let goesUntil = 0

/** Listens, unless this browser chose to be without. */
export function listenForShortcuts(): void {
  if (document.documentElement.dataset.keys !== 'on') return
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat) return
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target
    if (target instanceof HTMLElement && target.closest(typing) !== null) return
    if (document.querySelector('dialog[open]') !== null) return
    if (press(event.key)) event.preventDefault()
  })
}

function press(key: string): boolean {
  if (goes) {
    clearTimeout(goesUntil)
    goes = false
    return go(key)
  }
  switch (key) {
    case '/':
      return toSearch()
    case 'g':
      goes = true
      goesUntil = window.setTimeout(() => {
        goes = false
      }, GO_MILLISECONDS)
      return true
    case 'n':
      location.assign('/console/documents/new')
      return true
    case 'j':
      return toRow(1)
    case 'k':
      return toRow(-1)
    case '?':
      void openSheet()
      return true
    default:
      return false
  }
}

function go(key: string): boolean {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('[data-go]')]
  const link = links.find((each) => each.dataset.go === key)
  link?.click()
  return link !== undefined
}

function toSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>('[data-shortcut="/"]')
  field?.focus()
  field?.select()
  return field !== null
}

/** The first link of each row is what the row is about. */
function toRow(by: 1 | -1): boolean {
  const rows = [...document.querySelectorAll('main tbody tr')]
  const links = rows.flatMap((row) => row.querySelector<HTMLAnchorElement>('a[href]') ?? [])
  const now = rows
    .filter((row) => row.querySelector('a[href]'))
    .findIndex((row) => row.matches(':focus-within'))
  const next = now === -1 ? links[by === 1 ? 0 : links.length - 1] : links[now + by]
  next?.focus()
  return next !== undefined
}

/** The list of keys, fetched from its page: no other page carries it. */
async function openSheet(): Promise<void> {
  const answer = await fetch('/console/display').catch(() => null)
  const text = answer?.ok === true ? await answer.text() : ''
  const list = new DOMParser().parseFromString(text, 'text/html').getElementById('key-list')
  const heading = list?.querySelector('h2')
  if (list == null || heading == null || typeof HTMLDialogElement === 'undefined') {
    location.assign('/console/display')
    return
  }
  if (document.querySelector('dialog[open]') !== null) return
  const sheet = document.createElement('dialog')
  sheet.className = 'key-sheet'
  heading.id = 'key-sheet-heading'
  sheet.setAttribute('aria-labelledby', heading.id)
  sheet.append(...list.childNodes, closing(list.dataset.close ?? ''))
  sheet.addEventListener('close', () => sheet.remove())
  document.body.append(sheet)
  sheet.showModal()
  // The button at the foot has the focus; where the sheet is longer than the screen it begins with its first keys all the same.
  sheet.scrollTop = 0
}

function closing(words: string): HTMLFormElement {
  const form = document.createElement('form')
  form.method = 'dialog'
  form.className = 'acts'
  const button = document.createElement('button')
  button.className = 'button quiet'
  button.textContent = words
  button.autofocus = true
  form.append(button)
  return form
}
