import type { Document } from '#domain/document.ts'
import { updateReportee as decideChange, type ReporteeFields } from '#domain/reportee.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Changes a reportee of a draft. */
export async function updateReportee(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; reporteeId: string; fields: Partial<ReporteeFields> },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideChange(document, request.reporteeId, request.fields, ports.clock.now()),
  )
}
