import type { Document } from '#domain/document.ts'
import { changeWidgets as decideChanges, type WidgetChange } from '#domain/widget-changes.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Puts fields on the pages of a draft, changes and removes them: one step of the console's editor, all of it or nothing. */
export async function changeWidgets(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; changes: WidgetChange[] },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideChanges(document, request.changes, ports.clock.now()),
  )
}
