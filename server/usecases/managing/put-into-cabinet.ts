import { putIntoCabinet as decide } from '#domain/cabinet.ts'
import type { Document } from '#domain/document.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** The sender puts a document into a cabinet that they may open, or takes it out of its cabinet (null). */
export async function putIntoCabinet(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; memberId: string; cabinetId: string | null },
): Promise<Document> {
  const { documentId, memberId, cabinetId } = request
  const open = await ports.database.read.cabinetsFor(memberId)
  return changeDocument(ports, origin, documentId, (document) =>
    decide(document, cabinetId, open, ports.clock.now()),
  )
}
