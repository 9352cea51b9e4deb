import { oncePerFrame } from '../papers/near-middle.ts'
import type { ShownPages } from '../papers/paper-stack.ts'
import type { Viewer, ViewerFile } from './viewer.ts'

/** So often it is looked what is on the screen; sleep in between counts as no more than this many seconds. */
const everyMilliseconds = 500
const longestTick = 2

/**
 * What was on the screen since the last report: `<file>:<page>=<seconds>,…;…`, pages from 1; `<seconds>t<of these, as text>`
 * where the page's text stood in its place.
 */
export type PagesShown = {
  /** Takes what is new; empty when nothing is. */
  take(): string
  /** False where no file was ever on the desk: then nothing is known of what was read. */
  readonly watching: boolean
}

export type Reading = PagesShown & {
  /** A file's pages are on the screen: its sheets, or their text. */
  onPages(fileId: string, pages: ShownPages): void
  /** The viewer stands; where it gave up, the files are read elsewhere and nothing is known. */
  readonly possible: boolean
  /** The last page of the last file was on the screen. */
  readonly finished: boolean
  /** Called when another page came into view, and when the end was reached. */
  onChange(told: () => void): void
  /** The page in view, counted over all files, and of how many. */
  place(): { page: number; pages: number }
  /** Scrolls on: down the page, to the next one, to the next file. */
  readOn(viewer: Viewer): Promise<void>
  toTheEnd(viewer: Viewer): Promise<void>
}

/** Seconds on the screen, all and as text, and what of these was told already. */
type Seconds = { all: number; asText: number; told: number; toldAsText: number }

/** `drawn`: there is something to see on it. `height`: CSS pixels of it that are in view. */
type PageInView = { number: number; box: DOMRect; drawn: boolean; asText: boolean; height: number }

/**
 * Watches which pages are on the screen and for how long. A page is on the screen when half of it is in view, or when
 * it fills half of the view; the last one is read when its lower end was in view. `revision` is what was read: another
 * one begins anew, a reload of the same does not.
 */
export function watchReading(files: ViewerFile[], revision: string): Reading {
  const before = new Map<string, number>()
  let pages = 0
  for (const file of files) {
    before.set(file.id, pages)
    pages += file.sizes.length
  }
  const last = files.at(-1)
  const shown = new Map<string, Seconds>()
  const listeners: (() => void)[] = []
  /** `count`: the sheets that are really there; a viewer may find fewer pages than the server did. */
  let desk: { file: ViewerFile; shown: ShownPages; count: number } | null = null
  let page = 1
  let finished = wasFinished(revision)
  let looked = performance.now()

  const notify = (): void => {
    for (const listener of listeners) listener()
  }

  /** Sheets of the present file with what of them is in view, from top to bottom. */
  const inView = (): PageInView[] => {
    if (desk === null) return []
    const { top, bottom } = view()
    const found = []
    for (let number = 1; number <= desk.count; number++) {
      const sheet = desk.shown.sheetOf(number - 1)
      const box = sheet?.getBoundingClientRect()
      if (box === undefined || box.height === 0 || box.bottom < top) continue
      if (box.top > bottom) break
      // Laid out is not drawn: white paper shows nothing to anybody. A page that failed says so; nobody waits for it.
      const asText = sheet?.matches('.as-text') === true
      const drawn = asText || sheet?.querySelector('canvas, .page-failed') !== null
      const height = Math.min(box.bottom, bottom) - Math.max(box.top, top)
      found.push({ number, box, drawn, asText, height })
    }
    return found
  }

  const possible = (): boolean => document.querySelector('.viewer') !== null
  let was = true

  const look = (): void => {
    if (possible() !== was) {
      was = !was
      notify()
    }
    const now = performance.now()
    const seconds = Math.min((now - looked) / 1000, longestTick)
    looked = now
    if (desk === null || document.visibilityState === 'hidden') return
    const { top, bottom } = view()
    const half = (bottom - top) / 2
    const sheets = inView()
    for (const { number, box, drawn, asText, height } of sheets) {
      if (!drawn || height < Math.min(box.height / 2, half)) continue
      const key = `${desk.file.id}:${number}`
      const sum = shown.get(key) ?? { all: 0, asText: 0, told: 0, toldAsText: 0 }
      sum.all += seconds
      if (asText) sum.asText += seconds
      shown.set(key, sum)
    }
    const [most] = [...sheets].sort((a, b) => b.height - a.height)
    const at = (before.get(desk.file.id) ?? 0) + (most?.number ?? 1)
    const lastOfAll = desk.file === last ? desk.count : 0
    const end = sheets.find(({ number, drawn }) => drawn && number === lastOfAll)
    // The lower end of a paper is its margin; that of a text is its last line.
    const spare = end?.asText === true ? 24 : (end?.box.height ?? 0) * 0.08
    const reached = end !== undefined && end.box.bottom <= bottom + spare
    if (at === page && (finished || !reached)) return
    page = at
    if (reached && !finished) {
      finished = true
      remember(revision)
    }
    notify()
  }

  setInterval(look, everyMilliseconds)
  const soon = oncePerFrame(look)
  addEventListener('scroll', soon, { passive: true })
  addEventListener('resize', soon)

  const toSheet = async (viewer: Viewer, file: ViewerFile, number: number, block: ScrollLogicalPosition) => {
    const sheet = await viewer.pageOf(file.id, number - 1)
    const lowest = desk?.file === file ? desk.shown.sheetOf(desk.count - 1) : null
    ;(sheet ?? lowest)?.scrollIntoView({ block, behavior: 'instant' })
    look()
  }

  return {
    get watching() {
      return desk !== null && possible()
    },
    get possible() {
      return possible()
    },
    get finished() {
      return finished
    },
    onPages(fileId, each) {
      const file = files.find(({ id }) => id === fileId)
      let count = file?.sizes.length ?? 0
      while (count > 0 && each.sheetOf(count - 1) === null) count--
      desk = file === undefined ? null : { file, shown: each, count }
      soon()
    },
    onChange: (listener) => listeners.push(listener),
    place: () => ({ page, pages }),
    async readOn(viewer) {
      const { top, bottom } = view()
      const lowest = inView().at(-1)
      if (desk === null || lowest === undefined) {
        const file = desk?.file ?? files[0]
        if (file !== undefined) await toSheet(viewer, file, 1, 'start')
        return
      }
      const next = files[files.indexOf(desk.file) + 1]
      if (lowest.number === desk.count && lowest.box.bottom <= bottom + 1 && next !== undefined) {
        return toSheet(viewer, next, 1, 'start')
      }
      // A little of what was read stays in view, so that nobody loses the line.
      scrollBy({ top: Math.max(bottom - top - 48, 80), behavior: 'instant' })
      look()
    },
    async toTheEnd(viewer) {
      if (last !== undefined) await toSheet(viewer, last, last.sizes.length, 'end')
    },
    take() {
      look()
      const parts = new Map<string, string[]>()
      for (const [key, sum] of shown) {
        const whole = Math.max(1, Math.round(sum.all)) - sum.told
        if (whole <= 0) continue
        // A page that was there as text for a moment only says so too, and never for longer than it was there.
        const least = sum.asText > 0 ? 1 : 0
        const asText = Math.min(whole, Math.max(least, Math.round(sum.asText)) - sum.toldAsText)
        sum.told += whole
        sum.toldAsText += asText
        const [file = '', number = ''] = key.split(':')
        const pair = `${number}=${whole}${asText > 0 ? `t${asText}` : ''}`
        parts.set(file, [...(parts.get(file) ?? []), pair])
      }
      return [...parts].map(([file, each]) => `${file}:${each.join(',')}`).join(';')
    },
  }
}

/** The part of the window in which pages are read: below the viewer's tools and above the bar, where these are fixed. */
function view(): { top: number; bottom: number } {
  const tools = document.querySelector('.viewer-top')
  const bar = document.querySelector('#bar')
  const stuck = tools !== null && getComputedStyle(tools).position === 'sticky'
  const fixed = bar !== null && getComputedStyle(bar).position === 'fixed'
  const top = stuck ? Math.max(0, tools.getBoundingClientRect().bottom) : 0
  return {
    top: Math.min(top, innerHeight / 2),
    bottom: fixed ? bar.getBoundingClientRect().top : innerHeight,
  }
}

const key = 'musubi-read'

/** A reload must not ask for the same reading twice. Where nothing can be kept, it does. */
function wasFinished(revision: string): boolean {
  try {
    return sessionStorage.getItem(key) === revision
  } catch {
    return false
  }
}

function remember(revision: string): void {
  try {
    sessionStorage.setItem(key, revision)
  } catch {
    // Storage is blocked: only the comfort is lost.
  }
}
