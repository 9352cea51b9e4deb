import type { Document } from '#domain/document.ts'
import { removeReportee as decideRemoval } from '#domain/reportee.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Takes a reportee out of a draft. */
export async function removeReportee(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; reporteeId: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideRemoval(document, request.reporteeId, ports.clock.now()),
  )
}
