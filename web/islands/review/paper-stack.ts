import type { PDFDocumentProxy, PDFPageProxy, RenderTask, TextLayer } from 'pdfjs-dist'
import { element } from './sentences.ts'

/** Old phones die of canvases, not of pages: this many live at once, and none is larger than this many pixels. */
const mostCanvases = 4
const mostPixels = 5_000_000
const highestPixelRatio = 2

type Paper = {
  number: number
  sheet: HTMLElement
  /** Points; those of the first page until the page itself was read. */
  width: number
  height: number
  drawn: { scale: number; canvas: HTMLCanvasElement; page: PDFPageProxy; text: HTMLElement } | null
}

export type PaperStackOptions = {
  pdf: PDFDocumentProxy
  desk: HTMLElement
  makeTextLayer: (options: ConstructorParameters<typeof TextLayer>[0]) => TextLayer
  pageLabel: (number: number) => string
  /** Called when another page has come to the middle of the screen. */
  onPage: (number: number) => void
}

export type PaperStack = {
  sheetOf(page: number): HTMLElement | null
  /** CSS pixels per point. */
  setScale(scale: number): void
  firstPageWidth: number
  close(): void
}

/** The pages of one file on the desk: drawn as they come near, let go as they leave. */
export async function layPapers(options: PaperStackOptions): Promise<PaperStack> {
  const { pdf, desk } = options
  const first = (await pdf.getPage(1)).getViewport({ scale: 1 })
  const papers: Paper[] = []
  const near = new Set<Paper>()
  let scale = 1
  let closed = false
  let working = false
  let task: RenderTask | null = null

  for (let number = 1; number <= pdf.numPages; number++) {
    const sheet = element('section', { class: 'paper', 'aria-label': options.pageLabel(number) })
    papers.push({ number, sheet, width: first.width, height: first.height, drawn: null })
  }

  const size = (paper: Paper): void => {
    paper.sheet.style.width = `${Math.round(paper.width * scale)}px`
    paper.sheet.style.height = `${Math.round(paper.height * scale)}px`
    paper.sheet.style.setProperty('--total-scale-factor', String(scale))
  }

  const fromMiddle = (paper: Paper): number => {
    const box = paper.sheet.getBoundingClientRect()
    const middle = innerHeight / 2
    return box.top > middle ? box.top - middle : box.bottom < middle ? middle - box.bottom : 0
  }

  const byDistance = (some: Iterable<Paper>): Paper[] => {
    return [...some]
      .map((paper) => ({ paper, far: fromMiddle(paper) }))
      .sort((a, b) => a.far - b.far)
      .map(({ paper }) => paper)
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
    const page = await pdf.getPage(paper.number)
    const natural = page.getViewport({ scale: 1 })
    if (natural.width !== paper.width || natural.height !== paper.height) {
      paper.width = natural.width
      paper.height = natural.height
      size(paper)
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
    const content = page.streamTextContent()
    await options
      .makeTextLayer({ textContentSource: content, container: text, viewport: page.getViewport({ scale }) })
      .render()
    if (closed) return
    letGo(paper)
    paper.sheet.prepend(canvas, text)
    paper.sheet.classList.add('drawn')
    paper.drawn = { scale: drawnScale, canvas, page, text }
  }

  const work = async (): Promise<void> => {
    if (working || closed) return
    working = true
    for (;;) {
      const wanted = byDistance(near).slice(0, mostCanvases)
      for (const paper of papers) if (paper.drawn !== null && !wanted.includes(paper)) letGo(paper)
      const next = wanted.find((paper) => paper.drawn?.scale !== scale)
      if (next === undefined || closed) break
      // A page that cannot be drawn stays white and must not hold up the others.
      await draw(next).catch(() => near.delete(next))
    }
    working = false
  }

  let told = 0
  const tell = (): void => {
    const [closest] = byDistance(near)
    if (closest === undefined || closest.number === told) return
    told = closest.number
    options.onPage(told)
    void work()
  }
  let asked = false
  const onScroll = (): void => {
    if (asked) return
    asked = true
    requestAnimationFrame(() => {
      asked = false
      tell()
    })
  }

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
    firstPageWidth: first.width,
    sheetOf: (page) => papers[page]?.sheet ?? null,
    setScale: (next) => {
      scale = next
      for (const paper of papers) size(paper)
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
