import type { PaperStack } from '../papers/paper-stack.ts'

/** CSS pixels of the window, or points of a page. */
export type Spot = { x: number; y: number }

export type Sheet = {
  sheet: HTMLElement
  /** From 0. */
  page: number
}

/** CSS pixels per point, as the stack has set it. */
export function scaleOf(sheet: HTMLElement | null): number {
  return Number(sheet?.style.getPropertyValue('--total-scale-factor') || 1)
}

/** Where a place of the window lies on a sheet, in points; read anew each time, for the sheet may have been scrolled. */
export function pointOn(sheet: HTMLElement, { x, y }: Spot): Spot {
  const box = sheet.getBoundingClientRect()
  const scale = scaleOf(sheet)
  return { x: (x - box.left) / scale, y: (y - box.top) / scale }
}

/** The sheet that a place of the window is nearest to, and how far away it is: 0 upon it. */
export function nearestSheet(
  stack: PaperStack,
  pages: number,
  { x, y }: Spot,
): (Sheet & { far: number }) | null {
  let nearest: (Sheet & { far: number }) | null = null
  for (let page = 0; page < pages; page += 1) {
    const sheet = stack.sheetOf(page)
    if (sheet === null) continue
    const { left, right, top, bottom } = sheet.getBoundingClientRect()
    const far = Math.hypot(Math.max(left - x, x - right, 0), Math.max(top - y, y - bottom, 0))
    if (nearest === null || far < nearest.far) nearest = { sheet, page, far }
  }
  return nearest
}
