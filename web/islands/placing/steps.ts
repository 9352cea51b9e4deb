import { sizeLimits, usualSize } from '#domain/widget-size.ts'
import type { PlacedField } from '#web/console/placing/placed-field.ts'
import type { PaperSize } from '../papers/paper-stack.ts'

/** What is done to fields, one after the other; what a step does can be undone by another one. */
export type Change =
  | { act: 'add'; field: PlacedField }
  | { act: 'update'; before: PlacedField; field: PlacedField }
  | { act: 'remove'; field: PlacedField }

/** Points: how far a copy lies beside what it was made from. */
const besides = 12

/** A new id, as the server makes them: sortable by time. */
export function newId(now: number, random: Uint8Array): string {
  const time = now.toString(16).padStart(12, '0')
  const rest = [...random.slice(0, 10)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return time + rest
}

/** The fields after a step. */
export function applied(fields: readonly PlacedField[], changes: readonly Change[]): PlacedField[] {
  let next = [...fields]
  for (const change of changes) {
    const { id } = change.field
    if (change.act === 'remove') next = next.filter((each) => each.id !== id)
    else if (change.act === 'update') next = next.map((each) => (each.id === id ? change.field : each))
    else if (next.every((each) => each.id !== id)) next.push(change.field)
  }
  return next
}

/** The step that takes this one back. */
export function inverse(changes: readonly Change[]): Change[] {
  return changes.toReversed().map((change): Change => {
    const { field } = change
    if (change.act === 'add') return { act: 'remove', field }
    if (change.act === 'remove') return { act: 'add', field }
    return { act: 'update', before: field, field: change.before }
  })
}

/** Pushed into its page, in whole points. A field that is larger than the page lies at its corner. */
export function within(field: PlacedField, pages: readonly PaperSize[]): PlacedField {
  const page = pages[field.page]
  if (page === undefined) return field
  const pushed = (at: number, side: number, length: number) =>
    Math.max(0, Math.min(Math.round(at), Math.floor(length - side)))
  return { ...field, x: pushed(field.x, field.w, page.width), y: pushed(field.y, field.h, page.height) }
}

/** The new field of this kind with its middle at this place. */
export function placedAt(
  base: Pick<PlacedField, 'id' | 'kind' | 'participantId' | 'page' | 'text'>,
  middle: { x: number; y: number },
  pages: readonly PaperSize[],
): PlacedField {
  const { w, h } = usualSize[base.kind]
  const at = { x: middle.x - w / 2, y: middle.y - h / 2 }
  return within({ ...base, ...at, w, h, fontSize: null, label: '', required: true }, pages)
}

/** Which corner is pulled. */
export type Corner = 'nw' | 'ne' | 'sw' | 'se'

/** A corner pulled by so much, the opposite one staying where it is, within what its kind and the page allow. */
export function resized(
  field: PlacedField,
  corner: Corner,
  by: { x: number; y: number },
  page: PaperSize,
): PlacedField {
  const { least, most, square } = sizeLimits[field.kind]
  const [left, up] = [corner.endsWith('w'), corner.startsWith('n')]
  const right = field.x + field.w
  const bottom = field.y + field.h
  const room = {
    w: Math.floor(left ? right : page.width - field.x),
    h: Math.floor(up ? bottom : page.height - field.y),
  }
  let w = field.w + (left ? -by.x : by.x)
  let h = field.h + (up ? -by.y : by.y)
  if (square) {
    const side = Math.min(Math.max(w, h), room.w, room.h)
    w = side
    h = side
  }
  const limited = (side: 'w' | 'h', value: number) =>
    Math.max(least[side], Math.min(Math.round(value), most[side], room[side]))
  w = limited('w', w)
  h = limited('h', h)
  return { ...field, w, h, x: left ? right - w : field.x, y: up ? bottom - h : field.y }
}

/** A copy a little beside, on the same page. */
export function copied(field: PlacedField, id: string, pages: readonly PaperSize[]): PlacedField {
  return within({ ...field, id, x: field.x + besides, y: field.y + besides }, pages)
}

/** The same on every other page that has room for it and does not have it yet. */
export function repeated(
  field: PlacedField,
  fields: readonly PlacedField[],
  pages: readonly PaperSize[],
  idFor: () => string,
): PlacedField[] {
  return pages.flatMap(({ width, height }, page) => {
    const fits = field.x + field.w <= width && field.y + field.h <= height
    const same = ['kind', 'participantId', 'x', 'y'] as const
    const isThere = fields.some((each) => each.page === page && same.every((key) => each[key] === field[key]))
    return fits && !isThere ? [{ ...field, id: idFor(), page }] : []
  })
}

/** The other field of the page whose middle is nearest. */
export function neighbourOf(field: PlacedField, fields: readonly PlacedField[]): PlacedField | null {
  const distance = (other: PlacedField) =>
    Math.hypot(other.x + other.w / 2 - field.x - field.w / 2, other.y + other.h / 2 - field.y - field.h / 2)
  const others = fields.filter((each) => each.page === field.page && each.id !== field.id)
  return others.sort((a, b) => distance(a) - distance(b))[0] ?? null
}

const spellings = { seal: '0', text: '1', checkbox: '2' }

/** As the server takes a step. A default text that somebody gave to a recipient's field can only be given by a change. */
export function onWire(
  changes: readonly Change[],
  fileId: string,
  senderId: string,
): Record<string, string>[] {
  return changes.flatMap(({ act, field }) => {
    if (act === 'remove') return [{ act, id: field.id }]
    const given = field.participantId !== senderId && field.text !== '' && act === 'add'
    const added = { act, ...spelled(given ? { ...field, text: '' } : field, fileId) }
    return given ? [added, { act: 'update', ...spelled(field, fileId) }] : [added]
  })
}

function spelled(field: PlacedField, fileId: string): Record<string, string> {
  const { id, kind, participantId, page, x, y, w, h, fontSize, text, label, required } = field
  return {
    id,
    file_id: fileId,
    participant_id: participantId,
    type: spellings[kind],
    page: String(page),
    x: String(x),
    y: String(y),
    w: String(w),
    h: String(h),
    font_size: fontSize === null ? '' : String(fontSize),
    text,
    label,
    required: String(required),
  }
}
