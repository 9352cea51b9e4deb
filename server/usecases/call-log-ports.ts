import type { ListedCall, LoggedCall } from '#domain/logged-call.ts'

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

export interface CallLogReads {
  /** Newest first, of the newest `callsKept` of the team. */
  callsOf(teamId: string, query: CallQuery): Promise<{ calls: ListedCall[]; next: string | null }>
}

/** So many of a team are shown; older ones are removed. */
export const callsKept = 10_000
