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
