import { type EmbeddedFont, PDF, type PDFPage, rgb } from '@libpdf/core'
import { breakLines } from './line-breaking.ts'

/** Noto Sans JP as TrueType: libpdf reads neither .ttc nor .woff. */
export type ContractFonts = { regular: Uint8Array; bold: Uint8Array }

/** A point on a page, in points from its top-left corner, as the Web API takes it for a widget. */
export type Place = { page: number; x: number; y: number }

/** One cell of a table row; `share` is its part of the row's width. */
export type Cell = { text: string; share: number; head?: boolean }

type TextStyle = { size: number; leading: number; bold?: boolean; soft?: boolean; pale?: boolean }

const sheet = { width: 595, height: 842 }
const margin = { side: 58, top: 62, bottom: 78 }
const ink = rgb(0.13, 0.13, 0.14)
const softInk = rgb(0.4, 0.39, 0.38)
const paleInk = rgb(0.8, 0.78, 0.75)
const rule = rgb(0.72, 0.7, 0.67)
const tint = rgb(0.962, 0.952, 0.935)

/** Width in points of the column of text. */
export const columnWidth = sheet.width - margin.side * 2

/** Left edge in points of the column of text. */
export const columnLeft = margin.side

/**
 * A4 sheets that fill from the top: text, tables and rules flow to the next sheet by themselves. Call `finish` once for the
 * bytes.
 */
export function openPaper(fonts: ContractFonts) {
  const pdf = PDF.create()
  const regular = pdf.embedFont(fonts.regular)
  const bold = pdf.embedFont(fonts.bold)
  const pages: PDFPage[] = []
  let y = margin.top

  const face = (style: { bold?: boolean }): EmbeddedFont => (style.bold ? bold : regular)
  const width = (text: string, style: TextStyle) => face(style).getTextWidth(text, style.size)
  const turn = () => {
    pages.push(pdf.addPage({ width: sheet.width, height: sheet.height }))
    y = margin.top
  }
  const page = (): PDFPage => pages.at(-1) ?? missingPage()
  const room = (height: number) => {
    if (y + height > sheet.height - margin.bottom) turn()
  }
  const put = (text: string, x: number, top: number, style: TextStyle, on = page()) => {
    // Set one em box in the middle of its line: 0.38 em lies between the baseline and the centre of a kanji.
    const baseline = top + style.leading / 2 + style.size * 0.38
    on.drawText(text, {
      x,
      y: sheet.height - baseline,
      size: style.size,
      font: face(style),
      color: style.pale ? paleInk : style.soft ? softInk : ink,
    })
  }
  const line = (x1: number, y1: number, x2: number, y2: number, thickness = 0.5) =>
    page().drawLine({
      start: { x: x1, y: sheet.height - y1 },
      end: { x: x2, y: sheet.height - y2 },
      thickness,
      color: rule,
    })

  /** A paragraph; `hang` is the label before its first line, set in the indent. */
  const paragraph = (text: string, style: TextStyle, at: { indent?: number; hang?: string } = {}) => {
    const indent = at.indent ?? 0
    const lines = breakLines(text, columnWidth - indent, (part) => width(part, style))
    room(style.leading * Math.min(lines.length, 2))
    lines.forEach((each, index) => {
      room(style.leading)
      if (index === 0 && at.hang) put(at.hang, columnLeft + indent - width(at.hang, style), y, style)
      put(each, columnLeft + indent, y, style)
      y += style.leading
    })
  }

  const centred = (text: string, style: TextStyle) => {
    put(text, (sheet.width - width(text, style)) / 2, y, style)
    y += style.leading
  }

  const table = (rows: Cell[][], style: TextStyle) => {
    const pad = { x: 9, y: 5.8 }
    for (const row of rows) {
      const cells = row.map((cell) => ({
        ...cell,
        width: columnWidth * cell.share,
        lines: cell.text
          .split('\n')
          .flatMap((text) =>
            breakLines(text, columnWidth * cell.share - pad.x * 2, (part) => width(part, style)),
          ),
      }))
      const height = Math.max(...cells.map((cell) => cell.lines.length)) * style.leading + pad.y * 2
      room(height)
      let x = columnLeft
      for (const cell of cells) {
        if (cell.head)
          page().drawRectangle({ x, y: sheet.height - y - height, width: cell.width, height, color: tint })
        const free = (height - cell.lines.length * style.leading) / 2
        cell.lines.forEach((each, index) => {
          put(each, x + pad.x, y + free + index * style.leading, { ...style, soft: cell.head === true })
        })
        x += cell.width
      }
      line(columnLeft, y, columnLeft + columnWidth, y)
      x = columnLeft
      for (const edge of [0, ...cells.map((cell) => cell.width)]) {
        x += edge
        line(x, y, x, y + height)
      }
      y += height
      line(columnLeft, y, columnLeft + columnWidth, y)
    }
  }

  /** An empty square to tick, its top-left corner at x and down from the pen. */
  const tickBox = (x: number, down: number, side: number) =>
    page().drawRectangle({
      x,
      y: sheet.height - y - down - side,
      width: side,
      height: side,
      borderColor: softInk,
      borderWidth: 0.7,
    })

  const finish = async (about: { title: string; author: string; foot: string }): Promise<Uint8Array> => {
    const small: TextStyle = { size: 7.5, leading: 11, soft: true }
    pages.forEach((each, index) => {
      const number = `${index + 1} / ${pages.length}`
      put(about.foot, columnLeft, sheet.height - 58, small, each)
      put(number, columnLeft + columnWidth - width(number, small), sheet.height - 58, small, each)
    })
    pdf.setTitle(about.title, { showInWindowTitleBar: true })
    pdf.setAuthor(about.author)
    pdf.setLanguage('ja')
    return pdf.save({ subsetFonts: true })
  }

  turn()
  return {
    paragraph,
    centred,
    table,
    finish,
    /** Starts a new sheet when less than `height` points are left on this one. */
    room,
    /** Text at a free place of the present sheet; does not move the pen. */
    put: (text: string, x: number, top: number, style: TextStyle) => put(text, x, top, style),
    line,
    tickBox,
    /** Width in points of a text set in `style`. */
    width,
    space: (height: number) => {
      y += height
    },
    place: (x: number, down = 0): Place => ({
      page: pages.length - 1,
      x: Math.round(x),
      y: Math.round(y + down),
    }),
    pen: () => y,
  }
}

/** The first characters of `text` that the contract's font cannot print; libpdf would leave them out without a word. */
export function unprintable(text: string, fonts: ContractFonts): string[] {
  const font = PDF.create().embedFont(fonts.regular)
  return [...new Set([...text].filter((character) => !font.canEncode(character)))]
}

function missingPage(): never {
  throw new Error('paper without a page')
}
