import type { Acts } from './acts.ts'
import type { Marks } from './marks.ts'
import type { Store } from './store.ts'

const arrows: Record<string, { x: number; y: number }> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
}

/** Everything by keys: arrows by a point, with Shift by ten; Delete, Escape; undo and redo wherever nobody is typing. */
export function listenToKeys(store: Store, acts: Acts, marks: Marks): void {
  /** The focus stays where the work is: on what is chosen now. */
  const followChosen = (): void => {
    const { selected } = store.state()
    if (selected !== null) marks.elementOf(selected)?.focus()
  }

  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.altKey) return
    if (event.ctrlKey || event.metaKey) return onShortcut(event)
    const field = marks.fieldOf(event.target)
    if (event.key === 'Escape') return onEscape(field !== null)
    if (field === null) return
    const arrow = arrows[event.key]
    if (arrow !== undefined) {
      event.preventDefault()
      const by = event.shiftKey ? 10 : 1
      const now = store.state().fields.find(({ id }) => id === field.id)
      if (now !== undefined) acts.nudge(now, { x: arrow.x * by, y: arrow.y * by })
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      acts.remove(field)
      followChosen()
    }
  })

  function onEscape(onField: boolean): void {
    if (store.state().armed !== null) store.set({ armed: null })
    else if (onField && document.activeElement instanceof HTMLElement) {
      document.activeElement.blur()
      store.set({ selected: null })
    }
  }

  function onShortcut(event: KeyboardEvent): void {
    if (isTyped(event.target)) return
    const key = event.key.toLowerCase()
    const redo = (key === 'z' && event.shiftKey) || (key === 'y' && !event.shiftKey)
    if (!redo && key !== 'z') return
    event.preventDefault()
    if (redo) store.redo()
    else store.undo()
  }
}

/** There the browser undoes what was typed. */
function isTyped(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('input:not([type="radio"]), textarea') !== null
}
