import { HAIRLINE, INDIGO, INK, rule, SECONDARY_INK, textLine } from './drawing.ts'
import { type FontsInUse, type FontWeight, printable, widthOf } from './fonts.ts'
import { breakLines } from './text-layout.ts'

/** A4 in points. */
export const A4 = { width: 595.28, height: 841.89 }
const LEFT = 62
const RIGHT = A4.width - 62
const TOP = A4.height - 64
const BOTTOM = 78
const LABEL_WIDTH = 96
const LEADING = 1.5

/** How a value is set. */
export type TextStyle = { size?: number; weight?: FontWeight; colour?: readonly [number, number, number] }

/**
 * The pages of the certificate while they are being set: text flows down, and a block that does not fit begins the next
 * page. Coordinates are the page's own, origin lower left.
 */
export class CertificateSheet {
  readonly pages: string[] = ['']
  readonly #fonts: FontsInUse
  #y = TOP

  constructor(fonts: FontsInUse) {
    this.#fonts = fonts
  }

  /** Room between this line and the foot of the page. */
  get room(): number {
    return this.#y - BOTTOM
  }

  /** Where the next line hangs from. */
  get y(): number {
    return this.#y
  }

  /** Goes on to the next page unless there is this much room. */
  keep(height: number): void {
    if (this.room >= height) return
    this.pages.push('')
    this.#y = TOP
  }

  /** White space. */
  space(height: number): void {
    this.#y -= height
  }

  /** Raw content on the present page. */
  draw(content: string): void {
    this.pages[this.pages.length - 1] += content
  }

  /** A paragraph over the whole width, or between two edges. */
  paragraph(text: string, style: TextStyle = {}, edges: { left?: number; width?: number } = {}): void {
    const size = style.size ?? 9
    const left = edges.left ?? LEFT
    const width = edges.width ?? RIGHT - left
    for (const line of this.#lines(text, width, size, style.weight)) {
      this.keep(size * LEADING)
      this.#line(line, left, size, style)
      this.#y -= size * LEADING
    }
  }

  /** A section's heading in indigo over a hairline; it stays together with the first rows beneath it. */
  heading(text: string, together = 60): void {
    this.keep(together)
    this.#line(text, LEFT, 10.5, { weight: 'strong', colour: INDIGO })
    this.#y -= 18
    this.hairline()
    this.#y -= 9
  }

  /** A line across the column. */
  hairline(left = LEFT): void {
    this.draw(rule(left, this.#y, RIGHT, this.#y, 0.5, HAIRLINE))
  }

  /** A label and its value, the value broken into as many lines as it takes. */
  row(label: string, value: string, style: TextStyle = {}): void {
    const size = style.size ?? 9
    const left = LEFT + LABEL_WIDTH
    const lines = this.#lines(value, RIGHT - left, size, style.weight)
    this.keep(lines.length * size * LEADING + 3)
    this.#line(label, LEFT, 8, { colour: SECONDARY_INK }, size)
    for (const line of lines) {
      this.#line(line, left, size, style)
      this.#y -= size * LEADING
    }
    this.#y -= 3
  }

  /** Height that a row will take. */
  heightOfRow(value: string, size = 9): number {
    return this.#lines(value, RIGHT - LEFT - LABEL_WIDTH, size).length * size * LEADING + 3
  }

  /** A figure such as a hash: smaller, evenly spaced, kept on one line. */
  figureRow(label: string, value: string): void {
    this.row(label, value, { size: 7.4 })
  }

  #lines(text: string, width: number, size: number, weight: FontWeight = 'regular'): string[] {
    return breakLines(printable(text), width, (part) => widthOf(part, size, weight))
  }

  #line(text: string, x: number, size: number, style: TextStyle, hangFrom = size): void {
    if (text === '') return
    const line = { text, x, y: this.#y - hangFrom, size, colour: style.colour ?? INK }
    this.draw(textLine(this.#fonts, { ...line, weight: style.weight ?? 'regular' }))
  }
}
