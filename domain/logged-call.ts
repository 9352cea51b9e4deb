/**
 * One answered call of the Web API, as an integrator looks for it. Of what was asked only the pattern of the path is kept: no
 * body, no query, no token, no id of a document or a person.
 */
export type LoggedCall = {
  teamId: string
  clientId: string
  at: Date
  method: string
  /** As it is bound: `/documents/:document_id`. */
  path: string
  status: number
  /** Our word for why it was refused; null where it was not. */
  error: string | null
  milliseconds: number
  /** As `X-Request-Id` of the answer. */
  requestId: string
}

/** `id`: of its row, for the next page. */
export type ListedCall = Omit<LoggedCall, 'teamId'> & { id: string }
