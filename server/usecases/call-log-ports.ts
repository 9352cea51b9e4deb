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

/** Remembers calls in memory and writes them in batches, so that no call waits for it. */
export interface CallLog {
  note(call: LoggedCall): void
  flush(): Promise<void>
}

type CallQuery = {
  clientId: string | null
  method: string | null
  /** A pattern, whole. */
  path: string | null
  /** `ok`: below 400; `refused`: 4xx; `failed`: 5xx. */
  outcome: 'ok' | 'refused' | 'failed' | null
  requestId: string | null
  after: string | null
  limit: number
}

/** `id`: of the row, for the next page. */
export type ListedCall = Omit<LoggedCall, 'teamId'> & { id: string }

export interface CallLogReads {
  /** Newest first, of the newest `callsKept` of the team. */
  callsOf(teamId: string, query: CallQuery): Promise<{ calls: ListedCall[]; next: string | null }>
}

/** So many of a team are shown; older ones are removed. */
export const callsKept = 10_000
