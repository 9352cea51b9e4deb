import type { Document } from '#domain/document.ts'
import { type NewOrder, orderRecipients } from '#domain/recipient-order.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Puts the recipients of a draft into another order. */
export async function orderParticipants(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; order: NewOrder },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    orderRecipients(document, request.order, ports.clock.now()),
  )
}
