import qrcode from 'qrcode'
import { INK, numbers } from './drawing.ts'
import { decimal } from './pdf-syntax.ts'

let last: { text: string; content: string } | null = null

/** A QR code as filled rectangles, its lower left corner at x, y. The quiet zone is left to the page. */
export function drawQrCode(text: string, x: number, y: number, side: number): string {
  // Every certificate of a server shows the same address.
  if (last?.text !== text) last = { text, content: unitSquare(text) }
  return `q ${numbers(...INK)} rg ${numbers(side, 0, 0, side, x, y)} cm\n${last.content}f Q\n`
}

/** The symbol's dark cells in a square of one unit. */
function unitSquare(text: string): string {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let out = ''
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!modules.get(row, column)) continue
      let end = column + 1
      while (end < size && modules.get(row, end)) end += 1
      const [left, bottom] = [column / size, 1 - (row + 1) / size]
      out += `${[left, bottom, (end - column) / size, 1 / size].map((value) => decimal(value)).join(' ')} re\n`
      column = end
    }
  }
  return out
}
