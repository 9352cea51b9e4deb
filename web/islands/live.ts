/** While something runs and the page is seen, asks every two seconds how far it is, and puts that in its place. */
const pauseMilliseconds = 2_000
/** What never ends is watched for so long: whoever leaves the page open is signed out in time, like anybody. */
const watchedMilliseconds = 10 * 60_000

const opened = performance.now()
const running = () =>
  document.querySelector('[data-running]') !== null ||
  (document.querySelector('[data-watched]') !== null && performance.now() - opened < watchedMilliseconds)

for (const link of document.querySelectorAll<HTMLElement>('.bulk-refresh')) link.hidden = true
void watch()

async function watch(): Promise<void> {
  while (running()) {
    await new Promise((resolve) => setTimeout(resolve, pauseMilliseconds))
    if (document.visibilityState !== 'visible') continue
    const answer = await fetch(`${location.pathname}${location.search}`, {
      headers: { accept: 'text/html' },
    }).catch(() => null)
    // A server that is away for a moment is asked again.
    if (answer === null || !answer.ok || answer.redirected) continue
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html')
    for (const part of document.querySelectorAll<HTMLElement>('[data-live]')) {
      const next = fresh.querySelector<HTMLElement>(`[data-live="${part.dataset.live}"]`)
      if (next === null || part.isEqualNode(next)) continue
      putInPlace(part, document.importNode(next, true))
    }
  }
}

/** Whoever has the focus on one of its buttons keeps it there, where the button still is. */
function putInPlace(part: HTMLElement, next: HTMLElement): void {
  const controls = (within: HTMLElement) => [...within.querySelectorAll<HTMLElement>('a, button')]
  const focused = controls(part).find((each) => each === document.activeElement)
  for (const link of next.querySelectorAll<HTMLElement>('.bulk-refresh')) link.hidden = true
  part.replaceWith(next)
  if (focused === undefined) return
  const leadsTo = (each: HTMLElement) => each.getAttribute('href')
  const same = controls(next).find(
    (each) => each.textContent === focused.textContent && leadsTo(each) === leadsTo(focused),
  )
  same?.focus()
}
