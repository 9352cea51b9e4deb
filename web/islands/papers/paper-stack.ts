import type { PDFDocumentProxy, PDFPageProxy, RenderTask, TextLayer } from 'pdfjs-dist'
import { byDistance, oncePerFrame } from './near-middle.ts'
import { element } from './sentences.ts'

/** Old phones die of canvases, not of pages: this many live at once, of this many pixels each, 64 MB together. */
const mostCanvases = 4
const mostPixels = 4_000_000
const highestPixelRatio = 2

/** Size of a page in points, as the server tells it. */
export type PaperSize = { width: number; height: number }

/** A place on the papers that stays where it is while they grow: how far down a page, and how far below the window's top. */
export type Place = { page: number; share: number; below: number }

type Paper = {
  number: number
  sheet: HTMLElement
  /** Points, as the server tells them; corrected when the page itself says otherwise. */
  width: number
  height: number
  drawn: { scale: number; canvas: HTMLCanvasElement; page: PDFPageProxy; text: HTMLElement } | null
}

const elementOf = ({ sheet }: Paper): HTMLElement => sheet

export type PaperStackOptions = {
  /** Comes later than the papers, which have their places at once. */
  pdf: Promise<PDFDocumentProxy>
  sizes: PaperSize[]
  desk: HTMLElement
  /** Null where nothing is to be selected on the papers. */
  makeTextLayer: ((options: ConstructorParameters<typeof TextLayer>[0]) => Promise<TextLayer>) | null
  pageLabel: (number: number) => string
  /** Called with the sheet of a page that cannot be drawn. */
  onFailure: (sheet: HTMLElement) => void
  /** Called when another page has come to the middle of the screen. */
  onPage: (number: number) => void
  /** Called when a page has been drawn; the canvas lives until the page is far away. */
  onDrawn: (number: number, canvas: HTMLCanvasElement) => void
}

/** The pages of a file as the reader has them: papers, or their text. */
export type ShownPages = {
  /** Pages from 0. */
  sheetOf(page: number): HTMLElement | null
  /** What lies in the middle of the window. */
  place(): Place | null
  /** Scrolls so that the place is where it was. */
  backTo(place: Place): void
}

/** A file's papers on the desk. */
export type Papers = {
  name: string
  pages: number
  pdf: Promise<PDFDocumentProxy>
  stack: ShownPages
}

export type PaperStack = ShownPages & {
  /** CSS pixels per point. */
  setScale(scale: number): void
  firstPageWidth: number
  close(): void
}

/**
 * The pages of one file on the desk: every sheet has its size at once, so that nothing below it moves later; they are
 * drawn as they come near, and let go as they leave.
 */
export function layPapers(options: PaperStackOptions): PaperStack {
  const { pdf, desk, sizes } = options
  const papers: Paper[] = []
  const near = new Set<Paper>()
  let scale = 1
  let closed = false
  let working = false
  let task: RenderTask | null = null

  sizes.forEach(({ width, height }, index) => {
    const number = index + 1
    const sheet = element('section', { class: 'paper', 'aria-label': options.pageLabel(number) })
    papers.push({ number, sheet, width, height, drawn: null })
  })

  const size = (paper: Paper): void => {
    paper.sheet.style.width = `${Math.round(paper.width * scale)}px`
    paper.sheet.style.height = `${Math.round(paper.height * scale)}px`
    paper.sheet.style.setProperty('--total-scale-factor', String(scale))
  }

  const place = (): Place | null => {
    const [paper] = byDistance(papers, elementOf)
    if (paper === undefined) return null
    const box = paper.sheet.getBoundingClientRect()
    const middle = Math.min(Math.max(innerHeight / 2, box.top), box.bottom)
    return { page: paper.number, share: (middle - box.top) / (box.height || 1), below: middle }
  }

  const backTo = ({ page, share, below }: Place): void => {
    const box = papers[page - 1]?.sheet.getBoundingClientRect()
    if (box !== undefined) scrollBy({ top: box.top + box.height * share - below, behavior: 'instant' })
  }

  const letGo = (paper: Paper): void => {
    if (paper.drawn === null) return
    const { canvas, text, page } = paper.drawn
    // Safari keeps a canvas's memory until its size is zero.
    canvas.width = canvas.height = 0
    canvas.remove()
    text.remove()
    page.cleanup()
    paper.drawn = null
  }

  const draw = async (paper: Paper): Promise<void> => {
    const page = await (await pdf).getPage(paper.number)
    const natural = page.getViewport({ scale: 1 })
    // The server rounds to a tenth of a point; only what a reader would see is worth moving the page for.
    if (Math.abs(natural.width - paper.width) > 0.5 || Math.abs(natural.height - paper.height) > 0.5) {
      const held = place()
      paper.width = natural.width
      paper.height = natural.height
      size(paper)
      if (held !== null) backTo(held)
    }
    const drawnScale = scale
    const area = natural.width * natural.height * scale * scale
    const ratio = Math.min(devicePixelRatio || 1, highestPixelRatio, Math.sqrt(mostPixels / area))
    const viewport = page.getViewport({ scale: scale * ratio })
    const canvas = element('canvas', {
      width: Math.floor(viewport.width),
      height: Math.floor(viewport.height),
      'aria-hidden': 'true',
    })
    task = page.render({ canvas, viewport })
    await task.promise
    if (closed) return
    const text = element('div', { class: 'text-layer' })
    const layer = await options.makeTextLayer?.({
      textContentSource: page.streamTextContent(),
      container: text,
      viewport: page.getViewport({ scale }),
    })
    await layer?.render()
    if (closed) return
    letGo(paper)
    paper.sheet.prepend(canvas, text)
    paper.sheet.querySelector('.first-look')?.remove()
    paper.sheet.classList.add('drawn')
    paper.drawn = { scale: drawnScale, canvas, page, text }
    options.onDrawn(paper.number, canvas)
  }

  const work = async (): Promise<void> => {
    if (working || closed) return
    working = true
    for (;;) {
      const wanted = byDistance(near, elementOf).slice(0, mostCanvases)
      for (const paper of papers) if (paper.drawn !== null && !wanted.includes(paper)) letGo(paper)
      const next = wanted.find((paper) => paper.drawn?.scale !== scale)
      if (next === undefined || closed) break
      // A page that cannot be drawn must not hold up the others, nor look like an empty page.
      await draw(next).catch(() => {
        near.delete(next)
        if (!closed) options.onFailure(next.sheet)
      })
    }
    working = false
  }

  let told = 0
  const tell = (): void => {
    const [closest] = byDistance(near, elementOf)
    if (closest === undefined || closest.number === told) return
    told = closest.number
    options.onPage(told)
    void work()
  }
  const onScroll = oncePerFrame(tell)

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const paper = papers.find((candidate) => candidate.sheet === entry.target)
        if (paper === undefined) continue
        if (entry.isIntersecting) near.add(paper)
        else near.delete(paper)
      }
      tell()
      void work()
    },
    { rootMargin: '60% 0px' },
  )

  desk.replaceChildren(...papers.map((paper) => paper.sheet))
  for (const paper of papers) {
    size(paper)
    watcher.observe(paper.sheet)
  }
  addEventListener('scroll', onScroll, { passive: true })
  options.onPage(1)

  return {
    firstPageWidth: sizes[0]?.width ?? 1,
    sheetOf: (page) => papers[page]?.sheet ?? null,
    place,
    backTo,
    setScale: (next) => {
      const held = place()
      scale = next
      for (const paper of papers) size(paper)
      if (held !== null) backTo(held)
      void work()
    },
    close: () => {
      closed = true
      task?.cancel()
      watcher.disconnect()
      removeEventListener('scroll', onScroll)
      for (const paper of papers) letGo(paper)
    },
  }
}
