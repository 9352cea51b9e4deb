import type { Document } from '#domain/document.ts'
import { shareTemplate as decideSharing } from '#domain/template.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Lets the team use a template, or takes it back. */
export async function shareTemplate(
  ports: Needs,
  origin: Origin,
  request: { templateId: string; shared: boolean },
): Promise<Document> {
  return changeDocument(ports, origin, request.templateId, (template) =>
    decideSharing(template, request.shared, ports.clock.now()),
  )
}
