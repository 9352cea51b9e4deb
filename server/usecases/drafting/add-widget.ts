import type { Document } from '#domain/document.ts'
import { addWidget as decideWidget, type WidgetFields } from '#domain/widget.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Puts a mark on a page of a draft's file. */
export async function addWidget(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fileId: string; fields: WidgetFields },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) => {
    const ids = { id: ports.random.id(), fileId: request.fileId }
    return decideWidget(document, ids, request.fields, ports.clock.now())
  })
}
