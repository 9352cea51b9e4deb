import type { LoginStatement } from '#domain/document-event.ts'
import { refusal } from '#domain/refusal.ts'
import { issueSigningUrl as decideUrl } from '#domain/signing-url.ts'
import { smsSigningIsOn, type Team } from '#domain/team.ts'
import { bringingOf } from '../bringing.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

/** 256 bits. */
const tokenBytes = 32

/** Makes a consent URL for the participant whose turn it is. Only a hash of its token is kept. */
export async function issueSigningUrl(
  ports: Needs,
  origin: Origin,
  request: {
    documentId: string
    team: Team
    participantId: string
    recipientId: string | null
    statement: LoginStatement | null
    state: string
  },
): Promise<{ token: string; expiresAt: Date }> {
  const { clock, random, secrets } = ports
  const bringing = bringingOf(origin)
  if (!smsSigningIsOn(request.team, bringing)) throw new Refused(refusal('embedding_not_enabled', 'callback'))
  const token = random.token(tokenBytes)
  const issued = await ports.database.transaction(origin, async (tx) => {
    const [document, alive] = await Promise.all([
      tx.documents.lock(request.documentId),
      tx.signingUrls.aliveOf(request.participantId),
    ])
    if (document === null) throw new Refused(refusal('document_not_found'))
    const now = clock.now()
    const decision = decideUrl(
      document,
      alive,
      { id: random.id(), ...request, byLink: bringing === 'link' },
      now,
    )
    const { document: next, url, ended } = decision.next
    if (next !== document) tx.documents.queueSave(next)
    if (url !== null) tx.signingUrls.queueInsert(url, secrets.keyedHash('signing-url', token))
    if (ended.length > 0) tx.signingUrls.queueEnd(ended, now)
    tx.record(decision.events)
    return { url, refusal: decision.refusal }
  })
  if (issued.refusal) throw new Refused(issued.refusal)
  if (issued.url === null) throw new Error('a signing URL was neither issued nor refused')
  return { token, expiresAt: issued.url.expiresAt }
}
