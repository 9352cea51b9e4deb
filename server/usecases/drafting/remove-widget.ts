import type { Document } from '#domain/document.ts'
import { removeWidget as decideRemoval } from '#domain/widget.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes a mark off a draft's page. */
export async function removeWidget(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; widgetId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRemoval(document, request.widgetId, ports.clock.now()),
  )
}
