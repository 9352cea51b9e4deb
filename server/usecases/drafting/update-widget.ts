import type { Document } from '#domain/document.ts'
import { updateWidget as decideChange, type WidgetFields } from '#domain/widget.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Moves or changes a mark of a draft. */
export async function updateWidget(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; widgetId: string; fields: Partial<WidgetFields> },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideChange(document, request.widgetId, request.fields, ports.clock.now()),
  )
}
