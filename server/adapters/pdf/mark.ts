import type { WidgetKind } from '#domain/widget.ts'
import { INK, numbers, textLine } from './drawing.ts'
import { type FontsInUse, printable } from './fonts.ts'
import { drawHanko } from './hanko.ts'
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
  const pen = `${numbers(...INK)} RG ${numbers(side * 0.11)} w 1 J 1 j`
  return `q ${pen} ${at(0.18, 0.5)} m ${at(0.41, 0.24)} l ${at(0.83, 0.78)} l S Q\n`
}

function drawText(fonts: FontsInUse, mark: Mark): string {
  const margin = Math.min(2, mark.w / 10, mark.h / 10)
  const inner = { w: mark.w - 2 * margin, h: mark.h - 2 * margin }
  const block = fitText(printable(mark.value), inner, mark.fontSize)
  // One line stands in the middle of its box, several start at the top.
  const slack = block.lines.length === 1 ? (inner.h - block.size) / 2 : 0
  const first = mark.h - margin - slack - block.size * 0.87
  const lines = block.lines.map((text, index) =>
    text === ''
      ? ''
      : textLine(fonts, {
          text,
          x: margin,
          y: first - index * block.lineHeight,
          size: block.size,
          colour: INK,
        }),
  )
  return `q ${numbers(0, 0, mark.w, mark.h)} re W n\n${lines.join('')}Q\n`
}
