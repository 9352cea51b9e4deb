import type { Document } from '#domain/document.ts'
import { addReportee as decideReportee, type ReporteeFields } from '#domain/reportee.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Adds somebody who is told of the outcome. */
export async function addReportee(
  ports: Needs,
  origin: Origin,
  { documentId, fields }: { documentId: string; fields: ReporteeFields },
): Promise<Document> {
  return changeDocument(ports, origin, documentId, (document) =>
    decideReportee(document, ports.random.id(), fields, ports.clock.now()),
  )
}
