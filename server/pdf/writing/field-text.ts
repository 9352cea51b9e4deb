import { numbers, textLine } from './drawing.ts'
import { type Frame, frameInset } from './field-frame.ts'
import type { TextStyle } from './field-style.ts'
import { type FontsInUse, printable, unprintable, widthOf } from './fonts.ts'
import { breakLines } from './text-layout.ts'
import { Undrawable } from './undrawable.ts'

type Box = { w: number; h: number }
type Setting = { fonts: FontsInUse; box: Box; frame: Frame; style: TextStyle }

/** Below this nobody reads it. A viewer would cut such a text off; we must not. */
const SMALLEST = 4
const USUAL = 12
const STEP = 0.25
const PADDING = 2
const LINE_HEIGHT = 1.35
const TIGHT_LINE_HEIGHT = 1.12
const ASCENT = 0.88
/** From the top of the tallest letters to the foot of the deepest. */
const LETTER_HEIGHT = 1.14

/** The text as it can be drawn, or `Undrawable`: a letter that no font has would be left out or replaced. */
export function drawableText(text: string): string {
  const missing = unprintable(text)
  if (missing.length > 0) throw new Undrawable('form_unclear', 'a value with letters that no font has')
  // Viewers show nothing for these in the value of a form that a stranger filled in, so neither do we.
  return printable(text.replace(/(?![\n\u200c\u200d])[\p{Cc}\p{Cf}]/gu, (char) => (char === '\t' ? ' ' : '')))
}

/** One line, in the middle of the field's height. */
export function drawSingleLine(setting: Setting, value: string): string {
  const { box, style } = setting
  const text = value.replaceAll('\n', ' ')
  const inner = innerWidth(setting)
  const asked = style.size || Math.max(SMALLEST, (box.h - 2 * setting.frame.width) / LINE_HEIGHT)
  const widest = (inner / Math.max(widthOf(text, 1, style.weight), 1e-6)) * 0.999
  const size = Math.min(asked, box.h, widest)
  if (size < Math.min(SMALLEST, asked)) throw tooLong()
  return placed(setting, text, size, middle(box, size))
}

/** Lines from the top, broken to the width; smaller, and closer together, when they must be. */
export function drawMultiline(setting: Setting, text: string): string {
  const { box, style, frame } = setting
  const inset = frameInset(frame) + PADDING
  const [width, height] = [innerWidth(setting), box.h - 2 * frameInset(frame)]
  const asked = style.size || USUAL
  for (let size = asked; size >= Math.min(SMALLEST, asked); size -= STEP) {
    const measure = (part: string): number => widthOf(part, size, style.weight)
    const lines = breakLines(text, width, measure)
    if (lines.some((line) => measure(line) > width + 0.01)) continue
    const leading = (height - size * LETTER_HEIGHT) / Math.max(1, lines.length - 1)
    if (lines.length > 1 ? leading < size * TIGHT_LINE_HEIGHT : height < size) continue
    const step = Math.min(leading, size * LINE_HEIGHT)
    const slack = box.h - size * LETTER_HEIGHT - (lines.length - 1) * step
    const top = box.h - Math.min(inset, Math.max(0, slack / 2)) - size * ASCENT
    return lines.map((line, index) => placed(setting, line, size, top - index * step)).join('')
  }
  throw tooLong()
}

/** One letter to each of `cells` equal places. */
export function drawComb(setting: Setting, text: string, cells: number): string {
  const { fonts, box, style } = setting
  const letters = [...text]
  if (letters.length > cells) throw tooLong()
  const cell = box.w / cells
  const widest = Math.max(...letters.map((letter) => widthOf(letter, 1, style.weight)), 1e-6)
  const asked = style.size || box.h / LINE_HEIGHT
  const size = Math.min(asked, box.h, cell / widest)
  if (size < Math.min(SMALLEST, asked)) throw tooLong()
  const start = [0, Math.floor((cells - letters.length) / 2), cells - letters.length][style.quadding] ?? 0
  return letters
    .map((letter, index) => {
      const x = cell * (start + index + 0.5) - widthOf(letter, size, style.weight) / 2
      return letter.trim() === '' ? '' : line(fonts, style, letter, x, middle(box, size), size)
    })
    .join('')
}

/** The lines between the cells of a comb. */
export function drawCombLines({ box, frame }: Setting, cells: number): string {
  if (frame.border.length === 0 || frame.width === 0) return ''
  const operator = ['G', '', 'RG', 'K'][frame.border.length - 1] ?? 'G'
  const lines = Array.from({ length: cells - 1 }, (_, index) => {
    const x = (box.w / cells) * (index + 1)
    return `${numbers(x, 0)} m ${numbers(x, box.h)} l`
  })
  return `q ${numbers(...frame.border)} ${operator} ${numbers(frame.width)} w ${lines.join(' ')} S Q\n`
}

/** A list with its chosen lines marked, scrolled so that all of them are seen. */
export function drawList(
  setting: Setting,
  options: { text: string; chosen: boolean }[],
  first: number,
): string {
  const { box, style, frame } = setting
  const size = style.size || USUAL
  const step = size * 1.2
  const inset = frameInset(frame)
  const seen = Math.floor((box.h - 2 * inset) / step)
  const [from, to] = [options.findIndex((one) => one.chosen), options.findLastIndex((one) => one.chosen)]
  // Scrolled no further than it must be.
  const start = from < 0 ? first : Math.max(Math.min(first, from), to - seen + 1)
  if (from >= 0 && start > from)
    throw new Undrawable('form_unclear', 'a list that cannot show what is chosen')
  return options
    .slice(start, start + seen)
    .map(({ text: given, chosen }, index) => {
      const text = drawableText(given)
      const bottom = box.h - inset - step * (index + 1)
      const bar = `q 0.6 0.757 0.855 rg ${numbers(inset, bottom, box.w - 2 * inset, step)} re f Q\n`
      if (chosen && widthOf(text, size, style.weight) > innerWidth(setting)) throw tooLong()
      return `${chosen ? bar : ''}${placed(setting, text, size, bottom + size * 0.32)}`
    })
    .join('')
}

function placed(setting: Setting, text: string, size: number, y: number): string {
  const { fonts, box, style } = setting
  const room = innerWidth(setting) - widthOf(text, size, style.weight)
  const left = (box.w - innerWidth(setting)) / 2
  const x = left + ([0, room / 2, room][style.quadding] ?? 0)
  return text.trim() === '' ? '' : line(fonts, style, text, x, y, size)
}

function line(fonts: FontsInUse, style: TextStyle, text: string, x: number, y: number, size: number): string {
  return textLine(fonts, { text, x, y, size, colour: style.colour, weight: style.weight })
}

function innerWidth({ box, frame }: Setting): number {
  const inset = Math.min(frameInset(frame) + PADDING, box.w / 8)
  return box.w - 2 * inset
}

function middle(box: Box, size: number): number {
  return box.h / 2 - size * 0.37
}

function tooLong(): Undrawable {
  return new Undrawable('form_unclear', 'a value that its field cannot show whole')
}
