import type { Document } from '#domain/document.ts'
import type { ReminderChoice } from '#domain/reminder-choice.ts'
import { planReminders as decide } from '#domain/reminding.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Whether and when a document reminds its recipients. */
export async function planReminders(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; choice: ReminderChoice },
): Promise<Document> {
  return changeDocument(ports, origin, request.documentId, (document) =>
    decide(document, request.choice, ports.clock.now()),
  )
}
