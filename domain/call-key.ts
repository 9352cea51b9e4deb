/**
 * A client's `Idempotency-Key`: the same call under the same key is carried out once. Whoever carries it out holds the
 * key and says so again and again; a holder that fell silent has died, and the next caller takes over, unless the work
 * was committed: that is written in the work's own transaction, so no crash can make it happen twice.
 */
export type CallKey = {
  clientId: string
  keyHash: string
  /** Which try holds it. */
  run: string
  aliveAt: Date
  createdAt: Date
  /** What was committed; null before. `fingerprint`: of the whole request. */
  done: { fingerprint: string; documentId: string } | null
  /** What was answered; null until it was kept. */
  answer: { status: number; body: string } | null
}

export const callKeyRules = {
  lifeMilliseconds: 24 * 60 * 60 * 1000,
  /** A holder that was silent for so long is dead. */
  silenceMilliseconds: 60_000,
  beatMilliseconds: 15_000,
  characters: 255,
}

export type Claim = { outcome: 'carry_out'; next: CallKey } | { outcome: 'running' | 'done'; next: CallKey }

/** May this try carry the call out? `known` null: nobody used the key before. */
export function claim(
  known: CallKey | null,
  { clientId, keyHash, run }: Pick<CallKey, 'clientId' | 'keyHash' | 'run'>,
  now: Date,
): Claim {
  const fresh = { clientId, keyHash, run, aliveAt: now, createdAt: now, done: null, answer: null }
  if (known === null || isOver(known, now)) return { outcome: 'carry_out', next: fresh }
  if (known.done !== null) return { outcome: 'done', next: known }
  const silentFor = now.getTime() - known.aliveAt.getTime()
  return silentFor > callKeyRules.silenceMilliseconds
    ? { outcome: 'carry_out', next: fresh }
    : { outcome: 'running', next: known }
}

function isOver({ createdAt }: CallKey, now: Date): boolean {
  return now.getTime() - createdAt.getTime() > callKeyRules.lifeMilliseconds
}
