import type { Document } from '#domain/document.ts'
import type { Identification } from '#domain/participant.ts'
import { markAuthenticated } from '#domain/signing-session.ts'
import type { Ports, Transaction } from '../ports.ts'

type Ids = { urlId: string; documentId: string; participantId: string; termsVersion: string }

/** A session that may read and consent, made in the verb's transaction, and what the document, locked, remembers of it. */
export async function newSession(
  { tx, random, secrets }: { tx: Transaction } & Pick<Ports, 'random' | 'secrets'>,
  document: Document | null,
  { urlId, documentId, participantId, termsVersion }: Ids,
  { method, sessionToken, now }: { method: Identification; sessionToken: string; now: Date },
): Promise<void> {
  const id = random.id()
  if (document === null) throw new Error('a session is made for a document that does not exist')
  const authentication = { participantId, sessionId: id, urlId, method, termsVersion }
  const decision = markAuthenticated(document, authentication, now)
  await tx.documents.save(decision.next)
  await tx.sessions.insert(
    {
      id,
      urlId,
      documentId,
      participantId,
      state: 'authenticated',
      createdAt: now,
      lastSeenAt: now,
      endedAt: null,
    },
    secrets.keyedHash('session', sessionToken),
  )
  await tx.record(decision.facts)
}
