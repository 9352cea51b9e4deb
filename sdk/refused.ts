import type { components } from './web-api.ts'

export type ErrorCode = components['schemas']['Error']['error']

/** The server said no: `error` says what kind of no (branch on it), `message` names the field and the cure. */
export class MusubiRefused extends Error {
  readonly status: number
  readonly error: ErrorCode | 'unknown'
  /** Seconds after which to try again, where the server says so (429). */
  readonly retryAfter: number | null

  constructor(response: Response, body: unknown) {
    const { error, message } = (body ?? {}) as { error?: ErrorCode; message?: string }
    super(message ?? `The server answered ${response.status} ${response.statusText}.`)
    this.name = 'MusubiRefused'
    this.status = response.status
    this.error = error ?? 'unknown'
    const seconds = Number(response.headers.get('retry-after') ?? Number.NaN)
    this.retryAfter = Number.isFinite(seconds) ? seconds : null
  }
}
