/**
 * Keeps the virtual phone and mailbox fresh: fetches the page it is on once a second and puts the live part in place
 * when it has changed. One rendering, the server's, with scripts and without.
 */
const everySecond = 1000
let shown: string | null = null

function live(page: Document): Element | null {
  return page.querySelector('[data-live]')
}

function revealCopyButtons(): void {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll<HTMLElement>('[data-copy]')) button.hidden = false
}

async function refresh(): Promise<void> {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  const fresh = live(new DOMParser().parseFromString(await answer.text(), 'text/html'))
  const present = live(document)
  if (!fresh || !present || fresh.innerHTML === shown) return
  // The first answer only tells what is on show already; replacing it would lose a selection for nothing.
  const changed =
    shown !== null || fresh.querySelectorAll('li').length !== present.querySelectorAll('li').length
  shown = fresh.innerHTML
  if (!changed) return
  present.replaceChildren(...fresh.childNodes)
  revealCopyButtons()
}

async function keepFresh(): Promise<void> {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, everySecond))
    if (!document.hidden) await refresh().catch(() => {})
  }
}

document.addEventListener('click', async (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-copy]') : null
  if (!button?.dataset.copy) return
  await navigator.clipboard.writeText(button.dataset.copy)
  button.textContent = 'コピーしました'
})

revealCopyButtons()
void keepFresh()
