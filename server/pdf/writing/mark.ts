import type { WidgetKind } from '#domain/widget.ts'
import { haloed, INK, numbers, shown } from './drawing.ts'
import { type FontsInUse, printable } from './fonts.ts'
import { drawHanko } from './hanko.ts'
import { isRightToLeft, lineWidth, setLine } from './shaping.ts'
import { fitText } from './text-layout.ts'

/** What a person left in a widget, without its place. */
export type Mark = { kind: WidgetKind; w: number; h: number; fontSize: number | null; value: string }

/** Content operators that draw a mark upright in its box, origin lower left. Empty for an empty value. */
export function drawMark(fonts: FontsInUse, mark: Mark): string {
  if (mark.value === '') return ''
  if (mark.kind === 'seal') return drawHanko(fonts, mark, mark.value)
  if (mark.kind === 'checkbox') return drawCheck(mark)
  return drawText(fonts, mark)
}

/** A check mark with the stroke of a pen. */
export function drawCheck(box: { w: number; h: number }): string {
  const side = Math.min(box.w, box.h)
  const [left, bottom] = [(box.w - side) / 2, (box.h - side) / 2]
  const at = (x: number, y: number): string => numbers(left + x * side, bottom + y * side)
  const stroke = `${at(0.18, 0.5)} m ${at(0.41, 0.24)} l ${at(0.83, 0.78)} l S`
  const halo = `1 G ${numbers(side * 0.23)} w ${stroke}`
  return `q 1 J 1 j ${halo} ${numbers(...INK)} RG ${numbers(side * 0.11)} w ${stroke} Q\n`
}

function drawText(fonts: FontsInUse, mark: Mark): string {
  const text = printable(mark.value)
  const block = fitText(text, mark, mark.fontSize)
  const rightToLeft = isRightToLeft(text)
  const lines = block.lines.map((line, index) => {
    const letters = setLine(line, 'regular', rightToLeft)
    const width = lineWidth(letters, 'regular') * block.size
    const room = mark.w - 2 * block.inset
    // The layout's widths are the widest that letters get; should a font surprise us, the line is set narrower.
    const stretch = Math.min(1, room / width)
    const x = rightToLeft ? mark.w - block.inset - width * stretch : block.inset
    const runs = fonts.showLetters(letters, block.size)
    const place = numbers(stretch, 0, 0, 1, x, block.baselines[index] ?? 0)
    return line === '' ? '' : `${place} Tm ${shown(runs, block.size)}`
  })
  const drawn = lines.filter((line) => line !== '')
  return drawn.length === 0 ? '' : haloed(drawn.join('\n'), block.size, INK, mark)
}
