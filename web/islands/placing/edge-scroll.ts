import type { Spot } from './sheets.ts'

/** CSS pixels: how near to an edge the papers begin to scroll. */
const zone = 56
/** CSS pixels a second: where the zone begins, and at the edge and beyond it. */
const speeds = { slowest: 120, fastest: 1500 }
/** Milliseconds: what a busy browser left out is not made up for by a jump. */
const longestStep = 50

type Side = 'x' | 'y'
/** Between which places of the window the papers are seen. */
type Edges = Record<Side, { least: number; most: number }>
type Held = { at: Spot; from: Spot; free: Record<Side, boolean> }

export type EditorParts = { desk: HTMLElement; tools: HTMLElement; panel: HTMLElement }

export type EdgeScroll = {
  /** Something is held here. */
  hold(at: Spot): void
  letGo(): void
}

/**
 * What is held near an edge of the desk scrolls the papers, the faster the nearer. What was taken near an edge does so only
 * once it goes further, or has been elsewhere.
 */
export function scrollAtEdges(parts: EditorParts): EdgeScroll {
  let held: Held | null = null
  let running = false
  let last = 0

  const step = (now: number): void => {
    const speed = held === null ? { x: 0, y: 0 } : speedOf(held, edgesOf(parts))
    running = speed.x !== 0 || speed.y !== 0
    if (!running) return
    const seconds = Math.max(0, Math.min(now - last, longestStep)) / 1000
    last = now
    // Whole pixels: browsers drop what is less.
    if (speed.y !== 0) scrollBy({ top: Math.round(speed.y * seconds), behavior: 'instant' })
    if (speed.x !== 0) parts.desk.scrollBy({ left: Math.round(speed.x * seconds), behavior: 'instant' })
    requestAnimationFrame(step)
  }

  return {
    hold(at) {
      held ??= { at, from: at, free: { x: false, y: false } }
      held.at = at
      if (running) return
      running = true
      last = performance.now()
      requestAnimationFrame(step)
    },
    letGo() {
      held = null
    },
  }
}

function speedOf(held: Held, edges: Edges): Spot {
  const along = (side: Side): number => {
    const { least, most } = edges[side]
    const [at, from] = [held.at[side], held.from[side]]
    const above = least + zone - at
    const below = at - (most - zone)
    if (above <= 0 && below <= 0) held.free[side] = true
    if (above > 0 && (held.free[side] || at < from)) return -pixelsPerSecond(above)
    if (below > 0 && (held.free[side] || at > from)) return pixelsPerSecond(below)
    return 0
  }
  return { x: along('x'), y: along('y') }
}

function pixelsPerSecond(depth: number): number {
  const share = Math.min(1, depth / zone)
  return speeds.slowest + (speeds.fastest - speeds.slowest) * share ** 2
}

/** Not beneath the tools above the papers, nor beneath the panel where that lies upon them, as on a phone. */
function edgesOf({ desk, tools, panel }: EditorParts): Edges {
  const box = desk.getBoundingClientRect()
  const aside = panel.getBoundingClientRect()
  const most = aside.left < box.right - 1 ? Math.min(innerHeight, aside.top) : innerHeight
  const isWider = desk.scrollWidth > desk.clientWidth
  const never = { least: Number.NEGATIVE_INFINITY, most: Number.POSITIVE_INFINITY }
  return {
    x: isWider ? { least: Math.max(0, box.left), most: Math.min(innerWidth, box.right) } : never,
    y: { least: Math.max(0, tools.getBoundingClientRect().bottom), most },
  }
}
