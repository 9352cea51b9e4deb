import type { Document } from '#domain/document.ts'
import { sightOfReportee, unlessChanged } from '#domain/draft-sight.ts'
import { updateReportee as decideChange, type ReporteeFields } from '#domain/reportee.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes a reportee of a draft. `seen`: what the page of the console showed of them. */
export async function updateReportee(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; reporteeId: string; fields: Partial<ReporteeFields>; seen?: string },
): Promise<Document> {
  const { reporteeId, fields, seen = null } = request
  const sight = (document: Document) => sightOfReportee(document, reporteeId)
  return changeDocument(ports, origin, request.documentId, (document) =>
    unlessChanged(document, sight, seen, () => decideChange(document, reporteeId, fields, ports.clock.now())),
  )
}
