import { numbers, VERMILION } from './drawing.ts'
import { type FontsInUse, printable, widthOf } from './fonts.ts'

const ROTATED_WHEN_VERTICAL = new Set([...'ー－—–-~〜～…‥（）()「」『』〔〕［］【】〈〉《》'])
const CIRCLE = 0.5523

/** Shape of the name within the circle by letters per column: width and height in radii. */
const SHAPES: Record<string, [number, number]> = {
  '1x1': [1.32, 1.32],
  '1x2': [1.02, 1.5],
  '1x3': [0.78, 1.64],
  '1x4': [0.62, 1.7],
  '2x1': [1.56, 0.98],
  '2x2': [1.4, 1.34],
  '2x3': [1.2, 1.46],
  '2x4': [1, 1.54],
}

/** Draws a round vermilion seal with the name set vertically in one to three columns, into a box with its origin lower left. */
export function drawHanko(fonts: FontsInUse, box: { w: number; h: number }, fullName: string): string {
  const side = Math.min(box.w, box.h)
  const stroke = side * 0.032
  const radius = side / 2 - stroke / 2 - side * 0.01
  const [cx, cy] = [box.w / 2, box.h / 2]
  const ring = `${numbers(...VERMILION)} RG ${numbers(stroke)} w ${circle(cx, cy, radius)} S\n`
  const columns = columnsOf(printable(fullName))
  const inner = radius - stroke / 2
  const letters = isLatin(columns)
    ? drawRows(fonts, cx, cy, inner, columns)
    : drawColumns(fonts, cx, cy, inner, columns)
  return `q ${ring}${letters}Q\n`
}

/** The name as columns, first column first (rightmost). Family and given name each get a column when both are short. */
export function columnsOf(fullName: string): string[][] {
  const words = fullName.split(/[\s\u3000・]+/u).filter(Boolean)
  if (words.length === 0) return []
  const letters = words.map((word) => [...word])
  if (/^[\p{Script=Latin}\p{N}\p{P}]+$/u.test(words.join(''))) return letters.slice(0, 4)
  const all = letters.flat().slice(0, 18)
  if (all.length <= 3) return [all]
  if (words.length === 2 && letters.every((word) => word.length <= 4)) return letters
  const count = all.length <= 8 ? 2 : 3
  const rows = Math.ceil(all.length / count)
  const out: string[][] = []
  for (let at = 0; at < all.length; at += rows) out.push(all.slice(at, at + rows))
  return out
}

function drawColumns(fonts: FontsInUse, cx: number, cy: number, inner: number, columns: string[][]): string {
  const rows = Math.max(...columns.map((column) => column.length), 0)
  if (rows === 0) return ''
  const shape = SHAPES[`${columns.length}x${rows}`] ?? inscribed(columns.length, rows)
  const [width, height] = [shape[0] * inner, shape[1] * inner]
  const cellWidth = width / columns.length
  let out = `${numbers(...VERMILION)} rg `
  columns.forEach((column, index) => {
    const cellHeight = height / Math.max(column.length, rows - 1, 1)
    const top = cy + (cellHeight * column.length) / 2
    const left = cx + width / 2 - cellWidth * (index + 1)
    column.forEach((char, row) => {
      out += glyphInCell(fonts, char, left, top - cellHeight * (row + 1), cellWidth, cellHeight)
    })
  })
  return out
}

/** A letter stretched to its cell, as the letters of a cut seal fill their field. */
function glyphInCell(fonts: FontsInUse, char: string, x: number, y: number, w: number, h: number): string {
  const [run] = fonts.show(char, 1, 'strong')
  if (!run) return ''
  // Ideographs sit between 0.12 em below the baseline and 0.88 above it.
  const scaleX = w * 1.0
  const scaleY = h * 1.0
  const turned = ROTATED_WHEN_VERTICAL.has(char)
  const matrix = turned
    ? numbers(0, -scaleY, scaleX, 0, x + scaleX * 0.12, y + scaleY)
    : numbers(scaleX, 0, 0, scaleY, x + ((1 - run.width) * scaleX) / 2, y + scaleY * 0.12)
  return `BT /${run.resource} 1 Tf ${matrix} Tm <${run.codes}> Tj ET\n`
}

function drawRows(fonts: FontsInUse, cx: number, cy: number, inner: number, words: string[][]): string {
  const texts = words.map((letters) => letters.join(''))
  const widest = Math.max(...texts.map((text) => widthOf(text, 1, 'strong')))
  const lines = texts.length
  const size = (inner * 2 * 0.9) / Math.hypot(widest, lines * 1.15)
  let out = `${numbers(...VERMILION)} rg `
  texts.forEach((text, index) => {
    const x = cx - widthOf(text, size, 'strong') / 2
    const y = cy + size * 1.15 * (lines / 2 - index - 0.5) - size * 0.36
    for (const run of fonts.show(text, size, 'strong')) {
      out += `BT /${run.resource} ${numbers(size)} Tf ${numbers(1, 0, 0, 1, x, y)} Tm <${run.codes}> Tj ET\n`
    }
  })
  return out
}

function inscribed(columns: number, rows: number): [number, number] {
  const half = Math.hypot(columns, rows) / 1.9
  return [columns / half, rows / half]
}

function isLatin(columns: string[][]): boolean {
  const all = columns.flat().join('')
  return all.length > 0 && /^[\p{Script=Latin}\p{N}\p{P}]+$/u.test(all)
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
