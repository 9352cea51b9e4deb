import type { PaperStack } from '../papers/paper-stack.ts'
import type { Acts } from './acts.ts'
import { listenToDrags } from './drag.ts'
import type { EditorParts } from './edge-scroll.ts'
import { showGhost } from './ghost.ts'
import type { Marks } from './marks.ts'
import { nearestSheet, pointOn } from './sheets.ts'
import type { Store } from './store.ts'

/**
 * Mouse, pen and finger on the papers. A finger scrolls and pinches as everywhere: it moves what was chosen by a tap before,
 * and nothing else.
 */
export function listenToPointers(
  parts: EditorParts,
  store: Store,
  acts: Acts,
  marks: Marks,
  stack: PaperStack,
): void {
  const { desk } = parts
  const drags = listenToDrags(parts, store, acts, marks, stack)

  desk.addEventListener('focusin', (event) => {
    const field = marks.fieldOf(event.target)
    if (field !== null && store.state().selected !== field.id) store.set({ selected: field.id })
  })
  desk.addEventListener('click', (event) => {
    if (drags.isEndOfDrag(event)) return
    const field = marks.fieldOf(event.target)
    if (field !== null) {
      marks.elementOf(field.id)?.focus({ preventScroll: true })
      return store.set({ selected: field.id })
    }
    const { armed } = store.state()
    const at = { x: event.clientX, y: event.clientY }
    const on = nearestSheet(stack, store.pages.length, at)
    if (armed === null || on === null || on.far > 0) return store.set({ selected: null })
    const placed = acts.place(armed, on.page, pointOn(on.sheet, at))
    // With Shift another one can be placed at once.
    if (!event.shiftKey) store.set({ armed: null })
    marks.elementOf(placed.id)?.focus({ preventScroll: true })
  })

  showGhost(desk, store)
}
