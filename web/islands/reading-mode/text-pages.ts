import type * as PdfJs from 'pdfjs-dist'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import { byDistance, oncePerFrame } from '../papers/near-middle.ts'
import type { Place } from '../papers/paper-stack.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import type { Block } from './blocks.ts'
import { readPage } from './page-text.ts'
import { elementsOf, type FieldHere } from './text-elements.ts'

/** As for the papers: of a page that is shown as its picture. */
const mostPixels = 4_000_000
const highestPixelRatio = 2

export type TextPagesOptions = {
  pdf: Promise<PDFDocumentProxy>
  pages: number
  /** pdf.js's operators by name. */
  operators: typeof PdfJs.OPS
  /** Name of the file. */
  label: string
  sentences: Sentences
  /** The reader's own fields on a page, counted from 1. */
  fieldsOn: (page: number) => HTMLElement[]
  /** The reader wants to see a page, or a field on it. */
  onPaper: (page: number, field: HTMLElement | null) => void
  /** Called when another page has come to the middle of the screen. */
  onPage: (page: number) => void
}

export type TextPages = {
  element: HTMLElement
  /** Whether a page's text may be shown in its place. `drawn`: its picture, where there is one. */
  fits(page: number, drawn: HTMLCanvasElement | null): Promise<boolean>
  /** Resolves when a page shows what it has. */
  fill(page: number): Promise<void>
  /** Looks for pages that come near; until then, and after `pause`, nothing is fetched. */
  start(): void
  pause(): void
  /** Pages from 0, as `PaperStack` counts. */
  sheetOf(page: number): HTMLElement | null
  place(): Place | null
  backTo(place: Place): void
  close(): void
}

type TextPage = {
  number: number
  section: HTMLElement
  body: HTMLElement
  blocks: Promise<Block[] | null> | null
  filled: Promise<void> | null
  canvas: HTMLCanvasElement | null
}

const elementOf = ({ section }: TextPage): HTMLElement => section

/** The pages of one file as text, each read when it comes near; a page that cannot be read so is there as its picture. */
export function openTextPages(options: TextPagesOptions): TextPages {
  const { pdf, sentences } = options
  const near = new Set<TextPage>()
  let closed = false
  let told = 0

  const pages = Array.from({ length: options.pages }, (_, index): TextPage => {
    const number = index + 1
    const heading = element(
      'h2',
      { id: `text-page-${number}` },
      sentences.pageHeading.replace('{page}', `${number}`),
    )
    const toPaper = element('button', { type: 'button', class: 'to-paper' }, sentences.toPaper)
    toPaper.setAttribute('aria-describedby', heading.id)
    toPaper.addEventListener('click', () => options.onPaper(number, null))
    const body = element(
      'div',
      { class: 'text-body awaited' },
      element('p', { class: 'note' }, sentences.loading),
    )
    const head = element('div', { class: 'text-page-head' }, heading, toPaper)
    const section = element('section', { class: 'text-page', 'aria-labelledby': heading.id }, head, body)
    return { number, section, body, blocks: null, filled: null, canvas: null }
  })
  const lead = element('p', { class: 'note text-lead' }, sentences.asTextLead)
  const whole = element(
    'div',
    { class: 'text-pages', role: 'group', 'aria-label': options.label },
    lead,
    ...pages.map(({ section }) => section),
  )

  const blocksOf = (page: TextPage, drawn: HTMLCanvasElement | null): Promise<Block[] | null> => {
    page.blocks ??= pdf
      .then((file) => file.getPage(page.number))
      .then((found) => readPage(found, options.operators, drawn))
    return page.blocks
  }

  const fieldsOf = (page: TextPage): FieldHere[] =>
    options.fieldsOn(page.number).map((field) => ({
      top: Number.parseFloat(field.style.getPropertyValue('--y')),
      words: sentences.fieldOnPaper.replace('{field}', field.dataset.name ?? ''),
      open: () => options.onPaper(page.number, field),
    }))

  const showText = (page: TextPage, blocks: Block[]): void => {
    page.body.replaceChildren(...elementsOf(blocks, fieldsOf(page)))
    const language = languageOf(blocks)
    if (language !== null) page.body.lang = language
    page.section.classList.add('as-text')
  }

  const showPicture = async (page: TextPage): Promise<void> => {
    const found = await (await pdf).getPage(page.number)
    const natural = found.getViewport({ scale: 1 })
    const scale = Math.min(
      ((page.body.clientWidth || natural.width) / natural.width) *
        Math.min(devicePixelRatio || 1, highestPixelRatio),
      Math.sqrt(mostPixels / (natural.width * natural.height)),
    )
    const viewport = found.getViewport({ scale })
    const canvas = element('canvas', {
      width: Math.floor(viewport.width),
      height: Math.floor(viewport.height),
      'aria-hidden': 'true',
    })
    await found.render({ canvas, viewport }).promise
    page.canvas = canvas
    const words = element('p', { class: 'note' }, sentences.asTextPicture)
    const shown = element('div', { class: 'text-picture' }, canvas)
    page.body.replaceChildren(words, shown, ...elementsOf([], fieldsOf(page)))
  }

  const fillNow = async (page: TextPage): Promise<void> => {
    // A page that did not come is no page that does not fit: it says so, and is asked for again when it comes near again.
    const blocks = await blocksOf(page, null).catch(() => undefined)
    if (closed) return
    const before = page.section.getBoundingClientRect()
    try {
      if (blocks === undefined) throw new Error('not available')
      if (blocks === null) await showPicture(page)
      else showText(page, blocks)
    } catch {
      near.delete(page)
      page.blocks = page.filled = null
      page.body.replaceChildren(element('p', { class: 'note page-failed' }, sentences.pageFailed))
    }
    page.body.classList.remove('awaited')
    // What lies above the reader's line must not push it down.
    const { height } = page.section.getBoundingClientRect()
    if (before.height > 0 && before.bottom < innerHeight / 2) {
      scrollBy({ top: height - before.height, behavior: 'instant' })
    }
    told = 0
    tell()
  }

  const fill = (page: TextPage): Promise<void> => {
    page.filled ??= fillNow(page)
    return page.filled
  }

  /** Pictures of pages that are far away are let go, and their place is kept. */
  const letGo = (page: TextPage): void => {
    if (page.canvas === null) return
    page.body.style.minHeight = `${page.body.offsetHeight}px`
    page.canvas.width = page.canvas.height = 0
    page.canvas.remove()
    page.canvas = null
    page.filled = null
  }

  let working = false
  const work = async (): Promise<void> => {
    if (working) return
    working = true
    for (;;) {
      const next = byDistance(near, elementOf).find(({ filled }) => filled === null)
      if (next === undefined || closed) break
      await fill(next)
    }
    working = false
  }

  const tell = (): void => {
    const [closest] = byDistance(near, elementOf)
    if (closest === undefined || closest.number === told) return
    told = closest.number
    options.onPage(told)
  }
  const onScroll = oncePerFrame(tell)
  const watcher = new IntersectionObserver(
    (entries) => {
      for (const entry of entries) {
        const page = pages.find(({ section }) => section === entry.target)
        if (page === undefined) continue
        if (entry.isIntersecting) near.add(page)
        else {
          near.delete(page)
          letGo(page)
        }
      }
      tell()
      void work()
    },
    { rootMargin: '80% 0px' },
  )

  const pause = (): void => {
    watcher.disconnect()
    near.clear()
    removeEventListener('scroll', onScroll)
    for (const page of pages) letGo(page)
  }

  return {
    element: whole,
    fits: async (number, drawn) => {
      const page = pages[number - 1]
      return page !== undefined && (await blocksOf(page, drawn).catch(() => null)) !== null
    },
    fill: async (number) => {
      const page = pages[number - 1]
      if (page !== undefined) await fill(page)
    },
    start: () => {
      told = 0
      addEventListener('scroll', onScroll, { passive: true })
      for (const { section } of pages) watcher.observe(section)
    },
    sheetOf: (page) => pages[page]?.section ?? null,
    place: () => {
      const [page] = byDistance(pages, elementOf)
      if (page === undefined) return null
      const box = page.section.getBoundingClientRect()
      const middle = Math.min(Math.max(innerHeight / 2, box.top), box.bottom)
      return { page: page.number, share: (middle - box.top) / (box.height || 1), below: middle }
    },
    backTo: ({ page, share, below }) => {
      const box = pages[page - 1]?.section.getBoundingClientRect()
      if (box !== undefined) scrollBy({ top: box.top + box.height * share - below, behavior: 'instant' })
    },
    pause,
    close: () => {
      closed = true
      pause()
      whole.remove()
    },
  }
}

/** So that a screen reader speaks it rightly; null where the characters do not tell. */
function languageOf(blocks: Block[]): string | null {
  const text = blocks.map((block) => (block.kind === 'cells' ? block.cells.join('') : block.text)).join('')
  if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return 'ja'
  return /^[\p{ASCII}‘’“”–—•©®]+$/u.test(text) ? 'en' : null
}
