import type { Transaction } from '#server/usecases/ports.ts'
import { type Queue, queued } from '../connection/queued-writes.ts'
import type { Connection } from '../connection/statements.ts'
import { alertStore } from './alert-store.ts'
import { attributeStore } from './attribute-store.ts'
import { contractDayStore } from './contract-day-store.ts'

/** What lies beside a document for its management, inside a transaction. */
export function managingStores(
  connection: Connection,
  queue: Queue,
): Pick<Transaction, 'attributes' | 'alerts' | 'contractDays'> {
  const attributes = attributeStore(connection)
  const alerts = alertStore(connection)
  const contractDays = contractDayStore(connection)
  return {
    attributes: { ...attributes, queueSave: queued(queue, attributes.queueSave) },
    alerts: { ...alerts, queueMailedFor: queued(queue, alerts.queueMailedFor) },
    contractDays: { ...contractDays, queueMailedFor: queued(queue, contractDays.queueMailedFor) },
  }
}
