import { numbers } from './drawing.ts'
import { circle } from './field-frame.ts'
import type { TextStyle } from './field-style.ts'
import { Undrawable } from './undrawable.ts'

type Box = { w: number; h: number }

/** Corner points within a square of one, for the marks of ZapfDingbats that a button may ask for (`/MK` `/CA`). */
const SHAPES: Record<string, number[]> = {
  // Diamond, square, star.
  u: [0.5, 0.95, 0.9, 0.5, 0.5, 0.05, 0.1, 0.5],
  n: [0.14, 0.14, 0.86, 0.14, 0.86, 0.86, 0.14, 0.86],
  H: Array.from({ length: 10 }, (_, index) => {
    const [angle, radius] = [(index * Math.PI) / 5 + Math.PI / 2, index % 2 === 0 ? 0.5 : 0.19]
    return [0.5 + radius * Math.cos(angle), 0.47 + radius * Math.sin(angle)]
  }).flat(),
}

/** The mark of a checkbox or radio button that is on, in the middle of its box. */
export function drawButtonMark(style: TextStyle, box: Box, letter: string): string {
  const whole = Math.min(box.w, box.h)
  const side = style.size > 0 ? Math.min(style.size, whole) * 0.8 : whole * 0.7
  const [left, bottom] = [(box.w - side) / 2, (box.h - side) / 2]
  const at = (points: number[]): string =>
    numbers(...points.map((one, index) => (index % 2 === 0 ? left : bottom) + one * side))
  const colour = numbers(...style.colour)
  const pen = `q ${colour} RG ${numbers(side * 0.13)} w`
  if (letter === '4')
    return `${pen} 1 j ${at([0.1, 0.48])} m ${at([0.38, 0.14])} l ${at([0.9, 0.86])} l S Q\n`
  if (letter === '8') {
    return `${pen} ${at([0.12, 0.12])} m ${at([0.88, 0.88])} l ${at([0.12, 0.88])} m ${at([0.88, 0.12])} l S Q\n`
  }
  if (letter === 'l') return `q ${colour} rg ${circle(box.w / 2, box.h / 2, side * 0.37)} f Q\n`
  const points = SHAPES[letter]
  if (!points) throw new Undrawable('form_unclear', 'a button with a mark that is not known')
  const corners = points.flatMap((_, index) => (index % 2 === 0 ? [points.slice(index, index + 2)] : []))
  const path = corners.map((corner, index) => `${at(corner)} ${index === 0 ? 'm' : 'l'}`).join(' ')
  return `q ${colour} rg ${path} h f Q\n`
}
