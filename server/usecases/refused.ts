import type { Refusal } from '#domain/refusal.ts'

/** An expected no, thrown by verbs after the commit; doors turn it into words. */
export class Refused extends Error {
  readonly refusal: Refusal

  constructor(refusal: Refusal) {
    super(refusal.code)
    this.name = 'Refused'
    this.refusal = refusal
  }
}

/** A tool failed; the work is tried again. Never shown to outsiders. */
export class Unavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'Unavailable'
  }
}

/**
 * The database cannot be used now, and the same work may succeed later. Doors answer 503, jobs wait without losing a
 * try. `why` and `cure` are for the operator and hold no data.
 */
export class DatabaseAway extends Unavailable {
  readonly why: string
  readonly cure: string

  constructor({ why, cure }: { why: string; cure: string }, cause: unknown) {
    super(`the database cannot be used: ${why}`, cause)
    this.name = 'DatabaseAway'
    this.why = why
    this.cure = cure
  }
}

/** It is not the time for the work. The job waits so long, and no try of its is used up. */
export class NotNow extends Unavailable {
  readonly milliseconds: number

  constructor(message: string, milliseconds: number) {
    super(message)
    this.name = 'NotNow'
    this.milliseconds = milliseconds
  }
}

/** The database works, but a statement or a lock took longer than we wait. Doors answer 503. */
export class DatabaseSlow extends Unavailable {
  constructor(cause: unknown) {
    super('a statement of the database took longer than we wait', cause)
    this.name = 'DatabaseSlow'
  }
}

/**
 * This machine had no time for the work, which says nothing of the file. Doors answer 503, jobs try again. `heavy`: the
 * work had cost half of what one file may by then, so that it is not the machine's fault alone.
 */
export class MachineBusy extends Unavailable {
  readonly heavy: boolean

  constructor(message: string, heavy: boolean) {
    super(message)
    this.name = 'MachineBusy'
    this.heavy = heavy
  }
}

/** A tool that will not come back by itself: the work waits until the operator has changed something and started again. */
export class AwaitsOperator extends Unavailable {
  constructor(message: string) {
    super(message)
    this.name = 'AwaitsOperator'
  }
}

/** What proves that a certificate was not revoked cannot be had now; `code` and the message are for the operator. */
export class ValidationUnavailable extends Unavailable {
  readonly code: ValidationProblem

  constructor(code: ValidationProblem, message: string, cause?: unknown) {
    super(message, cause)
    this.name = 'ValidationUnavailable'
    this.code = code
  }
}

/** The signing key, which lies outside this process, cannot be used now; `code` and the message are for the operator. */
export class KeyUnavailable extends Unavailable {
  readonly code: KeyTrouble

  constructor(code: KeyTrouble, message: string, cause?: unknown) {
    super(message, cause)
    this.name = 'KeyUnavailable'
    this.code = code
  }
}

/**
 * `unreachable`, `timed_out`: nobody answered. `no_token`: the module answers, and the token is not in it. `logged_out`: the
 * session was lost. `busy`: later. `denied`: it may be used by others only, or by nobody at the moment. `failed`: anything else.
 */
export type KeyTrouble =
  | 'unreachable'
  | 'timed_out'
  | 'no_token'
  | 'logged_out'
  | 'busy'
  | 'denied'
  | 'failed'

/**
 * `nowhere`: the certificate names no place. `no_issuer`: nobody has its issuer's certificate. `unreachable`, `timed_out`,
 * `http_status`, `too_long`, `forbidden`: the place gave nothing. `junk`, `untrusted`, `stale`: what it gave proves nothing.
 */
export type ValidationProblem =
  | 'nowhere'
  | 'no_issuer'
  | 'unreachable'
  | 'timed_out'
  | 'http_status'
  | 'too_long'
  | 'forbidden'
  | 'junk'
  | 'untrusted'
  | 'stale'

/** A verdict about a document's own file: trying again will bring the same. */
export class FileRefused extends Unavailable {
  constructor(reason: string) {
    super(reason)
    this.name = 'FileRefused'
  }
}

/** The verdict has come so often that sender and recipients were told just now. An alarm, once. */
export class SealingFailed extends Unavailable {
  readonly documentId: string
  readonly reason: string

  constructor(documentId: string, reason: string, cause: unknown) {
    super(`the seal cannot be made: ${reason}`, cause)
    this.name = 'SealingFailed'
    this.documentId = documentId
    this.reason = reason
  }
}
