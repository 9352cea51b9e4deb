import { dictOf, nameOf } from '#server/pdf/format/pdf-objects.ts'
import { numbers } from './drawing.ts'
import { type FieldWidget, numbersOf } from './field-widget.ts'

/** Border and background of a field (ISO 32000-2, 12.5.4 and 12.5.6.19). */
export type Frame = {
  width: number
  style: 'S' | 'D' | 'B' | 'I' | 'U'
  dash: number[]
  /** Colour components: none, grey, RGB or CMYK. */
  border: number[]
  background: number[]
}

type Box = { w: number; h: number }

/** How the field is framed. Without a border colour nothing is drawn, but the width still keeps the text off the edge. */
export function frameOf(widget: FieldWidget): Frame {
  const { revision } = widget
  const style = dictOf(widget.own('BS'))?.entries
  // `/Border` is the older spelling: two radii, the width, and perhaps a dash array.
  const border = style ? null : revision.list(widget.dict.entries.get('Border'))
  const given = revision.resolve(style ? style.get('W') : border?.[2])
  const letter = nameOf(revision.resolve(style?.get('S'))) ?? 'S'
  const dash = numbersOf(revision, style ? style.get('D') : border?.[3])
  const dashed = style ? letter === 'D' : (dash?.length ?? 0) > 0
  return {
    width: typeof given === 'number' && given >= 0 ? given : 1,
    style: dashed ? 'D' : ((['B', 'I', 'U'] as const).find((one) => one === letter) ?? 'S'),
    dash: dash?.some((length) => length > 0) && dash.every((length) => length >= 0) ? dash : [3],
    border: coloursOf(widget, 'BC'),
    background: coloursOf(widget, 'BG'),
  }
}

/** Room that the frame takes from each side. */
export function frameInset({ width, style }: Frame): number {
  return style === 'B' || style === 'I' ? 2 * width : width
}

/** Operators that draw background and border of a rectangular field. */
export function drawFrame(frame: Frame, { w, h }: Box): string {
  const { width, style, border, background } = frame
  const fill = background.length > 0 ? `${colour(background, 'fill')} ${numbers(0, 0, w, h)} re f\n` : ''
  if (border.length === 0 || width === 0) return fill === '' ? '' : `q ${fill}Q\n`
  const pen = `${colour(border, 'stroke')} ${numbers(width)} w`
  if (style === 'U') return `q ${fill}${pen} ${numbers(0, width / 2)} m ${numbers(w, width / 2)} l S Q\n`
  const dashes = style === 'D' ? ` [${numbers(...frame.dash)}] 0 d` : ''
  const outline = `${numbers(width / 2, width / 2, w - width, h - width)} re S\n`
  return `q ${fill}${edges(frame, { w, h })}${pen}${dashes} ${outline}Q\n`
}

/** The same for a round radio button. */
export function drawRoundFrame(frame: Frame, { w, h }: Box): string {
  const { width, border, background } = frame
  const radius = Math.min(w, h) / 2
  const parts = [
    background.length > 0 ? `${colour(background, 'fill')} ${circle(w / 2, h / 2, radius)} f\n` : '',
    border.length > 0 && width > 0
      ? `${colour(border, 'stroke')} ${numbers(width)} w ${circle(w / 2, h / 2, radius - width / 2)} s\n`
      : '',
  ].join('')
  return parts === '' ? '' : `q ${parts}Q\n`
}

/** The light and dark inner edges of a raised or sunken field. */
function edges({ width, style, background }: Frame, { w, h }: Box): string {
  if (style !== 'B' && style !== 'I') return ''
  const [i, o] = [2 * width, width]
  const upper = [o, o, o, h - o, w - o, h - o, w - i, h - i, i, h - i, i, i]
  const lower = [w - o, h - o, w - o, o, o, o, i, i, w - i, i, w - i, h - i]
  const light = style === 'B' ? '1 g' : '0.5 g'
  const shade = background.length === 3 ? `${numbers(...background.map((one) => one * 0.75))} rg` : '0.75 g'
  return `${light} ${polygon(upper)} f\n${shade} ${polygon(lower)} f\n`
}

function polygon(points: number[]): string {
  const pairs = Array.from({ length: points.length / 2 }, (_, index) =>
    points.slice(index * 2, index * 2 + 2),
  )
  return pairs
    .map((pair, index) => `${numbers(...pair)} ${index === 0 ? 'm' : 'l'}`)
    .join(' ')
    .concat(' h')
}

/** A circle as four curves. */
export function circle(x: number, y: number, r: number): string {
  const k = r * 0.5523
  return [
    `${numbers(x + r, y)} m`,
    `${numbers(x + r, y + k, x + k, y + r, x, y + r)} c`,
    `${numbers(x - k, y + r, x - r, y + k, x - r, y)} c`,
    `${numbers(x - r, y - k, x - k, y - r, x, y - r)} c`,
    `${numbers(x + k, y - r, x + r, y - k, x + r, y)} c h`,
  ].join(' ')
}

function colour(components: number[], use: 'fill' | 'stroke'): string {
  const operators = use === 'fill' ? ['g', 'rg', 'k'] : ['G', 'RG', 'K']
  return `${numbers(...components)} ${operators[components.length === 1 ? 0 : components.length - 2]}`
}

function coloursOf(widget: FieldWidget, key: 'BC' | 'BG'): number[] {
  const given = numbersOf(widget.revision, widget.characteristic(key) ?? undefined) ?? []
  return [1, 3, 4].includes(given.length) ? given.map((one) => Math.min(1, Math.max(0, one))) : []
}
