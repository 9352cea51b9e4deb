import {
  layPapers,
  type PaperSize,
  type PaperStack,
  type Papers,
  type ShownPages,
} from '../papers/paper-stack.ts'
import { loadPdfjs, pdfSource } from '../papers/pdfjs.ts'
import { element, type Sentences } from '../papers/sentences.ts'
import { pageFailed, patience, showFirstLook } from './desk-notes.ts'
import { keepReadingPlace, type ReadingPlace, readingPlace, returnTo } from './reading-place.ts'

export type ViewerFile = { id: string; name: string; url: string; source: string; sizes: PaperSize[] }

export type Viewer = {
  /** Brings a page of a file onto the desk, as paper; null when it cannot be shown. */
  sheetOf(fileId: string, page: number): Promise<HTMLElement | null>
  /** The same, as paper or as text, whichever is read. */
  pageOf(fileId: string, page: number): Promise<HTMLElement | null>
}

type ReadingMode = typeof import('../reading-mode/switch.ts')

const zoomSteps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3]
const widestPage = 860

type ViewerOptions = {
  container: HTMLElement
  files: ViewerFile[]
  /** Folder of the viewer's assets, with a trailing slash. */
  assets: string
  sentences: Sentences
  /** Called whenever a file's sheets are on the desk, to lay the fields onto them. */
  onFile: (fileId: string, stack: PaperStack) => void
  /** Called whenever other pages are on the screen than before: another file's, or the same as text, or as papers again. */
  onPages: (fileId: string, pages: ShownPages) => void
}

/** The file on the desk. */
type Present = { file: ViewerFile; stack: PaperStack; end: () => void }

/**
 * Puts the viewer in the place of the links, with every page at its final size, before a byte of the file is here: what
 * stands below it does not move any more. Goes back to the links when the browser is too old or the file unreadable.
 */
export function openViewer(options: ViewerOptions): Viewer {
  const { container, files, assets, sentences } = options
  const before = readingPlace()
  const firstFile = files.find(({ id }) => id === before?.file) ?? files[0]
  if (firstFile === undefined) throw new Error('no files')

  const loadingPdfjs = loadPdfjs(assets)

  const desk = element('div', { class: 'desk', tabindex: 0, role: 'group', 'aria-label': firstFile.name })
  const count = element('span', { class: 'count' })
  const smaller = element('button', { type: 'button', 'aria-label': sentences.zoomOut }, '−')
  const larger = element('button', { type: 'button', 'aria-label': sentences.zoomIn }, '＋')
  const save = element('a', { class: 'save', download: true }, sentences.download)
  const name = element('span', { class: 'name' })
  const tabs = files.map((file) =>
    element(
      'button',
      { type: 'button', class: 'tab', 'aria-pressed': 'false', 'data-file': file.id },
      file.name,
    ),
  )
  const countPage = (number: number): void => {
    count.textContent = `${number} / ${present?.file.sizes.length ?? 1}`
  }
  // What it takes to show pages as text is fetched when there is a page to look at, and shows its button if that fits.
  let text = null as ReturnType<ReadingMode['createReadingModeSwitch']> | null
  let loadingText = null as Promise<void> | null
  const loadText = async (): Promise<void> => {
    const script = container.dataset.readingMode ?? ''
    const { createReadingModeSwitch } = (await import(script)) as ReadingMode
    text = createReadingModeSwitch({
      style: container.dataset.readingModeStyle ?? '',
      pdfjs: loadingPdfjs,
      desk,
      sentences,
      before:
        before?.file === firstFile.id && before.text != null
          ? { place: before.place, size: before.text }
          : null,
      onPage: countPage,
      onChange: () => {
        fitWidth()
        showZoom()
        if (present !== null) options.onPages(present.file.id, text?.pages ?? present.stack)
      },
    })
    smaller.before(text.button)
  }
  const onDrawn = async (papers: Papers, page: number, canvas: HTMLCanvasElement): Promise<void> => {
    loadingText ??= loadText().catch(() => {
      // The next page that is drawn tries again.
      loadingText = null
    })
    await loadingText
    if (present?.stack === papers.stack) text?.onDrawn(papers, page, canvas)
  }
  const tools = element(
    'div',
    { class: 'tools', role: 'group', 'aria-label': sentences.toolbar },
    count,
    smaller,
    larger,
    save,
  )
  const top = element(
    'div',
    { class: 'viewer-top' },
    ...(files.length > 1 ? [element('div', { class: 'tabs' }, ...tabs)] : [name]),
    tools,
  )
  const viewer = element('div', { class: 'viewer' }, top, desk)

  const wholeWidth = zoomSteps.indexOf(1)
  let zoom = before?.zoom ?? wholeWidth
  let present = null as Present | null
  // Each file is found where it was left.
  const left = new Map<string, Pick<ReadingPlace, 'zoom' | 'place'>>()
  let failed = false
  const fail = (): void => {
    if (!failed) giveUp(container, viewer, sentences)
    failed = true
  }

  const fitWidth = (): void => {
    // Behind the text the desk has no width.
    if (present === null || desk.hidden) return
    const style = getComputedStyle(desk)
    const room =
      desk.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
    const width = Math.min(room, widestPage) * (zoomSteps[zoom] ?? 1)
    present.stack.setScale(width / present.stack.firstPageWidth)
    showZoom()
  }
  const showZoom = (): void => {
    const least = text?.pages == null ? zoom === 0 : text.smallest
    const most = text?.pages == null ? zoom === zoomSteps.length - 1 : text.largest
    smaller.setAttribute('aria-disabled', String(least))
    larger.setAttribute('aria-disabled', String(most))
  }

  const show = (file: ViewerFile): void => {
    if (present?.file === file) return
    if (present !== null) {
      text?.close()
      left.set(present.file.id, { zoom, place: present.stack.place() })
      present.end()
    }
    name.textContent = file.name
    save.href = `${file.url}?download=1`
    save.download = file.name
    desk.setAttribute('aria-label', file.name)
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.file === file.id))
    const loading = loadingPdfjs.then((pdfjs) => pdfjs.getDocument(pdfSource(file.source, assets)))
    const pdf = loading.then(({ promise }) => promise)
    const wait = patience(desk, sentences)
    pdf.then(wait.end, () => {
      wait.end()
      // A file that was left meanwhile was closed by us.
      if (present?.file === file) fail()
    })
    const stack = layPapers({
      pdf,
      sizes: file.sizes,
      desk,
      makeTextLayer: async (parts) => new (await loadingPdfjs).TextLayer(parts),
      pageLabel: (number) => `${sentences.page} ${number}`,
      onFailure: (sheet) => sheet.append(pageFailed(file, sentences)),
      onPage: countPage,
      onDrawn: (page, canvas) => {
        void onDrawn({ name: file.name, pages: file.sizes.length, pdf, stack }, page, canvas)
      },
    })
    const end = (): void => {
      stack.close()
      wait.end()
      void loading.then((task) => task.destroy()).catch(() => undefined)
    }
    present = { file, stack, end }
    countPage(1)
    const [firstSheet] = desk.children
    if (firstSheet instanceof HTMLElement) showFirstLook(firstSheet, file, wait.end)
    const was = left.get(file.id)
    if (was !== undefined) zoom = was.zoom
    fitWidth()
    if (was?.place) stack.backTo(was.place)
    options.onFile(file.id, stack)
    options.onPages(file.id, stack)
  }

  const zoomBy = (step: number): void => {
    if (text?.pages == null) zoom = Math.max(0, Math.min(zoomSteps.length - 1, zoom + step))
    else text.sizeBy(step)
    fitWidth()
    showZoom()
  }
  smaller.addEventListener('click', () => zoomBy(-1))
  larger.addEventListener('click', () => zoomBy(1))
  for (const tab of tabs) {
    tab.addEventListener('click', () => {
      const file = files.find((candidate) => candidate.id === tab.dataset.file)
      if (file !== undefined) show(file)
    })
  }
  let width = innerWidth
  addEventListener('resize', () => {
    // Phones resize when their address bar hides: only the width matters.
    if (innerWidth !== width) fitWidth()
    width = innerWidth
  })

  container.append(viewer)
  container.classList.add('with-viewer')
  show(firstFile)
  if (before !== null) {
    returnTo(() => {
      if (before.place === null) scrollTo({ top: before.top, behavior: 'instant' })
      else (text?.pages ?? present?.stack)?.backTo(before.place)
    })
  }
  keepReadingPlace(() => {
    if (present === null) return null
    // Below or above the papers, the page's own offset says more than a place on them.
    const box = (text?.element ?? desk).getBoundingClientRect()
    const reading = box.top < innerHeight / 2 && box.bottom > innerHeight / 2
    const pages = text?.pages ?? present.stack
    const size = text?.pages == null ? null : text.size
    return { file: present.file.id, zoom, text: size, place: reading ? pages.place() : null, top: scrollY }
  })
  const papersOf = (fileId: string): PaperStack | null => {
    const file = files.find((candidate) => candidate.id === fileId)
    if (file === undefined || failed) return null
    show(file)
    return present?.file === file ? present.stack : null
  }
  return {
    sheetOf: async (fileId, page) => {
      const papers = papersOf(fileId)
      text?.toPapers()
      return papers?.sheetOf(page) ?? null
    },
    pageOf: async (fileId, page) => {
      const papers = papersOf(fileId)
      return (await text?.pageOf(page)) ?? papers?.sheetOf(page) ?? null
    },
  }
}

/** Back to the plain links, with a word on why. */
export function giveUp(container: HTMLElement, viewer: HTMLElement | null, sentences: Sentences): void {
  viewer?.remove()
  container.classList.remove('with-viewer')
  if (container.querySelector('.viewer-failed') === null) {
    container.append(
      element('p', { class: 'notice warning viewer-failed', role: 'status' }, sentences.failed),
    )
  }
}
