import type * as PdfJs from 'pdfjs-dist'
import type { PDFDocumentProxy } from 'pdfjs-dist'
import type { PaperStack } from '../papers/paper-stack.ts'
import { element } from '../papers/sentences.ts'
import { rulesIn } from '../reading-mode/rules.ts'
import { runsOf, type TextItem } from '../reading-mode/runs.ts'
import type { Acts } from './acts.ts'
import type { Marks } from './marks.ts'
import { say } from './say.ts'
import type { Store } from './store.ts'
import { type Offer, offersOn, overlap } from './suggest.ts'

type Shown = { offer: Offer; page: number; button: HTMLElement }

/** Offers fields where a page that is drawn asks for them: a dashed outline, and one press adds it. */
export function offerFields(
  store: Store,
  acts: Acts,
  marks: Marks,
  stack: PaperStack,
  opened: { pdfjs: Promise<typeof PdfJs>; pdf: Promise<PDFDocumentProxy> },
): { onDrawn(page: number): void; show(): void } {
  const { given } = store
  const { words } = given
  const read = new Set<number>()
  const shown: Shown[] = []

  async function offersOf(number: number): Promise<Offer[]> {
    const page = await (await opened.pdf).getPage(number)
    const view = page.getViewport({ scale: 1 })
    const content = await page.getTextContent()
    const items = content.items.filter((item): item is typeof item & TextItem => 'str' in item)
    const runs = runsOf(items, view, (font) => content.styles[font]?.vertical === true)
    // A scan has no words, and what stands in columns or turned cannot be told.
    if (runs === null || runs.length === 0) return []
    const rules = rulesIn(await page.getOperatorList(), (await opened.pdfjs).OPS, view)
    return offersOn(runs, rules, view)
  }

  function lay(offer: Offer, page: number): void {
    const sheet = stack.sheetOf(page)
    if (sheet === null) return
    const kind = words.kinds[offer.kind]
    const name = say(offer.label === '' ? words.offer : words.offerLabelled, {
      ...{ kind, label: offer.label, page: page + 1 },
    })
    const button = element('button', {
      type: 'button',
      class: `field-offer ${offer.kind}`,
      'aria-label': name,
    })
    button.append(element('span', { 'data-drawn': words.add, 'aria-hidden': 'true' }))
    const points = { x: offer.x, y: offer.y, w: offer.w, h: offer.h }
    for (const [side, value] of Object.entries(points)) button.style.setProperty(`--${side}`, String(value))
    button.addEventListener('click', (event) => {
      // A kind that was chosen is placed where it is pressed, also upon an offer.
      if (store.state().armed !== null) return
      event.stopPropagation()
      const field = acts.accept(offer, page)
      marks.elementOf(field.id)?.focus({ preventScroll: true })
    })
    sheet.append(button)
    shown.push({ offer, page, button })
  }

  /** What is filled already is not offered. */
  function show(): void {
    const { fields, offering } = store.state()
    let open = 0
    for (const { offer, page, button } of shown) {
      const taken = fields.some((each) => each.page === page && overlap(each, offer))
      if (!taken) open += 1
      button.hidden = taken || !offering
    }
    if (open !== store.state().offers) store.set({ offers: open })
  }

  return {
    onDrawn(number) {
      if (read.has(number)) return
      read.add(number)
      offersOf(number)
        .then((offers) => {
          for (const offer of offers) lay(offer, number - 1)
          show()
        })
        // Without offers everything can be placed by hand.
        .catch(() => undefined)
    },
    show,
  }
}
