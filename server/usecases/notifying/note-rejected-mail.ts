import type { Document } from '#domain/document.ts'
import type { DeliverMail } from '#domain/job-request.ts'
import type { MailState } from '#domain/mail-log.ts'
import { stopReminding } from '#domain/reminding.ts'
import { inCharge } from '#domain/sending.ts'
import { isForFormerHolder } from '#domain/transfer.ts'
import { type AuditRow, type Ports, systemOrigin, type Transaction } from '../ports.ts'

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

/** `over`: only the log of mails says it, for nobody waits any more for what this mail asked. */
export type Noted = 'recorded' | 'known' | 'over'

/** The same of a mail that a server had taken, and that came back. */
export async function noteBouncedMail(needs: Needs, mail: OneMail, status: string): Promise<Noted> {
  return note(needs, mail, status, (tx, _teamId, at) => tx.mailLog.queueBounce({ ...mail, at, status }))
}

async function note(
  { database, clock }: Needs,
  { documentId, kind, readerId, occasion }: OneMail,
  status: string,
  log: (tx: Transaction, teamId: string, at: Date) => void,
): Promise<Noted> {
  return database.transaction(systemOrigin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) return 'over'
    const at = clock.now()
    log(tx, document.teamId, at)
    // An approver is neither participant nor reportee, of whom the trail tells.
    if (kind === 'approval_requested') return 'over'
    const participant = document.participants.find(({ id }) => id === readerId)
    // Who has the place now was not asked by it; nobody waits for who had it before.
    if (participant !== undefined && isForFormerHolder(participant, occasion)) return 'over'
    const trail = await tx.trailOf(documentId)
    const reader = participant !== undefined ? { participantId: readerId } : { reporteeId: readerId }
    // Whoever recorded it before held the same lock, so their row is there.
    const known = trail.some(
      ({ type, detail }) =>
        type === 'mail.rejected' &&
        detail.occasion === occasion &&
        detail.kind === kind &&
        (detail.participantId ?? detail.reporteeId) === readerId,
    )
    if (known) return 'known'
    if (kind === 'requested' && !isNewestRequest(document, trail, { readerId, occasion })) return 'over'
    if (kind === 'requested') tx.documents.queueSave(stopReminding(document, readerId))
    tx.record([{ type: 'mail.rejected', at, documentId, ...reader, kind, occasion, status }])
    return 'recorded'
  })
}

/**
 * Is it their turn still, and were they not asked again since? A bounce may come days later: what was mended meanwhile, or is
 * over, must not alarm the sender or stop the reminders that reach them.
 */
function isNewestRequest(
  document: Document,
  trail: AuditRow[],
  { readerId, occasion }: Pick<OneMail, 'readerId' | 'occasion'>,
): boolean {
  if (inCharge(document, readerId) === null) return false
  const asked = trail.filter(
    ({ type, detail }) => type === 'turn.started' && detail.participantId === readerId,
  )
  const newest = asked.at(-1)?.at
  return occasion === '' || newest === undefined || newest <= new Date(occasion)
}

/** `smtp_550_5.1.1` → `5.1.1`, `smtp_550` → `550`; what we refused ourselves has a word. */
function statusIn(reason: string): string {
  const [, reply, enhanced] = /^smtp_(\d{3})(?:_([\d.]+))?$/.exec(reason) ?? []
  return enhanced ?? reply ?? reason
}
