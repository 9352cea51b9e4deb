import type { Place } from '../papers/paper-stack.ts'

/**
 * Where a reader was: the file, how large it was shown, and the place on its pages, else the page's own offset. `text`: the
 * size in which its text stood in the place of its papers; null where these were shown.
 */
export type ReadingPlace = {
  file: string
  zoom: number
  text: number | null
  place: Place | null
  top: number
}

const key = `reading-place ${location.pathname}`

/**
 * Where the reader was before a reload or Back; null when they come anew, or to a certain part of the page. The browser's
 * own memory is an offset, which is wrong as long as the pages are not laid out.
 */
export function readingPlace(): ReadingPlace | null {
  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  const again = navigation?.type === 'reload' || navigation?.type === 'back_forward'
  const told = document.querySelector('[autofocus]') !== null || location.hash !== ''
  if (!again || told) return null
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? 'null')
  } catch {
    // Some browsers keep nothing for a page in a frame.
    return null
  }
}

/**
 * Goes back to the place now, and again until the page has settled: WebKit scrolls by its own memory after the first
 * layout, whatever `scrollRestoration` says. Ends as soon as the reader moves.
 */
export function returnTo(back: () => void): void {
  let moved = false
  const stop = (): void => {
    moved = true
  }
  for (const sign of ['wheel', 'touchstart', 'keydown', 'pointerdown']) {
    addEventListener(sign, stop, { once: true, passive: true })
  }
  const again = (): void => {
    if (!moved) back()
  }
  back()
  requestAnimationFrame(() => requestAnimationFrame(again))
  addEventListener('load', () => requestAnimationFrame(again), { once: true })
}

/** Remembers the place whenever the page may end. Nothing of it leaves this tab. */
export function keepReadingPlace(present: () => ReadingPlace | null): void {
  history.scrollRestoration = 'manual'
  addEventListener('pagehide', () => {
    const place = present()
    try {
      if (place !== null) sessionStorage.setItem(key, JSON.stringify(place))
    } catch {
      // As above: then a reload begins at the top.
    }
  })
}
