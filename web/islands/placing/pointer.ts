import { usualSize } from '#domain/widget-size.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import { oncePerFrame } from '../papers/near-middle.ts'
import type { PaperStack } from '../papers/paper-stack.ts'
import { element } from '../papers/sentences.ts'
import type { Acts } from './acts.ts'
import type { Marks } from './marks.ts'
import { type Corner, resized } from './steps.ts'
import type { Store } from './store.ts'

/** CSS pixels: less is a press, not a way. */
const leastWay = 3

type Drag = {
  pointer: number
  field: PlacedField
  mark: HTMLElement
  corner: Corner | null
  from: { x: number; y: number }
  by: { x: number; y: number }
  /** CSS pixels per point. */
  scale: number
  moving: boolean
}

/**
 * Mouse, pen and finger on the papers. While something is dragged only its own transform changes, once per picture of the
 * screen; the store hears of it when it is let go. A finger scrolls and pinches as everywhere: it moves what was chosen by a
 * tap before, and nothing else.
 */
export function listenToPointers(
  desk: HTMLElement,
  store: Store,
  acts: Acts,
  marks: Marks,
  stack: PaperStack,
): void {
  let drag: Drag | null = null
  let dragged = false

  const sheetAt = (x: number, y: number): { sheet: HTMLElement; page: number } | null => {
    for (let page = 0; page < store.pages.length; page += 1) {
      const sheet = stack.sheetOf(page)
      const box = sheet?.getBoundingClientRect()
      if (sheet == null || box === undefined) continue
      if (y >= box.top && y <= box.bottom && x >= box.left && x <= box.right) return { sheet, page }
    }
    return null
  }

  const pointOn = (sheet: HTMLElement, x: number, y: number) => {
    const box = sheet.getBoundingClientRect()
    const scale = scaleOf(sheet)
    return { x: (x - box.left) / scale, y: (y - box.top) / scale }
  }

  const follow = oncePerFrame(() => {
    if (drag === null || !drag.moving) return
    const { mark, field, corner, by, scale } = drag
    if (corner === null) {
      mark.style.transform = `translate(${by.x}px, ${by.y}px)`
      return
    }
    const next = sizedBy(drag)
    mark.style.setProperty('--w', String(next.w))
    mark.style.setProperty('--h', String(next.h))
    mark.style.transform = `translate(${(next.x - field.x) * scale}px, ${(next.y - field.y) * scale}px)`
  })

  const sizedBy = ({ field, corner, by, scale }: Drag): PlacedField => {
    const page = store.pages[field.page]
    if (corner === null || page === undefined) return field
    return resized(field, corner, { x: by.x / scale, y: by.y / scale }, page)
  }

  const end = (kept: boolean): void => {
    if (drag === null) return
    const { field, mark, moving } = drag
    const finished = drag
    drag = null
    mark.classList.remove('dragged')
    // As it was: a step that changes it draws it anew.
    mark.style.transform = ''
    mark.style.setProperty('--w', String(field.w))
    mark.style.setProperty('--h', String(field.h))
    if (!kept || !moving) return
    dragged = true
    if (finished.corner === null) drop(finished)
    else acts.update(field, sizedBy(finished), store.given.words.sized)
  }

  /** On the page beneath the pointer, else on its own. */
  const drop = ({ field, by, from, scale }: Drag): void => {
    const over = sheetAt(from.x + by.x, from.y + by.y)
    const own = stack.sheetOf(field.page)
    let [x, y] = [field.x + by.x / scale, field.y + by.y / scale]
    if (over !== null && own !== null && over.page !== field.page) {
      const [box, ownBox] = [over.sheet.getBoundingClientRect(), own.getBoundingClientRect()]
      x += (ownBox.left - box.left) / scale
      y += (ownBox.top - box.top) / scale
    }
    acts.move(field, { page: over?.page ?? field.page, x, y })
  }

  desk.addEventListener('pointerdown', (event) => {
    dragged = false
    const field = marks.fieldOf(event.target)
    const mark = field === null ? null : marks.elementOf(field.id)
    if (event.button !== 0 || field === null || mark === null || drag !== null) return
    if (event.pointerType === 'touch' && store.state().selected !== field.id) return
    store.flush()
    const handle = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('.handle') : null
    const corner = cornerOf(handle?.dataset.corner)
    const scale = scaleOf(mark.parentElement)
    const from = { x: event.clientX, y: event.clientY }
    const now = store.state().fields.find(({ id }) => id === field.id) ?? field
    drag = {
      pointer: event.pointerId,
      field: now,
      mark,
      corner,
      from,
      by: { x: 0, y: 0 },
      scale,
      moving: false,
    }
    mark.setPointerCapture(event.pointerId)
  })
  desk.addEventListener('pointermove', (event) => {
    if (drag === null || event.pointerId !== drag.pointer) return
    drag.by = { x: event.clientX - drag.from.x, y: event.clientY - drag.from.y }
    if (!drag.moving && Math.hypot(drag.by.x, drag.by.y) >= leastWay) {
      drag.moving = true
      drag.mark.classList.add('dragged')
    }
    follow()
  })
  desk.addEventListener('pointerup', (event) => {
    if (event.pointerId === drag?.pointer) end(true)
  })
  desk.addEventListener('pointercancel', () => end(false))
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') end(false)
  })

  desk.addEventListener('focusin', (event) => {
    const field = marks.fieldOf(event.target)
    if (field !== null && store.state().selected !== field.id) store.set({ selected: field.id })
  })
  desk.addEventListener('click', (event) => {
    const field = marks.fieldOf(event.target)
    if (dragged) {
      dragged = false
      return
    }
    if (field !== null) {
      marks.elementOf(field.id)?.focus({ preventScroll: true })
      return store.set({ selected: field.id })
    }
    const { armed } = store.state()
    const on = sheetAt(event.clientX, event.clientY)
    if (armed === null || on === null) return store.set({ selected: null })
    const placed = acts.place(armed, on.page, pointOn(on.sheet, event.clientX, event.clientY))
    // With Shift another one can be placed at once.
    if (!event.shiftKey) store.set({ armed: null })
    marks.elementOf(placed.id)?.focus({ preventScroll: true })
  })

  showGhost(desk, store)
}

/** What would be placed follows the mouse, in its size. */
function showGhost(desk: HTMLElement, store: Store): void {
  const ghost = element('div', { class: 'field-ghost', 'aria-hidden': 'true' })
  ghost.hidden = true
  let at = { x: 0, y: 0, scale: 1 }
  const show = oncePerFrame(() => {
    const { armed, party } = store.state()
    if (armed === null || ghost.hidden) return
    const { w, h } = usualSize[armed]
    const look = store.given.parties.find(({ id }) => id === party)?.look ?? ''
    ghost.className = `field-ghost ${armed} ${look}`
    const [width, height] = [w * at.scale, h * at.scale]
    ghost.style.width = `${width}px`
    ghost.style.height = `${height}px`
    ghost.style.transform = `translate(${at.x - width / 2}px, ${at.y - height / 2}px)`
  })
  document.body.append(ghost)
  desk.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse') return
    const sheet = event.target instanceof Element ? event.target.closest<HTMLElement>('.paper') : null
    ghost.hidden = store.state().armed === null || sheet === null
    at = { x: event.clientX, y: event.clientY, scale: scaleOf(sheet) }
    show()
  })
  desk.addEventListener('pointerleave', () => {
    ghost.hidden = true
  })
  store.listen(({ armed }) => {
    if (armed === null) ghost.hidden = true
  })
}

function cornerOf(name: string | undefined): Corner | null {
  return name === 'nw' || name === 'ne' || name === 'sw' || name === 'se' ? name : null
}

/** CSS pixels per point, as the stack has set it. */
function scaleOf(sheet: HTMLElement | null): number {
  return Number(sheet?.style.getPropertyValue('--total-scale-factor') || 1)
}
