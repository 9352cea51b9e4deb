/** Why a time-stamping authority gave no time stamp that we believe. */
export type TimestampProblem =
  | 'unreachable'
  | 'timed_out'
  | 'http_status'
  | 'rejected'
  | 'junk'
  | 'untrusted'
  | 'clock_apart'

/** No timestamp is to be had now: retried, shown, never replaced by an invented one. `cause` is the foreign failure. */
export class TimestampUnavailable extends Error {
  readonly code: TimestampProblem
  constructor(code: TimestampProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'TimestampUnavailable'
    this.code = code
  }
}
