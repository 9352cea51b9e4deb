import { refusal } from '#domain/refusal.ts'
import { codeHit, enterCode } from '#domain/sms-code.ts'
import { readTypedCode } from '#domain/typed-code.ts'
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
 * The second screen. The counter's row is locked and the try is spent before the answer, so parallel guesses count each
 * other. A code may be entered from any session of its URL that gave the registered number. The right one ends this
 * session and the one that asked for it, and makes a new one with a new token.
 */
export async function verifySmsCode(
  { database, clock, random, secrets }: Needs,
  origin: Origin,
  attempt: CodeAttempt,
): Promise<{ sessionToken: string }> {
  const digits = readTypedCode(attempt.typed)
  // Not six digits: no guess at all, so it costs no try.
  if (digits === null) throw new Refused(refusal('code_malformed', 'code'))
  const sessionToken = random.token(32)
  const decision = await database.transaction(origin, async (tx) => {
    const [document, locked, counter] = await Promise.all([
      tx.documents.lock(attempt.documentId),
      tx.signingUrls.lockWithSessions(attempt.urlId, 'authenticated'),
      tx.smsCodes.lock(attempt.participantId),
    ])
    const { url, sessions } = locked ?? { url: null, sessions: [] }
    refuseEnded(url, attempt.copying)
    const now = clock.now()
    const fits = counter.codes.filter(({ sessionId, hash }) =>
      secrets.equal(hash, codeHash(secrets, { ...attempt, sessionId, digits })),
    )
    const guess = { ...attempt, matching: new Set(fits.map(({ id }) => id)) }
    const decision = enterCode(counter, guess, now)
    if (decision.next !== counter) tx.smsCodes.queueSave(decision.next)
    tx.record(decision.events)
    if (decision.refusal === undefined) {
      const code = codeHit(counter, guess, now)
      if (code !== undefined && code.smsId !== null) tx.smsMessages.queueEntered(code.smsId, now)
      for (const id of new Set([attempt.sessionId, code?.sessionId ?? attempt.sessionId])) {
        tx.sessions.queueEnd(id, now)
      }
      newSession({ tx, random, secrets }, document, attempt, {
        method: 'sms',
        sessionToken,
        sessions,
        now,
      })
    }
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
  return { sessionToken }
}
