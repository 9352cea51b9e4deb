import { type BulkAct, type BulkSend, steer } from '#domain/bulk-send.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Starts a list, pauses it, lets it go on or ends it. Pressed twice it is done once. */
export async function steerBulkSend(
  ports: Needs,
  origin: Origin,
  request: { id: string; act: BulkAct; leaveOut?: boolean },
): Promise<BulkSend> {
  const { id, act, leaveOut = false } = request
  const known = await ports.database.read.bulkSend(id)
  if (known === null) throw new Refused(refusal('bulk_send_not_found'))
  return ports.database.transaction(origin, async (tx) => {
    // As everywhere a document's lock comes first; only these two acts ask how the template is.
    const template =
      act === 'start' || act === 'resume' ? await tx.documents.lock(known.send.templateId) : null
    const send = await tx.bulkSends.lock(id)
    if (send === null) throw new Refused(refusal('bulk_send_not_found'))
    const counts = await tx.bulkSends.countsOf(id)
    const now = ports.clock.now()
    const templateAt = template?.status === 'template' ? template.updatedAt : null
    const decided = steer(send, act, { counts, leaveOut, templateAt, now })
    if ('refusal' in decided) throw new Refused(decided.refusal)
    const { next } = decided
    if (next === send) return send
    await tx.bulkSends.save(next)
    if (act === 'start' && counts.faulty > 0) await tx.bulkSends.leaveOut(id, now)
    if (act === 'start' || act === 'resume') {
      await tx.bulkSends.putOff(id, now)
      await tx.bulkSends.release(id)
    }
    const type = eventOf[act]
    tx.recordTeam([{ type, teamId: send.teamId, at: now, bulkSendId: id, count: counts.ready }])
    return next
  })
}

const eventOf = {
  start: 'bulk_send.started',
  pause: 'bulk_send.paused',
  resume: 'bulk_send.resumed',
  stop: 'bulk_send.stopped',
} as const
