import qrcode from 'qrcode'
import { INK, numbers } from './drawing.ts'

let last: { text: string; symbol: qrcode.QRCode } | null = null

/** Every certificate of a server shows the same address. */
function symbolOf(text: string): qrcode.QRCode {
  if (last?.text !== text) last = { text, symbol: qrcode.create(text, { errorCorrectionLevel: 'M' }) }
  return last.symbol
}

/** A QR code as filled rectangles, its lower left corner at x, y. The quiet zone is left to the page. */
export function drawQrCode(text: string, x: number, y: number, side: number): string {
  const { modules } = symbolOf(text)
  const { size } = modules
  const cell = side / size
  let out = `q ${numbers(...INK)} rg\n`
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!modules.get(row, column)) continue
      let end = column + 1
      while (end < size && modules.get(row, end)) end += 1
      out += `${numbers(x + column * cell, y + side - (row + 1) * cell, (end - column) * cell, cell)} re\n`
      column = end
    }
  }
  return `${out}f Q\n`
}
