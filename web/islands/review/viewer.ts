import type * as PdfJs from 'pdfjs-dist'
import { layPapers, type PaperStack } from './paper-stack.ts'
import { element, type Sentences } from './sentences.ts'

export type ViewerFile = { id: string; name: string; url: string; pages: number }

export type Viewer = {
  /** Brings a page of a file onto the desk; null when it cannot be shown. */
  sheetOf(fileId: string, page: number): Promise<HTMLElement | null>
}

const zoomSteps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3]
const widestPage = 860
const slowAfter = 8000

type ViewerOptions = {
  container: HTMLElement
  files: ViewerFile[]
  /** Folder of the viewer's assets, with a trailing slash. */
  assets: string
  sentences: Sentences
  /** Called whenever a file's sheets are on the desk, to lay the fields onto them. */
  onFile: (fileId: string, stack: PaperStack) => void
}

/** Puts the viewer in the place of the links; throws when the browser is too old for it or the file unreadable. */
export async function openViewer(options: ViewerOptions): Promise<Viewer> {
  const { container, files, assets, sentences } = options
  const [firstFile] = files
  if (firstFile === undefined) throw new Error('no files')

  const pdfjs = (await import(`${assets}pdf.min.mjs`)) as typeof PdfJs
  pdfjs.GlobalWorkerOptions.workerSrc = `${assets}pdf.worker.min.mjs`

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

  let zoom = zoomSteps.indexOf(1)
  let present: { file: ViewerFile; stack: PaperStack; end: () => void } | null = null
  let opening: Promise<void> = Promise.resolve()

  const fitWidth = (): void => {
    if (present === null) return
    const style = getComputedStyle(desk)
    const room =
      desk.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
    const width = Math.min(room, widestPage) * (zoomSteps[zoom] ?? 1)
    present.stack.setScale(width / present.stack.firstPageWidth)
    smaller.setAttribute('aria-disabled', String(zoom === 0))
    larger.setAttribute('aria-disabled', String(zoom === zoomSteps.length - 1))
  }

  const show = async (file: ViewerFile): Promise<void> => {
    if (present?.file === file) return
    present?.end()
    present = null
    name.textContent = file.name
    save.href = `${file.url}?download=1`
    save.download = file.name
    desk.setAttribute('aria-label', file.name)
    for (const tab of tabs) tab.setAttribute('aria-pressed', String(tab.dataset.file === file.id))
    desk.replaceChildren(skeleton(sentences))
    const loading = pdfjs.getDocument({
      url: file.url,
      cMapUrl: `${assets}cmaps/`,
      cMapPacked: true,
      standardFontDataUrl: `${assets}standard_fonts/`,
      wasmUrl: `${assets}wasm/`,
      iccUrl: `${assets}iccs/`,
      enableXfa: false,
    })
    const pdf = await loading.promise
    const stack = await layPapers({
      pdf,
      desk,
      makeTextLayer: (parts) => new pdfjs.TextLayer(parts),
      pageLabel: (number) => `${sentences.page} ${number}`,
      onPage: (number) => {
        count.textContent = `${number} / ${pdf.numPages}`
      },
    })
    const end = (): void => {
      stack.close()
      void loading.destroy()
    }
    present = { file, stack, end }
    zoom = zoomSteps.indexOf(1)
    fitWidth()
    options.onFile(file.id, stack)
  }

  // One file after the other, also when tabs are pressed quickly.
  const queue = (file: ViewerFile): Promise<void> => {
    opening = opening.then(() => show(file))
    return opening
  }

  const zoomBy = (step: number): void => {
    zoom = Math.max(0, Math.min(zoomSteps.length - 1, zoom + step))
    fitWidth()
  }
  smaller.addEventListener('click', () => zoomBy(-1))
  larger.addEventListener('click', () => zoomBy(1))
  for (const tab of tabs) {
    tab.addEventListener('click', () => {
      const file = files.find((candidate) => candidate.id === tab.dataset.file)
      if (file === undefined) return
      queue(file).catch(() => giveUp(container, viewer, sentences))
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
  try {
    await queue(firstFile)
  } catch (cause) {
    giveUp(container, viewer, sentences)
    throw cause
  }
  return {
    sheetOf: async (fileId, page) => {
      const file = files.find((candidate) => candidate.id === fileId)
      if (file === undefined) return null
      await queue(file).catch(() => giveUp(container, viewer, sentences))
      return present?.file === file ? present.stack.sheetOf(page) : null
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

/** The true shape of what comes: a page with lines. */
function skeleton(sentences: Sentences): HTMLElement {
  const words = element('p', { role: 'status' }, sentences.loading)
  setTimeout(() => {
    words.textContent = sentences.slow
  }, slowAfter)
  const lines = Array.from({ length: 9 }, () => element('span', { class: 'line' }))
  return element('div', { class: 'paper skeleton' }, words, ...lines)
}
