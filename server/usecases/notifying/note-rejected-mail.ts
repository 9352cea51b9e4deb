import type { DeliverMail } from '#domain/job-request.ts'
import { stopReminding } from '#domain/reminding.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * Records that a mail was refused for good, once for each mail, although a job may run twice. `reason`: as the transport
 * tells it, without an address.
 */
export async function noteRejectedMail(
  { database, clock }: Needs,
  { documentId, kind, readerId, occasion }: Omit<DeliverMail, 'job'>,
  reason: string,
): Promise<void> {
  await database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return
    const { teamId } = document
    const at = clock.now()
    const status = statusIn(reason)
    tx.mailLog.queueTry({ documentId, teamId, kind, readerId, occasion, state: 'rejected', at, status })
    const isParticipant = document.participants.some(({ id }) => id === readerId)
    const reader = isParticipant ? { participantId: readerId } : { reporteeId: readerId }
    // Whoever recorded it before held the same lock, so their row is there.
    const known = (await tx.trailOf(documentId)).some(
      ({ type, detail }) =>
        type === 'mail.rejected' &&
        detail.occasion === occasion &&
        detail.kind === kind &&
        (detail.participantId ?? detail.reporteeId) === readerId,
    )
    if (known) return
    if (kind === 'requested') tx.documents.queueSave(stopReminding(document, readerId))
    tx.record([{ type: 'mail.rejected', at, documentId, ...reader, kind, occasion, status }])
  })
}

/** `smtp_550_5.1.1` → `5.1.1`, `smtp_550` → `550`; what we refused ourselves has a word. */
function statusIn(reason: string): string {
  const [, reply, enhanced] = /^smtp_(\d{3})(?:_([\d.]+))?$/.exec(reason) ?? []
  return enhanced ?? reply ?? reason
}
