import type { DeliverMail } from '#domain/job-request.ts'
import type { MailState } from '#domain/mail-log.ts'
import { stopReminding } from '#domain/reminding.ts'
import { isForFormerHolder } from '#domain/transfer.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>
type OneMail = Omit<DeliverMail, 'job'>

/**
 * Records that a mail was refused for good, once for each mail, although a job may run twice. `reason`: as the transport
 * tells it, without an address.
 */
export async function noteRejectedMail(needs: Needs, mail: OneMail, reason: string): Promise<void> {
  const status = statusIn(reason)
  await note(needs, mail, status, (tx, teamId, at) => {
    const state: MailState = 'rejected'
    const { documentId, kind, readerId, occasion } = mail
    tx.mailLog.queueTry({ documentId, teamId, kind, readerId, occasion, state, at, status })
  })
}

/** The same of a mail that a server had taken, and that came back. Answers whether nobody knew. */
export async function noteBouncedMail(needs: Needs, mail: OneMail, status: string): Promise<boolean> {
  return note(needs, mail, status, (tx, _teamId, at) => tx.mailLog.queueBounce({ ...mail, at, status }))
}

async function note(
  { database, clock }: Needs,
  { documentId, kind, readerId, occasion }: OneMail,
  status: string,
  log: (tx: Transaction, teamId: string, at: Date) => void,
): Promise<boolean> {
  return database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return false
    const at = clock.now()
    log(tx, document.teamId, at)
    const participant = document.participants.find(({ id }) => id === readerId)
    // Who has the place now was not asked by it; nobody waits for who had it before.
    if (participant !== undefined && isForFormerHolder(participant, occasion)) return false
    const reader = participant !== undefined ? { participantId: readerId } : { reporteeId: readerId }
    // Whoever recorded it before held the same lock, so their row is there.
    const known = (await tx.trailOf(documentId)).some(
      ({ type, detail }) =>
        type === 'mail.rejected' &&
        detail.occasion === occasion &&
        detail.kind === kind &&
        (detail.participantId ?? detail.reporteeId) === readerId,
    )
    if (known) return false
    if (kind === 'requested') tx.documents.queueSave(stopReminding(document, readerId))
    tx.record([{ type: 'mail.rejected', at, documentId, ...reader, kind, occasion, status }])
    return true
  })
}

/** `smtp_550_5.1.1` → `5.1.1`, `smtp_550` → `550`; what we refused ourselves has a word. */
function statusIn(reason: string): string {
  const [, reply, enhanced] = /^smtp_(\d{3})(?:_([\d.]+))?$/.exec(reason) ?? []
  return enhanced ?? reply ?? reason
}
