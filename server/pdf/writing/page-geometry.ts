/** Where things are on the page that people see: crop box, rotation, non-zero origins and user units included. */

/** A transformation matrix [a b c d e f] (ISO 32000-2, 8.3.3). */
export type Matrix = [number, number, number, number, number, number]

/** [left, bottom, right, top] in the page's own space, left ≤ right, bottom ≤ top. */
export type Rectangle = [number, number, number, number]

/** A box from the top-left corner of the visible page, in points. */
export type VisibleBox = { x: number; y: number; w: number; h: number }

export type PageGeometry = {
  /** The visible part of the page in the page's own space. */
  box: Rectangle
  rotate: 0 | 90 | 180 | 270
  /** Points per unit of the page's space (`/UserUnit`). */
  unit: number
  /** Size of the page as seen, in points. */
  width: number
  height: number
}

/** The page as seen. Null when there is nothing to see. A missing MediaBox counts as letter, as viewers do. */
export function geometryOf(page: {
  mediaBox: number[] | null
  cropBox: number[] | null
  rotate: number
  userUnit: number
}): PageGeometry | null {
  const media = ordered(page.mediaBox) ?? [0, 0, 612, 792]
  const crop = ordered(page.cropBox) ?? media
  const cut: Rectangle = [
    Math.max(media[0], crop[0]),
    Math.max(media[1], crop[1]),
    Math.min(media[2], crop[2]),
    Math.min(media[3], crop[3]),
  ]
  const box = cut[2] > cut[0] && cut[3] > cut[1] ? cut : media
  const unit = page.userUnit > 0 && Number.isFinite(page.userUnit) ? page.userUnit : 1
  const across = (box[2] - box[0]) * unit
  const along = (box[3] - box[1]) * unit
  if (!(across > 0 && along > 0 && Number.isFinite(across) && Number.isFinite(along))) return null
  const turned = (((Math.round(page.rotate / 90) * 90) % 360) + 360) % 360
  const rotate = turned === 90 || turned === 180 || turned === 270 ? turned : 0
  const sideways = rotate === 90 || rotate === 270
  return { box, rotate, unit, width: sideways ? along : across, height: sideways ? across : along }
}

/** Maps an upright frame, whose origin is the lower left corner of the box and whose unit is the point, to the page's space. */
export function frameMatrix(page: PageGeometry, box: VisibleBox): Matrix {
  const scale = 1 / page.unit
  const [right, up] = axes(page)
  const [originX, originY] = toPageSpace(page, box.x, box.y + box.h)
  return [right[0] * scale, right[1] * scale, up[0] * scale, up[1] * scale, originX, originY]
}

/** Turns an appearance upright; the viewer itself fits it into the annotation's rectangle (ISO 32000-2, 12.5.5). */
export function uprightMatrix(page: PageGeometry): Matrix {
  const [right, up] = axes(page)
  return [right[0], right[1], up[0], up[1], 0, 0]
}

/** The box in the page's own space, for an annotation's `/Rect`. */
export function pageRectangle(page: PageGeometry, box: VisibleBox): Rectangle {
  const [ax, ay] = toPageSpace(page, box.x, box.y)
  const [bx, by] = toPageSpace(page, box.x + box.w, box.y + box.h)
  return [Math.min(ax, bx), Math.min(ay, by), Math.max(ax, bx), Math.max(ay, by)]
}

function toPageSpace(page: PageGeometry, visibleX: number, visibleY: number): [number, number] {
  const x = visibleX / page.unit
  const y = visibleY / page.unit
  const [left, bottom, right, top] = page.box
  if (page.rotate === 90) return [left + y, bottom + x]
  if (page.rotate === 180) return [right - x, bottom + y]
  if (page.rotate === 270) return [right - y, top - x]
  return [left + x, top - y]
}

/** The matrix that changes nothing. */
export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0]

/** The matrix that applies `one` first and `then` after it. */
export function multiplied(one: Matrix, then: Matrix): Matrix {
  const [a, b, c, d, e, f] = one
  const [A, B, C, D, E, F] = then
  return [a * A + b * C, a * B + b * D, c * A + d * C, c * B + d * D, e * A + f * C + E, e * B + f * D + F]
}

/** What is right and what is up for the reader, as directions in the page's own space. */
function axes(page: PageGeometry): [[number, number], [number, number]] {
  if (page.rotate === 90)
    return [
      [0, 1],
      [-1, 0],
    ]
  if (page.rotate === 180)
    return [
      [-1, 0],
      [0, -1],
    ]
  if (page.rotate === 270)
    return [
      [0, -1],
      [1, 0],
    ]
  return [
    [1, 0],
    [0, 1],
  ]
}

function ordered(numbers: number[] | null): Rectangle | null {
  if (numbers?.length !== 4 || numbers.some((value) => !Number.isFinite(value))) return null
  const [a, b, c, d] = numbers as Rectangle
  return [Math.min(a, c), Math.min(b, d), Math.max(a, c), Math.max(b, d)]
}
