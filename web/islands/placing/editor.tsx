import { render } from 'preact'
import type { EditorGiven } from '#web/console/placing/editor-given.ts'
import { sizesIn } from '../papers/page-sizes.ts'
import { layPapers } from '../papers/paper-stack.ts'
import { loadPdfjs, pdfSource } from '../papers/pdfjs.ts'
import { element } from '../papers/sentences.ts'
import { actsOn } from './acts.ts'
import { listenToKeys } from './keyboard.ts'
import { saveBeforeLeaving } from './leaving.ts'
import { layFieldMarks } from './marks.ts'
import { offerFields } from './offers.ts'
import { Panel } from './Panel.tsx'
import { listenToPointers } from './pointer.ts'
import { say } from './say.ts'
import { createStore } from './store.ts'
import { Tools } from './Tools.tsx'

const zoomSteps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3]
/** CSS pixels. */
const widestPage = 860

/** Puts the editor in the place of the forms; they come back where the browser cannot show the pages. */
export function openEditor(place: HTMLElement, forms: HTMLElement): void {
  const given: EditorGiven = JSON.parse(place.dataset.editor ?? '{}')
  const pages = sizesIn(given.sizes)
  const store = createStore(given, pages)
  const acts = actsOn(store)
  const { words } = given

  const tools = element('div', { class: 'editor-top' })
  const desk = element('div', { class: 'desk', role: 'group', 'aria-label': words.editor })
  const panel = element('div', { class: 'editor-side' })
  place.append(tools, element('div', { class: 'editor-columns' }, desk, panel))
  place.hidden = false
  forms.hidden = true
  const giveUp = (): void => {
    place.replaceChildren(element('p', { class: 'notice warning', role: 'status' }, words.failed))
    forms.hidden = false
  }

  const pdfjs = loadPdfjs(given.assets)
  const loading = pdfjs.then((pdfjs) => pdfjs.getDocument(pdfSource(given.pdf, given.assets)))
  const pdf = loading.then(({ promise }) => promise)
  pdf.catch(giveUp)
  const stack = layPapers({
    pdf,
    sizes: pages,
    desk,
    makeTextLayer: null,
    pageLabel: (page) => say(words.page, { page }),
    onFailure: (sheet) =>
      sheet.append(element('p', { class: 'page-failed', role: 'status' }, words.pageFailed)),
    onPage: (number) => store.set({ page: number - 1 }),
    onDrawn: (number) => offers.onDrawn(number),
  })

  let zoom = zoomSteps.indexOf(1)
  const fitWidth = (): void => {
    const style = getComputedStyle(desk)
    const room =
      desk.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight)
    stack.setScale((Math.min(room, widestPage) * (zoomSteps[zoom] ?? 1)) / stack.firstPageWidth)
  }
  const zoomBy = (step: -1 | 1): void => {
    zoom = Math.max(0, Math.min(zoomSteps.length - 1, zoom + step))
    fitWidth()
  }

  const marks = layFieldMarks(store, stack)
  const offers = offerFields(store, acts, marks, stack, { pdfjs, pdf })
  const focus = (id: string): void => {
    const mark = marks.elementOf(id)
    mark?.scrollIntoView({ block: 'nearest' })
    mark?.focus({ preventScroll: true })
  }
  const show = (): void => {
    marks.show(store.state())
    offers.show()
    desk.classList.toggle('armed', store.state().armed !== null)
    for (const part of [desk, panel]) part.inert = store.state().saving === 'over'
  }
  store.listen(show)
  listenToPointers({ desk, tools, panel }, store, acts, marks, stack)
  listenToKeys(store, acts, marks)
  render(<Tools store={store} zoomBy={zoomBy} />, tools)
  render(<Panel store={store} acts={acts} focus={focus} />, panel)
  fitWidth()
  show()

  let width = innerWidth
  addEventListener('resize', () => {
    // Phones resize when their address bar hides: only the width matters.
    if (innerWidth !== width) fitWidth()
    width = innerWidth
  })
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void store.look()
    else store.flush()
  })
  addEventListener('focus', () => void store.look())
  saveBeforeLeaving(store, place)
}
