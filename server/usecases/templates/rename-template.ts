import type { Document } from '#domain/document.ts'
import { renameTemplate as decideName } from '#domain/template.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Gives a template another title; what was made from it keeps its own. */
export async function renameTemplate(
  ports: Needs,
  origin: Origin,
  request: { templateId: string; title: string },
): Promise<Document> {
  return changeDocument(ports, origin, request.templateId, (template) =>
    decideName(template, request.title, ports.clock.now()),
  )
}
