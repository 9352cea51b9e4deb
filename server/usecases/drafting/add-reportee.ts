import { accepted } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { addReportee as decideReportee, type ReporteeFields } from '#domain/reportee.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random'>

/** Adds somebody who is told of the outcome. `id`: of the form that asks; sent twice it is one reportee. */
export async function addReportee(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fields: ReporteeFields; id?: string },
): Promise<Document> {
  const { documentId, fields, id = ports.random.id() } = request
  return changeDocument(ports, origin, documentId, (document) => {
    if (document.reportees.some((each) => each.id === id)) return accepted(document)
    return decideReportee(document, id, fields, ports.clock.now())
  })
}
