import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { endedEvent } from '#domain/signing-url.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import { transferDocument as decideTransfer, type TransferFields } from '#domain/transfer.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { type Counter, refuseSpent } from '../spent-limits.ts'
import { changeInSession } from './change-in-session.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'limits' | 'storage' | 'mail'>

type Passing = { documentId: string; participantId: string; sessionId: string; fields: TransferFields }

/**
 * A recipient passes the document on. Their session and every link of theirs end with the same commit, so that of a transfer
 * and a consent, or of two transfers, at the same moment one is done. It is a mail to whoever they name, so it is counted: where
 * it was done, for whoever presses often or in vain must not use up what others need. Of test documents nothing is counted.
 */
export async function transferDocument(ports: Needs, origin: Origin, passing: Passing): Promise<void> {
  const { documentId, participantId, sessionId, fields } = passing
  if (ports.mail === null) throw new Refused(refusal('transfer_not_allowed'))
  const seen = await ports.database.read.document(documentId)
  if (seen === null) throw new Refused(refusal('document_not_found'))
  const counters = seen.test ? [] : countersOf(seen, origin, fields)
  await refuseSpent(ports.limits, 'wait', counters, (minutes) =>
    refusal('transfer_limit', 'email', { minutes }),
  )
  const id = ports.random.id()
  let before: Document | null = null
  await changeInSession(ports, origin, { documentId, sessionId }, async (document, { tx, now }) => {
    const decision = decideTransfer(document, participantId, { id, fields }, now)
    if (decision.refusal !== undefined) return decision
    before = document
    const urls = await tx.signingUrls.aliveOf(participantId)
    tx.signingUrls.queueTransferred(participantId, now)
    const ended = urls.map((url) => endedEvent(url, 'transferred', now))
    return { ...decision, events: [...ended, ...decision.events] }
  })
  for (const [limit, who] of counters) await ports.limits.spend(limit, ...who)
  for (const { storageKey } of sentInBy(before, participantId)) await ports.storage.remove(storageKey)
}

/** Of each team by itself where it is the address, which thousands may share. */
function countersOf({ teamId }: Document, { address }: Origin, { email }: TransferFields): Counter[] {
  const target: Counter = ['transfer_target', [email.trim().toLowerCase()]]
  return address === null ? [target] : [['transfer_address', [teamId, visitorOf(address)]], target]
}

/** What they had sent in goes after the commit. */
function sentInBy(before: Document | null, participantId: string) {
  const { attachment } = before ?? { attachment: null }
  if (attachment?.participantId !== participantId) return []
  return attachment.files.filter(({ status }) => status === 'valid')
}
