import type { CallKey } from '#domain/call-key.ts'

/** The hold that one try has on a client's key. */
export type HeldKey = Pick<CallKey, 'clientId' | 'keyHash' | 'run'>

/** What a transaction that works under a key must know of it. */
export type Once = HeldKey & {
  /** Of the request as far as it was read; the whole of it once a verb runs. */
  fingerprint(): string
}

/** The keys under which calls are carried out once; what `queue…` means is told at `Transaction`. */
export interface CallKeys {
  /** Locks the key; null when nobody holds it. */
  lock(clientId: string, keyHash: string, now: Date): Promise<CallKey | null>
  queueTake(key: CallKey): void
  queueBeat(held: HeldKey, now: Date): void
  queueAnswer(held: HeldKey, fingerprint: string, answer: NonNullable<CallKey['answer']>): void
  /** Only while nothing was committed under it. */
  queueRelease(held: HeldKey): void
}
