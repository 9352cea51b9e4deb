import type { Widget, WidgetKind } from '#domain/widget.ts'

/** The form of a field as typed. The page is counted from 1, as people count. */
export type FieldEntry = {
  kind: string
  participantId: string
  page: string
  x: string
  y: string
  w: string
  h: string
  fontSize: string
  label: string
  text: string
  required: boolean
}

/** The form of a field: what stands in it, and what is wrong, by entry. */
export type TypedField = { typed: FieldEntry; problems: Record<string, string> }

/** The kinds in the order in which they are offered, with their spelling on the wire of the Web API. */
export const kindsOnWire: [WidgetKind, string][] = [
  ['seal', '0'],
  ['text', '1'],
  ['checkbox', '2'],
]

/** What the form shows of a field that is there. */
export function entryOfWidget(widget: Widget): FieldEntry {
  return {
    kind: widget.kind,
    participantId: widget.participantId,
    page: String(widget.page + 1),
    x: String(widget.x),
    y: String(widget.y),
    w: String(widget.w),
    h: String(widget.h),
    fontSize: widget.fontSize === null ? '' : String(widget.fontSize),
    label: widget.label,
    text: widget.text,
    required: widget.required,
  }
}

/** A form in which nothing was typed yet. Without a size it has the usual one, whichever kind is chosen then. */
export function newEntry(kind: WidgetKind, participantId: string, page: number): FieldEntry {
  return {
    kind,
    participantId,
    page: String(page + 1),
    x: '72',
    y: '72',
    w: '',
    h: '',
    fontSize: '',
    label: '',
    text: '',
    required: true,
  }
}
