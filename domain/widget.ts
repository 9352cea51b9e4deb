import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import type { Widget, WidgetKind } from './document-parts.ts'
import { isBlankText } from './invisible-text.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type KeptText, keptText } from './text-rules.ts'
import { sizeLimits, usualSize, type WidgetSize } from './widget-size.ts'
import { widgetText, widgetTextObjection } from './widget-text.ts'

export type { Widget, WidgetKind } from './document-parts.ts'

/**
 * `inputCharacters`: more than any box shows; what a box shows is asked of `widget-text.ts`. `perDocument`: one on every
 * page of the longest file; every page that shows a document, and every form that posts it, has room for as many.
 */
export const widgetLimits = { inputCharacters: 1000, perDocument: 1000 }

export type WidgetFields = {
  participantId: string
  kind: WidgetKind
  page: number
  x: number
  y: number
  fontSize: number | null
  text: string
  label: string
  required: boolean
  /** Left out: the usual size of a new widget, and of one whose kind changes; else the size that it has. */
  size?: WidgetSize
}

export function addWidget(
  document: Document,
  ids: { id: string; fileId: string },
  fields: WidgetFields,
  now: Date,
): Decision<Document> {
  const widget = placed(
    ids,
    fields,
    fields.size ?? usualSize[fields.kind],
    isSender(document, fields.participantId),
  )
  const objection =
    placementObjection(document, widget) ??
    countObjection(document) ??
    textObjection(document, widget) ??
    visibilityObjection(widget)
  if (objection !== null) return refused(document, objection)
  return accepted(
    { ...document, widgets: [...document.widgets, widget], updatedAt: now },
    {
      type: 'widget.added',
      at: now,
      documentId: document.id,
      widgetId: ids.id,
      fileId: ids.fileId,
      participantId: fields.participantId,
      kind: fields.kind,
    },
  )
}

/** Who may give a text is not asked of a change: an empty value of the sender's is refused at sending. */
export function updateWidget(
  document: Document,
  widgetId: string,
  fields: Partial<WidgetFields>,
  now: Date,
): Decision<Document> {
  const widget = document.widgets.find((each) => each.id === widgetId)
  if (widget === undefined) return refused(document, refusal('widget_not_found'))
  const participantId = fields.participantId ?? widget.participantId
  const kind = fields.kind ?? widget.kind
  const size = fields.size ?? (kind === widget.kind ? { w: widget.w, h: widget.h } : usualSize[kind])
  const next = placed(widget, { ...widget, ...fields }, size, isSender(document, participantId))
  const objection = placementObjection(document, next) ?? visibilityObjection(next)
  if (objection !== null) return refused(document, objection)
  const widgets = document.widgets.map((each) => (each.id === widgetId ? next : each))
  return accepted(
    { ...document, widgets, updatedAt: now },
    { type: 'widget.updated', at: now, documentId: document.id, widgetId },
  )
}

export function removeWidget(document: Document, widgetId: string, now: Date): Decision<Document> {
  if (!document.widgets.some((each) => each.id === widgetId)) {
    return refused(document, refusal('widget_not_found'))
  }
  if (!documentCan.placeFields(document)) return refused(document, refusal('not_a_draft'))
  const widgets = document.widgets.filter((each) => each.id !== widgetId)
  return accepted(
    { ...document, widgets, updatedAt: now },
    { type: 'widget.removed', at: now, documentId: document.id, widgetId },
  )
}

/** What a recipient's widget holds now: typed, else the sender's default. */
export function currentValue(widget: Widget): string {
  return widget.filled ? widget.text : (widget.input ?? widget.text)
}

/** A required widget is complete when it holds something; a checkbox when it is checked. */
export function isComplete(widget: Widget): boolean {
  const value = currentValue(widget)
  if (widget.kind === 'checkbox') return !widget.required || isChecked(value)
  return !widget.required || !isBlankText(value)
}

export function isChecked(value: string): boolean {
  return value === '1'
}

/** The sender's checkbox is always checked. */
function placed(
  ids: { id: string; fileId: string },
  fields: Omit<WidgetFields, 'size'>,
  size: WidgetSize,
  sender: boolean,
): Widget {
  const text =
    fields.kind !== 'checkbox' ? fields.text : sender ? '1' : fields.text === '0' ? '' : fields.text
  return {
    id: ids.id,
    fileId: ids.fileId,
    participantId: fields.participantId,
    kind: fields.kind,
    page: fields.page,
    x: fields.x,
    y: fields.y,
    w: size.w,
    h: size.h,
    fontSize: fields.kind === 'text' ? fields.fontSize : null,
    text: kept(widgetText(fields.kind, text, 'text'), text),
    label: kept(keptText(fields.label, 'label'), fields.label),
    required: fields.kind === 'checkbox' ? fields.required : true,
    input: null,
    filled: sender && text !== '',
  }
}

/** As it is kept; what cannot be kept stays as it was given, and is refused. */
function kept(text: KeptText, given: string): string {
  return 'text' in text ? text.text : given
}

/** A text that would not be seen whole in the sealed file, and a label that nobody could read. */
function visibilityObjection(widget: Widget): Refusal | null {
  const label = keptText(widget.label, 'label')
  return widgetTextObjection(widget, widget.text, 'text') ?? ('refusal' in label ? label.refusal : null)
}

function isSender(document: Document, participantId: string): boolean {
  return document.participants[0]?.id === participantId
}

function placementObjection(document: Document, widget: Widget) {
  if (!documentCan.placeFields(document)) return refusal('not_a_draft')
  const file = document.files.find((each) => each.id === widget.fileId)
  if (file === undefined) return refusal('file_not_found')
  if (!document.participants.some((each) => each.id === widget.participantId)) {
    return refusal('field_malformed', 'participant_id')
  }
  if (file.docMdp === 2) return refusal('widgets_on_certified_file', 'uploadfile')
  return sizeObjection(widget) ?? outsidePage(widget, file.pages)
}

/** Documents that have more are older than this rule: they keep them, and get no other. */
function countObjection({ widgets }: Document): Refusal | null {
  const limit = widgetLimits.perDocument
  return widgets.length < limit ? null : refusal('too_many_widgets', 'file_id', { limit })
}

/** Which side is too small or too large, and what it may be. */
function sizeObjection({ kind, w, h }: Widget): Refusal | null {
  const { least, most, square } = sizeLimits[kind]
  for (const [field, value] of [['w', w] as const, ['h', h] as const]) {
    if (!Number.isInteger(value) || value < least[field] || value > most[field]) {
      return refusal('field_malformed', field, { least: least[field], most: most[field] })
    }
  }
  return square && w !== h ? refusal('field_malformed', 'h', { least: w, most: w }) : null
}

/**
 * A mark must be seen whole, so its box lies on the page in its full width and height. `limit` is the largest whole x or y
 * at which it fits; below zero the page is smaller than the box.
 */
export function outsidePage(widget: Widget, pages: { width: number; height: number }[]): Refusal | null {
  const page = pages[widget.page]
  if (page === undefined) return refusal('widget_outside_page', 'page', { pages: pages.length })
  const right = Math.floor(page.width - widget.w)
  if (widget.x < 0 || widget.x > right) {
    return refusal('widget_outside_page', 'x', { limit: right, size: widget.w })
  }
  const lowest = Math.floor(page.height - widget.h)
  if (widget.y < 0 || widget.y > lowest) {
    return refusal('widget_outside_page', 'y', { limit: lowest, size: widget.h })
  }
  return null
}

/** A recipient's text is theirs to give, except that an optional checkbox may come checked; the sender's is given now. */
function textObjection(document: Document, widget: Widget) {
  if (isSender(document, widget.participantId)) {
    return isBlankText(widget.text) ? refusal('widget_text_missing', 'text') : null
  }
  if (widget.text === '') return null
  const optionalCheck = widget.kind === 'checkbox' && !widget.required && isChecked(widget.text)
  return optionalCheck ? null : refusal('widget_text_for_recipient', 'text')
}
