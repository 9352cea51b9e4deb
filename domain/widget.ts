import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan } from './document.ts'
import { refusal } from './refusal.ts'

/** 押印, フリーテキスト, チェックボックス. */
export type WidgetKind = 'seal' | 'text' | 'checkbox'

/** A mark on a page. Points from the top-left corner of the visible page; `page` from 0. */
export type Widget = {
  id: string
  kind: WidgetKind
  participantId: string
  fileId: string
  page: number
  x: number
  y: number
  w: number
  h: number
  fontSize: number | null
  /** On the wire: the sender's value, a recipient's default, after consent what was consented to. */
  text: string
  label: string
  required: boolean
  /** What the recipient has typed so far; null until they touch it. Not on the wire before consent. */
  input: string | null
  /** Text given at consent (or by the sender): nothing changes it any more. */
  filled: boolean
}

export const defaultBox: Record<WidgetKind, { w: number; h: number }> = {
  text: { w: 200, h: 24 },
  seal: { w: 56, h: 56 },
  checkbox: { w: 16, h: 16 },
}

export const widgetLimits = { inputCharacters: 1000, sealCharacters: 12 }

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
}

export function addWidget(
  document: Document,
  ids: { id: string; fileId: string },
  fields: WidgetFields,
  now: Date,
): Decision<Document> {
  const widget = placed(ids, fields, isSender(document, fields.participantId))
  const objection = placementObjection(document, widget) ?? textObjection(document, widget)
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

/** The text rules do not apply to a change: an empty value of the sender's is refused at sending. */
export function updateWidget(
  document: Document,
  widgetId: string,
  fields: Partial<WidgetFields>,
  now: Date,
): Decision<Document> {
  const widget = document.widgets.find((each) => each.id === widgetId)
  if (widget === undefined) return refused(document, refusal('widget_not_found'))
  const participantId = fields.participantId ?? widget.participantId
  const next = placed(widget, { ...widget, ...fields }, isSender(document, participantId))
  const objection = placementObjection(document, next)
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
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
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
  return !widget.required || value.trim() !== ''
}

export function isChecked(value: string): boolean {
  return value === '1'
}

/** A default seal is 56 points square whatever was asked; the sender's checkbox is always checked. */
function placed(ids: { id: string; fileId: string }, fields: WidgetFields, sender: boolean): Widget {
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
    ...defaultBox[fields.kind],
    fontSize: fields.kind === 'text' ? fields.fontSize : null,
    text,
    label: fields.label,
    required: fields.kind === 'checkbox' ? fields.required : true,
    input: null,
    filled: sender && text !== '',
  }
}

function isSender(document: Document, participantId: string): boolean {
  return document.participants[0]?.id === participantId
}

function placementObjection(document: Document, widget: Widget) {
  if (!documentCan.edit(document)) return refusal('not_a_draft')
  const file = document.files.find((each) => each.id === widget.fileId)
  if (file === undefined) return refusal('file_not_found')
  if (!document.participants.some((each) => each.id === widget.participantId)) {
    return refusal('field_malformed', 'participant_id')
  }
  if (file.docMdp === 2) return refusal('widgets_on_certified_file', 'uploadfile')
  const page = file.pages[widget.page]
  if (page === undefined) return refusal('widget_outside_page', 'page', { pages: file.pages.length })
  if (widget.x < 0 || widget.x > page.width) {
    return refusal('widget_outside_page', 'x', { limit: Math.floor(page.width) })
  }
  if (widget.y < 0 || widget.y > page.height) {
    return refusal('widget_outside_page', 'y', { limit: Math.floor(page.height) })
  }
  return null
}

/** A recipient's text is theirs to give, except that an optional checkbox may come checked; the sender's is given now. */
function textObjection(document: Document, widget: Widget) {
  if (isSender(document, widget.participantId)) {
    return widget.text === '' ? refusal('widget_text_missing', 'text') : null
  }
  if (widget.text === '') return null
  const optionalCheck = widget.kind === 'checkbox' && !widget.required && isChecked(widget.text)
  return optionalCheck ? null : refusal('widget_text_for_recipient', 'text')
}
