import type { Document } from '#domain/document.ts'
import type { Widget } from '#domain/widget.ts'

/** A field as the editor knows it. */
export type PlacedField = Pick<
  Widget,
  | 'id'
  | 'kind'
  | 'participantId'
  | 'page'
  | 'x'
  | 'y'
  | 'w'
  | 'h'
  | 'fontSize'
  | 'text'
  | 'label'
  | 'required'
>

/** The fields of one file, as they are saved. */
export function placedOn(document: Document, fileId: string): PlacedField[] {
  return document.widgets
    .filter((each) => each.fileId === fileId)
    .map(({ id, kind, participantId, page, x, y, w, h, fontSize, text, label, required }) => ({
      ...{ id, kind, participantId, page, x, y, w, h, fontSize, text, label, required },
    }))
}
