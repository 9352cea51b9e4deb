import { refusal } from '#domain/refusal.ts'
import { enterCode, readTypedCode } from '#domain/sms-code.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { newSession } from './new-session.ts'
import { refuseEnded } from './refuse-ended.ts'
import { codeHash } from './request-sms-code.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'secrets'>

export type CodeAttempt = {
  participantId: string
  documentId: string
  urlId: string
  sessionId: string
  typed: string
  termsVersion: string
  copying: boolean
}

/**
 * The second screen. The guard's row is locked and the try is spent before the answer, so parallel guesses count each
 * other. The right code ends the old session and makes a new one with a new token.
 */
export async function verifySmsCode(
  { database, clock, random, secrets }: Needs,
  origin: Origin,
  attempt: CodeAttempt,
): Promise<{ sessionToken: string }> {
  const digits = readTypedCode(attempt.typed)
  // Not six digits: no guess at all, so it costs no try.
  if (digits === null) throw new Refused(refusal('code_malformed', 'code'))
  const hash = codeHash(secrets, { ...attempt, digits })
  const sessionToken = random.token(32)
  const decision = await database.transaction(origin, async (tx) => {
    const [document, url, guard] = await Promise.all([
      tx.documents.lock(attempt.documentId),
      tx.signingUrls.lock(attempt.urlId),
      tx.smsCodes.lock(attempt.participantId),
    ])
    refuseEnded(url, attempt.copying)
    const now = clock.now()
    const matching = new Set(
      guard.codes.filter((code) => secrets.equal(code.hash, hash)).map((code) => code.id),
    )
    const decision = enterCode(guard, { sessionId: attempt.sessionId, matching }, now)
    if (decision.next !== guard) await tx.smsCodes.save(decision.next)
    await tx.record(decision.facts)
    if (decision.refusal === undefined) {
      await tx.sessions.end(attempt.sessionId, now)
      await newSession({ tx, random, secrets }, document, attempt, { method: 'sms', sessionToken, now })
    }
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken }
}
