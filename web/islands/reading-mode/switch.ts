import type * as PdfJs from 'pdfjs-dist'
import type { Papers, Place, ShownPages } from '../papers/paper-stack.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import { openTextPages, type TextPages } from './text-pages.ts'

type SwitchOptions = {
  /** Address of the style sheet. */
  style: string
  pdfjs: Promise<typeof PdfJs>
  desk: HTMLElement
  sentences: Sentences
  /** The reader was reading so before a reload: where, and in which of `textSizes`. */
  before: { place: Place | null; size: number } | null
  onPage: (page: number) => void
  /** Other pages are shown than before: text, or papers again. */
  onChange: () => void
}

/** Of the text's own size; the smallest is 18 px. */
const textSizes = [1, 1.25, 1.5, 2, 3]

/**
 * The button that shows the pages' own text in their place, in large type. It comes once a page's text layer was found to
 * be what the page shows, never before; papers and text stand at the same page.
 */
export function createReadingModeSwitch(options: SwitchOptions) {
  const { sentences, desk } = options
  const button = element(
    'button',
    {
      type: 'button',
      class: 'as-text-button',
      'aria-pressed': 'false',
      'aria-label': sentences.asText + sentences.asTextMore,
      hidden: true,
    },
    element('span', { class: 'as-text-words' }, sentences.asText),
    element('span', { class: 'as-text-more' }, sentences.asTextMore),
  )
  let papers: Papers | null = null
  let text: TextPages | null = null
  let shown: TextPages | null = null
  let wished = options.before !== null
  let returnPlace = options.before?.place ?? null
  let left: Place | null = null
  let size = options.before?.size ?? 0
  let unchecked: { page: number; canvas: HTMLCanvasElement }[] = []
  let checking = false

  const textOf = async (of: Papers): Promise<TextPages> => {
    const pdfjs = await options.pdfjs
    return openTextPages({
      pdf: of.pdf,
      pages: of.pages,
      operators: pdfjs.OPS,
      label: of.name,
      sentences,
      fieldsOn: (page) => [...(of.stack.sheetOf(page - 1)?.querySelectorAll<HTMLElement>('.mark') ?? [])],
      onPaper: (page, field) => {
        wished = false
        leave(page)
        field?.scrollIntoView({ block: 'center' })
        ;(field ?? button).focus({ preventScroll: true })
      },
      onPage: options.onPage,
    })
  }

  /** One page after the other, until one fits. */
  const check = async (): Promise<void> => {
    const of = papers
    if (checking || of === null) return
    checking = true
    while (button.hidden && papers === of) {
      const next = unchecked.shift()
      if (next === undefined) break
      await idle()
      const found = text ?? (await textOf(of).catch(() => null))
      if (papers !== of || found === null) break
      text = found
      const fits = await text.fits(next.page, next.canvas)
      if (papers !== of) break
      button.dataset.looked = `${Number(button.dataset.looked ?? 0) + 1}`
      if (!fits) continue
      button.hidden = false
      if (wished) await enter()
    }
    checking = false
    if (papers !== of) void check()
  }

  const resize = (): void => {
    shown?.element.style.setProperty('--text-scale', String(textSizes[size] ?? 1))
  }

  const enter = async (): Promise<void> => {
    const of = papers
    const pages = text
    if (of === null || pages === null) return
    const place = returnPlace
    returnPlace = null
    const page = place?.page ?? of.stack.place()?.page ?? 1
    await Promise.all([pages.fill(page), style(options.style)])
    if (papers !== of || shown !== null || !wished) return
    left = of.stack.place()
    shown = pages
    const { top } = desk.getBoundingClientRect()
    desk.hidden = true
    desk.after(pages.element)
    button.setAttribute('aria-pressed', 'true')
    resize()
    options.onChange()
    if (place !== null) pages.backTo(place)
    else if (page > 1) pages.sheetOf(page - 1)?.scrollIntoView({ block: 'start', behavior: 'instant' })
    else if (top < 0) pages.element.scrollIntoView({ block: 'start', behavior: 'instant' })
    pages.start()
  }

  /** Shows the papers again, at the page that was read, or at this one. */
  const leave = (to?: number): void => {
    if (papers === null || shown === null) return
    const page = to ?? shown.place()?.page ?? 1
    shown.pause()
    shown.element.remove()
    shown = null
    desk.hidden = false
    button.setAttribute('aria-pressed', 'false')
    options.onChange()
    if (left?.page === page) papers.stack.backTo(left)
    else papers.stack.sheetOf(page - 1)?.scrollIntoView({ block: 'start', behavior: 'instant' })
  }

  button.addEventListener('click', () => {
    wished = shown === null
    if (wished) void enter()
    else leave()
  })

  return {
    button,
    /** The text in the place of the papers; null while these are shown. */
    get pages(): ShownPages | null {
      return shown
    },
    get element(): HTMLElement | null {
      return shown?.element ?? null
    },
    get size() {
      return size
    },
    /** A page of the file on the desk was drawn, and may be looked at. */
    onDrawn(of: Papers, page: number, canvas: HTMLCanvasElement): void {
      papers ??= of
      if (!button.hidden) return
      unchecked.push({ page, canvas })
      void check()
    },
    /** The file on the desk is taken away. */
    close(): void {
      shown = null
      text?.close()
      text = null
      papers = null
      unchecked = []
      desk.hidden = false
      button.hidden = true
      button.dataset.looked = '0'
      button.setAttribute('aria-pressed', 'false')
    },
    /** Shows the papers: a field on them is asked for. */
    toPapers(): void {
      wished = false
      leave()
    },
    /** A page of the text, from 0, with what it says; null while papers are shown. */
    async pageOf(page: number): Promise<HTMLElement | null> {
      const pages = shown
      await pages?.fill(page + 1)
      return pages?.sheetOf(page) ?? null
    },
    sizeBy(step: number): void {
      const place = shown?.place() ?? null
      size = Math.max(0, Math.min(textSizes.length - 1, size + step))
      resize()
      if (place !== null) shown?.backTo(place)
    },
    get smallest() {
      return size === 0
    },
    get largest() {
      return size === textSizes.length - 1
    },
  }
}

function idle(): Promise<void> {
  // Safari has no idle callback.
  return new Promise((resolve) => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve, 200)
  })
}

let styled: Promise<void> | null = null

function style(href: string): Promise<void> {
  styled ??= new Promise((resolve) => {
    const link = element('link', { rel: 'stylesheet', href })
    // Without it the text is plain, and can be read.
    for (const end of ['load', 'error']) link.addEventListener(end, () => resolve())
    document.head.append(link)
  })
  return styled
}
