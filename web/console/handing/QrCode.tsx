import type { JSX } from 'preact'
import qrcode from 'qrcode'

/** Light cells around the symbol, which readers need (ISO/IEC 18004 §6.3.8). */
const quiet = 4

/** A QR code as a drawing of the page itself: nothing is fetched for it. Paper stays white in the dark scheme. */
export function QrCode({ text, label }: { text: string; label: string }): JSX.Element {
  const { modules } = qrcode.create(text, { errorCorrectionLevel: 'M' })
  const { size } = modules
  let path = ''
  for (let row = 0; row < size; row += 1) {
    for (let column = 0; column < size; column += 1) {
      if (!modules.get(row, column)) continue
      let end = column + 1
      while (end < size && modules.get(row, end)) end += 1
      path += `M${column + quiet} ${row + quiet}h${end - column}v1H${column + quiet}z`
      column = end
    }
  }
  const side = size + 2 * quiet
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <path class="qr-paper" d={`M0 0h${side}v${side}H0z`} />
      <path class="qr-ink" d={path} />
    </svg>
  )
}
