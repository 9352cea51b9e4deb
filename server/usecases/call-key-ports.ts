import type { CallKey } from '#domain/call-key.ts'

/** The hold that one try has on a client's key. */
export type HeldKey = Pick<CallKey, 'clientId' | 'keyHash' | 'run'>

/** What a transaction that works under a key must know of it. */
export type Once = HeldKey & {
  /** Of the request as far as it was read; the whole of it once a verb runs. */
  fingerprint(): string
}

/** The keys under which calls are carried out once. */
export interface CallKeys {
  /** Locks the key; null when nobody holds it. */
  lock(clientId: string, keyHash: string, now: Date): Promise<CallKey | null>
  take(key: CallKey): Promise<void>
  beat(held: HeldKey, now: Date): Promise<void>
  keep(held: HeldKey, fingerprint: string, answer: NonNullable<CallKey['answer']>): Promise<void>
  /** Only while nothing was committed under it. */
  release(held: HeldKey): Promise<void>
}
