import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { endedEvent } from '#domain/signing-url.ts'
import { visitorOf } from '#domain/stranger-limit.ts'
import { transferDocument as decideTransfer, type TransferFields } from '#domain/transfer.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'limits' | 'storage' | 'mail'>

type Passing = { documentId: string; participantId: string; sessionId: string; fields: TransferFields }

/**
 * A recipient passes the document on. Their session and every link of theirs end with the same commit, so that of a transfer
 * and a consent, or of two transfers, at the same moment one is done. It is a mail to whoever they name, so it is counted first.
 */
export async function transferDocument(ports: Needs, origin: Origin, passing: Passing): Promise<void> {
  const { documentId, participantId, sessionId, fields } = passing
  if (ports.mail === null) throw new Refused(refusal('transfer_not_allowed'))
  const minutes =
    (origin.address === null
      ? null
      : await ports.limits.spend('transfer_address', visitorOf(origin.address))) ??
    (await ports.limits.spend('transfer_target', fields.email.trim().toLowerCase()))
  if (minutes !== null) throw new Refused(refusal('transfer_limit', 'email', { minutes }))
  const id = ports.random.id()
  let before: Document | null = null
  await changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    async (document, { tx, beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      const decision = decideTransfer(document, participantId, { id, fields }, now)
      if (decision.refusal !== undefined) return decision
      before = document
      const urls = await tx.signingUrls.aliveOf(participantId)
      tx.signingUrls.queueTransferred(participantId, now)
      const ended = urls.map((url) => endedEvent(url, 'transferred', now))
      return { ...decision, events: [...ended, ...decision.events] }
    },
    (tx) => tx.sessions.lock(sessionId),
  )
  for (const { storageKey } of sentInBy(before, participantId)) await ports.storage.remove(storageKey)
}

/** What they had sent in goes after the commit. */
function sentInBy(before: Document | null, participantId: string) {
  const { attachment } = before ?? { attachment: null }
  if (attachment?.participantId !== participantId) return []
  return attachment.files.filter(({ status }) => status === 'valid')
}
