/** Why the bytes of a request were not taken, in no door's words yet. */
export type BodyProblem =
  | { kind: 'too_large'; limit: number }
  | { kind: 'media_type'; expected: string }
  /** The body as a whole; `why` completes "The body cannot be read: …". */
  | { kind: 'malformed'; why: string }
  /** One field of it; `expected` completes "… must be …". */
  | { kind: 'field'; field: string; expected: string }
  | { kind: 'field_too_long'; field: string; limit: number }

const statusOf = {
  too_large: 413,
  media_type: 415,
  malformed: 400,
  field: 400,
  field_too_long: 400,
} as const satisfies Record<BodyProblem['kind'], number>

/** Thrown by the readers of requests; each door says it in its own way. */
export class BodyRefused extends Error {
  override readonly name = 'BodyRefused'
  readonly problem: BodyProblem
  readonly statusCode: number

  constructor(problem: BodyProblem) {
    super(problem.kind)
    this.problem = problem
    this.statusCode = statusOf[problem.kind]
  }
}
