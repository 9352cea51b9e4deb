import type { PlacedField } from '#web/console/placing/placed-field.ts'
import { oncePerFrame } from '../papers/near-middle.ts'
import type { PaperStack } from '../papers/paper-stack.ts'
import type { Acts } from './acts.ts'
import { type EditorParts, scrollAtEdges } from './edge-scroll.ts'
import type { Marks } from './marks.ts'
import { nearestSheet, pointOn, type Spot, scaleOf } from './sheets.ts'
import { type Corner, resized } from './steps.ts'
import type { Store } from './store.ts'

/** CSS pixels: less is a press, not a way. */
const leastWay = 3

type Held = {
  pointer: number
  field: PlacedField
  mark: HTMLElement
  corner: Corner | null
  /** In CSS pixels of the window: where it was taken, and where the pointer is. */
  from: Spot
  at: Spot
  /** In points: where it was taken on its page, and how far from its own corner. */
  taken: Spot
  grip: Spot
  moving: boolean
}

/**
 * What is dragged stays at the pointer, however the papers are scrolled meanwhile: by a wheel, by keys, at their edges. Only its
 * own transform changes, once per picture of the screen; the store hears of it when it is let go.
 */
export function listenToDrags(
  parts: EditorParts,
  store: Store,
  acts: Acts,
  marks: Marks,
  stack: PaperStack,
): { isEndOfDrag(click: MouseEvent): boolean } {
  const { desk } = parts
  const edges = scrollAtEdges(parts)
  let held: Held | null = null
  let dragged = false

  const follow = oncePerFrame(() => {
    if (held === null || !held.moving) return
    const { mark, field, corner, at, grip } = held
    const scale = scaleOf(stack.sheetOf(field.page))
    if (corner === null) {
      // It lies upon the window then, which no scroll moves.
      mark.classList.add('dragged')
      mark.style.transform = `translate(${at.x - grip.x * scale}px, ${at.y - grip.y * scale}px)`
      return
    }
    const next = sizedBy(held)
    mark.classList.add('pulled')
    mark.style.setProperty('--w', String(next.w))
    mark.style.setProperty('--h', String(next.h))
    mark.style.transform = `translate(${(next.x - field.x) * scale}px, ${(next.y - field.y) * scale}px)`
  })

  const sizedBy = ({ field, corner, at, taken }: Held): PlacedField => {
    const page = store.pages[field.page]
    const sheet = stack.sheetOf(field.page)
    if (corner === null || page === undefined || sheet === null) return field
    const now = pointOn(sheet, at)
    return resized(field, corner, { x: now.x - taken.x, y: now.y - taken.y }, page)
  }

  const end = (kept: boolean): void => {
    if (held === null) return
    const finished = held
    const { field, mark, corner, moving } = finished
    held = null
    edges.letGo()
    mark.classList.remove('dragged', 'pulled')
    // As it was: a step that changes it draws it anew.
    mark.style.transform = ''
    mark.style.setProperty('--w', String(field.w))
    mark.style.setProperty('--h', String(field.h))
    if (!kept || !moving) return
    dragged = true
    if (corner === null) drop(finished)
    else acts.update(field, sizedBy(finished), store.given.words.sized)
  }

  /** On the page beneath the pointer, or nearest to it. */
  const drop = ({ field, at, grip }: Held): void => {
    const over = nearestSheet(stack, store.pages.length, at)
    if (over === null) return
    const point = pointOn(over.sheet, at)
    acts.move(field, { page: over.page, x: point.x - grip.x, y: point.y - grip.y })
  }

  desk.addEventListener('pointerdown', (event) => {
    dragged = false
    const field = marks.fieldOf(event.target)
    const mark = field === null ? null : marks.elementOf(field.id)
    if (event.button !== 0 || field === null || mark === null || held !== null) return
    if (event.pointerType === 'touch' && store.state().selected !== field.id) return
    store.flush()
    const now = store.state().fields.find(({ id }) => id === field.id) ?? field
    const sheet = stack.sheetOf(now.page)
    if (sheet === null) return
    const handle = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.handle') : null
    const at = { x: event.clientX, y: event.clientY }
    const taken = pointOn(sheet, at)
    held = {
      ...{ pointer: event.pointerId, field: now, mark, corner: cornerOf(handle?.dataset.corner) },
      ...{ from: at, at, taken, grip: { x: taken.x - now.x, y: taken.y - now.y } },
      moving: false,
    }
    mark.setPointerCapture(event.pointerId)
  })
  desk.addEventListener('pointermove', (event) => {
    if (held === null || event.pointerId !== held.pointer) return
    held.at = { x: event.clientX, y: event.clientY }
    held.moving ||= Math.hypot(held.at.x - held.from.x, held.at.y - held.from.y) >= leastWay
    if (!held.moving) return
    edges.hold(held.at)
    follow()
  })
  // The papers move beneath the pointer. Scrolls do not bubble: the desk has its own.
  document.addEventListener('scroll', follow, { capture: true, passive: true })
  desk.addEventListener('pointerup', ({ pointerId }) => {
    if (pointerId === held?.pointer) end(true)
  })
  // Also of a mark that was taken off its page meanwhile; nothing would hear of the pointer any more.
  for (const lost of ['pointercancel', 'lostpointercapture'] as const) {
    document.addEventListener(lost, ({ pointerId }) => {
      if (pointerId === held?.pointer) end(false)
    })
  }
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end(false)
  })
  // What is held may be changed or removed by another tab, or by a key.
  store.listen(({ fields, saving }) => {
    if (held === null) return
    const { id } = held.field
    const now = fields.find((each) => each.id === id)
    if (now === undefined || saving === 'over') return end(false)
    if (now === held.field) return
    held.field = now
    follow()
  })

  return {
    /** A click that comes of letting go is no press; one of a key is. */
    isEndOfDrag({ detail }) {
      const is = dragged && detail > 0
      dragged = false
      return is
    },
  }
}

function cornerOf(name: string | undefined): Corner | null {
  return name === 'nw' || name === 'ne' || name === 'sw' || name === 'se' ? name : null
}
