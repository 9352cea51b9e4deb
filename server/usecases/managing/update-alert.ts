import { type AlertFields, updateAlert as decideChange, type StoredAlert } from '#domain/alert.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Sets or changes the alert of a document under the document's lock. */
export async function updateAlert(
  ports: Needs,
  origin: Origin,
  { documentId, fields }: { documentId: string; fields: Partial<AlertFields> },
): Promise<StoredAlert> {
  return ports.database.transaction(origin, async (tx) => {
    const [document, current] = await Promise.all([tx.documents.lock(documentId), tx.alerts.of(documentId)])
    if (document === null) throw new Refused(refusal('document_not_found'))
    const { next, events, refusal: objection } = decideChange(document, current, fields, ports.clock.now())
    if (objection !== undefined || next === null) throw new Refused(objection ?? refusal('alert_not_found'))
    const stored = await tx.alerts.save(documentId, next)
    tx.record(events)
    return stored
  })
}
