import type { Document } from '#domain/document.ts'
import type { Identification } from '#domain/participant.ts'
import { makeRoom, markAuthenticated, type SigningSession } from '#domain/signing-session.ts'
import type { Ports, Transaction } from '../ports.ts'

type Ids = { urlId: string; documentId: string; participantId: string; termsVersion: string }

/**
 * A session that may read and consent, made in the verb's transaction, and what the document, locked, remembers of it.
 * `sessions`: those that the URL, locked, has in this state.
 */
export function newSession(
  { tx, random, secrets }: { tx: Transaction } & Pick<Ports, 'random' | 'secrets'>,
  document: Document | null,
  { urlId, documentId, participantId, termsVersion }: Ids,
  {
    method,
    sessionToken,
    sessions,
    now,
  }: { method: Identification; sessionToken: string; sessions: SigningSession[]; now: Date },
): void {
  const id = random.id()
  if (document === null) throw new Error('a session is made for a document that does not exist')
  const authentication = { participantId, sessionId: id, urlId, method, termsVersion }
  const decision = markAuthenticated(document, authentication, now)
  tx.documents.queueSave(decision.next)
  const room = makeRoom(sessions, now)
  tx.sessions.queueRemove(room.gone)
  tx.sessions.queueInsert(
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
  // Codes are counted by themselves. The link of a mail may be opened as often as anyone likes.
  if (method === 'sms' || !room.repeated) tx.record(decision.events)
}
