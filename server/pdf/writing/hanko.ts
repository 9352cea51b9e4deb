import { ringOf, type SealLetter, sealLetters } from '#domain/hanko.ts'
import { haloed, numbers, shown, VERMILION } from './drawing.ts'
import { type FontsInUse, printable } from './fonts.ts'
import { isRightToLeft, lineWidth, setLine } from './shaping.ts'

const CIRCLE = 0.5523

/** Draws a round vermilion seal with the whole name, into a box with its origin lower left. */
export function drawHanko(fonts: FontsInUse, box: Box, fullName: string): string {
  const ring = ringOf(Math.min(box.w, box.h))
  const [cx, cy] = [box.w / 2, box.h / 2]
  const path = circle(cx, cy, ring.radius)
  // The halos lie below all ink, the ring's as well as the name's.
  const halo = `1 G ${numbers(ring.stroke * 2.4)} w ${path} S\n`
  const outline = `${numbers(...VERMILION)} RG ${numbers(ring.stroke)} w ${path} S`
  let smallest = ring.inner
  const letters = sealLetters(printable(fullName).replaceAll('\n', ' ')).map((letter) => {
    const { x, y, w, h } = letter
    const cell = { x: cx + x * ring.inner, y: cy - y * ring.inner, w: w * ring.inner, h: h * ring.inner }
    smallest = Math.min(smallest, cell.w, cell.h)
    return letter.kind === 'row' ? drawRow(fonts, letter, cell) : drawLetter(fonts, letter, cell)
  })
  const name = letters.length === 0 ? '' : haloed(letters.join('\n'), smallest, VERMILION, box)
  return `q ${halo}${name}${outline} Q\n`
}

type Box = { w: number; h: number }
type Cell = { x: number; y: number; w: number; h: number }

/** A letter stretched to its cell, as the letters of a cut seal fill their field. */
function drawLetter(fonts: FontsInUse, { text, kind }: SealLetter, cell: Cell): string {
  const letters = setLine(text, 'strong')
  const width = lineWidth(letters, 'strong')
  const [left, bottom] = [cell.x - cell.w / 2, cell.y - cell.h / 2]
  // Ideographs sit between 0.12 em below the baseline and 0.88 above it.
  const matrix =
    kind === 'turned'
      ? numbers(0, -cell.h, cell.w, 0, left + cell.w * 0.12, bottom + cell.h)
      : numbers(cell.w, 0, 0, cell.h, left + ((1 - width) * cell.w) / 2, bottom + cell.h * 0.12)
  return `${matrix} Tm ${shown(fonts.showLetters(letters, 1, 'strong'), 1)}`
}

function drawRow(fonts: FontsInUse, { text }: SealLetter, { x, y, h: size }: Cell): string {
  const letters = setLine(text, 'strong', isRightToLeft(text))
  const left = x - (lineWidth(letters, 'strong') * size) / 2
  const runs = fonts.showLetters(letters, size, 'strong')
  return `${numbers(1, 0, 0, 1, left, y - size * 0.36)} Tm ${shown(runs, size)}`
}

function circle(cx: number, cy: number, r: number): string {
  const k = r * CIRCLE
  return [
    `${numbers(cx + r, cy)} m`,
    `${numbers(cx + r, cy + k, cx + k, cy + r, cx, cy + r)} c`,
    `${numbers(cx - k, cy + r, cx - r, cy + k, cx - r, cy)} c`,
    `${numbers(cx - r, cy - k, cx - k, cy - r, cx, cy - r)} c`,
    `${numbers(cx + k, cy - r, cx + r, cy - k, cx + r, cy)} c h`,
  ].join(' ')
}
