import { type Static, Type } from 'typebox'
import { type File, fileNameLimit } from '#domain/file.ts'
import { type Widget, widgetLimits } from '#domain/widget.ts'
import { codeOf, widgetKindCode, widgetStatusCode } from './codes.ts'

export const widgetAnswer = Type.Object({
  id: Type.String(),
  widget_type: codeOf(widgetKindCode),
  participant_id: Type.String(),
  file_id: Type.String(),
  page: Type.Integer(),
  x: Type.Integer(),
  y: Type.Integer(),
  w: Type.Integer(),
  h: Type.Integer(),
  /** Only for free text that set one. */
  font_size: Type.Optional(Type.String({ enum: ['8', '9', '10', '11', '12', '13', '14'] })),
  text: Type.String({ maxLength: widgetLimits.inputCharacters }),
  status: codeOf(widgetStatusCode),
  label: Type.String({ maxLength: widgetLimits.inputCharacters }),
  /** Only for checkboxes. */
  required: Type.Optional(Type.Boolean()),
})

export const fileAnswer = Type.Object({
  id: Type.String(),
  name: Type.String({ maxLength: fileNameLimit }),
  order: Type.Integer(),
  total_pages: Type.Integer(),
  widgets: Type.Array(widgetAnswer),
})

export type FileOnWire = Static<typeof fileAnswer>

export function fileOnWire(file: File, widgets: Widget[]): FileOnWire {
  return {
    id: file.id,
    name: file.name,
    order: file.order,
    total_pages: file.pages.length,
    widgets: widgets.filter((each) => each.fileId === file.id).map(widgetOnWire),
  }
}

function widgetOnWire(widget: Widget): Static<typeof widgetAnswer> {
  const isFilled = widget.filled && widget.text !== ''
  return {
    id: widget.id,
    widget_type: widgetKindCode[widget.kind],
    participant_id: widget.participantId,
    file_id: widget.fileId,
    page: widget.page,
    x: widget.x,
    y: widget.y,
    w: widget.w,
    h: widget.h,
    ...(widget.kind === 'text' && widget.fontSize !== null ? { font_size: String(widget.fontSize) } : {}),
    text: widget.text,
    status: isFilled ? widgetStatusCode.filled : widgetStatusCode.empty,
    label: widget.label,
    ...(widget.kind === 'checkbox' ? { required: widget.required } : {}),
  }
}
