import { afterLimit } from '#domain/bulk-send.ts'
import type { Refusal } from '#domain/refusal.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Notes of a row's link that it went by SMS, or why not. What a limit held up waits until there is room again. */
export async function noteLink(
  ports: Needs,
  { id, row, documentId }: { id: string; row: number; documentId: string },
  objection: Refusal | null,
): Promise<void> {
  const until = objection === null ? null : afterLimit(objection, documentId, ports.clock.now())
  const state = objection === null ? 'sent' : until === null ? 'refused' : 'waiting'
  await ports.database.transaction(systemOrigin, async (tx) => {
    tx.bulkSends.queueLink(id, row, { state, until, reason: objection })
  })
}
