import { type Colour, HAIRLINE, INDIGO, INK, lettersLine, numbers, rule, SECONDARY_INK } from './drawing.ts'
import { type FontsInUse, type FontWeight, printable, widthOf } from './fonts.ts'
import { isRightToLeft, lineWidth, type SetLetter, setLine } from './shaping.ts'
import { inLanguage, TaggedPages, type TagType } from './tagged-pages.ts'
import { breakLines } from './text-layout.ts'

/** A4 in points. */
export const A4 = { width: 595.28, height: 841.89 }
/** Edges of the column, and of the values beside their labels. */
export const EDGES = { left: 54, right: A4.width - 54, values: 54 + 126 }
const TOP = A4.height - 46
const BOTTOM = 56
const LEADING = 1.45
const ROW_GAP = 1.4
const VALUE_SIZE = 8
const HEADING_SIZE = 10
const LABEL_SIZE = 7.4
const LABEL_WIDTH = 120
/** Of the English label: nothing on a certificate is smaller. */
const SUB_SIZE = 6
const SUB_GAP = 3.5
const PAPER: Colour = [0.98, 0.972, 0.953]

/** How a text is set. */
export type TextStyle = { size?: number; weight?: FontWeight; colour?: Colour }
/** A label, and the same in English where the certificate is in Japanese. */
export type Label = { text: string; sub: string | null }
type Edges = { left?: number; right?: number }
/** A line whose letters are set, and its width for a size of one. */
type SetText = { letters: SetLetter[]; width: number }
/** A line of a label: one of its two texts, or both. `beside`: where the English one begins. */
type LabelLine = { own: SetText | null; sub: SetText | null; beside: number }

/** Labels are the same on every certificate. */
const labelsSet = new WeakMap<Label, LabelLine[]>()

/**
 * The pages of the certificate while they are being set: text flows down, and what does not fit goes on on the next page
 * beneath `continued`. Coordinates are the page's own, origin lower left.
 */
export class CertificateSheet {
  readonly tagged = new TaggedPages()
  /** Sets what stands at the head of each further page. */
  onTurn: () => void = () => undefined
  readonly #fonts: FontsInUse
  /** Lines of texts: they are asked for once for the room that they take, and once to be set. */
  readonly #broken = new Map<string, string[]>()
  readonly #texts = new Map<string, SetText>()
  #y = TOP
  /** Nothing stands beneath the heading yet. */
  #fresh = true

  constructor(fonts: FontsInUse) {
    this.#fonts = fonts
  }

  /** Where the next line hangs from. */
  get y(): number {
    return this.#y
  }

  /** Goes on to the next page unless there is this much room; more than half a page is never asked for. */
  keep(height: number): void {
    if (this.#y - BOTTOM >= Math.min(height, (TOP - BOTTOM) / 2)) return
    this.#turn()
  }

  /** Whether this much room is left on the page. */
  hasRoom(height: number): boolean {
    return this.#y - BOTTOM >= height
  }

  /** Goes down, at the head of a page too. */
  down(height: number): void {
    this.#y -= height
  }

  /** White space; none at the head of a page. */
  space(height: number): void {
    if (this.#y < TOP) this.#y -= height
  }

  /** A paragraph between two edges. */
  paragraph(type: TagType, text: string, style: TextStyle = {}, { left, right }: Edges = {}): void {
    const from = left ?? EDGES.left
    this.tagged.within(type, () => this.#flow(text, from, (right ?? EDGES.right) - from, style))
  }

  /** Content of a line of text at a place of the page: it takes no room in the flow. */
  textAt(
    text: string,
    { x, right, y }: { x?: number; right?: number; y: number },
    {
      size = VALUE_SIZE,
      weight = 'regular',
      colour = INK,
      spacing = 0,
    }: TextStyle & { spacing?: number } = {},
  ): string {
    const { letters, width } = this.#set(text, weight)
    const from = right === undefined ? (x ?? EDGES.left) : right - width * size
    return lettersLine(this.#fonts, { letters, x: from, y, size, colour, weight, spacing })
  }

  /** A section's heading over a hairline; it stays together with the first rows beneath it. */
  heading(label: Label, together = 44): void {
    this.space(9)
    this.keep(together + 20)
    this.tagged.within('H2', () => this.tagged.show(this.#headingLine(label)))
    this.#beneathHeading()
  }

  /** The heading again at the head of a further page: no part of what is read. */
  repeatedHeading(label: Label): void {
    this.tagged.artifact(this.#headingLine(label))
    this.#beneathHeading()
  }

  /** A hairline across the column, with room around it; none right beneath a heading. */
  divider(): void {
    if (this.#fresh) return
    this.#y -= 2.5
    this.tagged.artifact(rule(EDGES.left, this.#y, EDGES.right, this.#y, 0.4, HAIRLINE))
    this.#y -= 3.5
  }

  /** A paper-coloured ground, this high from here on, for what is set next. */
  ground(height: number): void {
    const { left, right } = EDGES
    const box = numbers(left - 8, this.#y - height, right - left + 16, height)
    this.tagged.artifact(`q ${numbers(...PAPER)} rg ${box} re f Q\n`)
  }

  /** Rows are a table of two columns. */
  table(draw: () => void): void {
    this.tagged.within('Table', draw)
  }

  /** A label and its value, each broken into as many lines as it takes; a row that does not fit goes on on the next page. */
  row(label: Label, value: string, style: TextStyle = {}): void {
    const size = style.size ?? VALUE_SIZE
    const leading = size * LEADING
    const labels = this.#labelLines(label)
    const values = this.#lines(value, EDGES.right - EDGES.values, size, style.weight)
    const count = Math.max(labels.length, values.length)
    this.keep(Math.min(count, 4) * leading)
    this.tagged.within('TR', () => {
      const head = this.tagged.node('TH')
      const cell = this.tagged.node('TD')
      for (let from = 0; from < count; ) {
        const to = Math.min(count, from + Math.max(1, Math.floor((this.#y - BOTTOM) / leading)))
        const top = this.#y
        const place = (index: number) => top - (index - from) * leading - size
        this.tagged.into(head, () => {
          for (const [at, one] of labels.slice(from, to).entries()) this.#labelLine(one, place(from + at))
        })
        this.tagged.into(cell, () => {
          for (const [at, one] of values.slice(from, to).entries())
            this.#line(one, EDGES.values, place(from + at), style)
        })
        this.#y = top - (to - from) * leading
        from = to
        if (from < count) this.#turn()
      }
    })
    this.#y -= ROW_GAP
    this.#fresh = false
  }

  /** Height that a row will take. */
  heightOfRow(label: Label, value: string, size = VALUE_SIZE): number {
    const lines = this.#lines(value, EDGES.right - EDGES.values, size).length
    return Math.max(lines, this.#labelLines(label).length) * size * LEADING + ROW_GAP
  }

  #turn(): void {
    this.tagged.turn()
    this.#y = TOP
    this.onTurn()
  }

  #flow(text: string, x: number, width: number, style: TextStyle): void {
    const size = style.size ?? VALUE_SIZE
    for (const line of this.#lines(text, width, size, style.weight)) {
      this.keep(size * LEADING)
      this.#line(line, x, this.#y - size, style)
      this.#y -= size * LEADING
    }
  }

  #lines(text: string, width: number, size: number, weight: FontWeight = 'regular'): string[] {
    const key = `${weight} ${size} ${width} ${text}`
    const known = this.#broken.get(key)
    if (known !== undefined) return known
    const shown = printable(text)
    // Most lines are no longer than theirs: then nothing is looked for.
    const short = !shown.includes('\n') && this.#set(shown, weight).width * size <= width
    const lines = short ? [shown] : breakLines(shown, width, (part) => widthOf(part, size, weight))
    this.#broken.set(key, lines)
    return lines
  }

  #line(text: string, x: number, y: number, style: TextStyle): void {
    if (text !== '') this.tagged.show(this.textAt(text, { x, y }, style))
  }

  /** Each text is set once, for its width and to be shown. */
  #set(text: string, weight: FontWeight = 'regular'): SetText {
    const key = `${weight} ${text}`
    const known = this.#texts.get(key)
    if (known !== undefined) return known
    const letters = setLine(text, weight, isRightToLeft(text))
    const made = { letters, width: lineWidth(letters, weight) }
    this.#texts.set(key, made)
    return made
  }

  /** The English one stands behind the label where there is room, else beneath it. */
  #labelLines(label: Label): LabelLine[] {
    const known = labelsSet.get(label)
    if (known !== undefined) return known
    const own = this.#lines(label.text, LABEL_WIDTH, LABEL_SIZE).map((line) => this.#set(line))
    const lines: LabelLine[] = own.map((set) => ({ own: set, sub: null, beside: 0 }))
    if (label.sub !== null) {
      const sub = this.#set(label.sub)
      const beside = (own.at(-1)?.width ?? 0) * LABEL_SIZE + SUB_GAP
      const last = beside + sub.width * SUB_SIZE <= LABEL_WIDTH ? lines.pop() : undefined
      lines.push({ own: last?.own ?? null, sub, beside: last === undefined ? 0 : beside })
    }
    labelsSet.set(label, lines)
    return lines
  }

  #labelLine({ own, sub, beside }: LabelLine, y: number): void {
    const show = ({ letters }: SetText, x: number, size: number) =>
      lettersLine(this.#fonts, { letters, x, y, size, colour: SECONDARY_INK })
    if (own !== null) this.tagged.show(show(own, EDGES.left, LABEL_SIZE))
    if (sub !== null) this.tagged.show(inLanguage('en', show(sub, EDGES.left + beside, SUB_SIZE)))
  }

  #headingLine({ text, sub }: Label): string {
    const style: TextStyle = { size: HEADING_SIZE, weight: 'strong', colour: INDIGO }
    const y = this.#y - HEADING_SIZE
    const line = this.textAt(text, { x: EDGES.left, y }, style)
    if (sub === null) return line
    const x = EDGES.left + widthOf(text, HEADING_SIZE, 'strong') + 6
    return line + inLanguage('en', this.textAt(sub, { x, y }, { size: 7, colour: SECONDARY_INK }))
  }

  #beneathHeading(): void {
    this.#fresh = true
    this.#y -= HEADING_SIZE + 4.5
    this.tagged.artifact(rule(EDGES.left, this.#y, EDGES.right, this.#y, 0.5, HAIRLINE))
    this.#y -= 4.5
  }
}
