/** A job that a worker has taken: locked in its name, and one try more. */
export type TakenJob = {
  id: string
  /** The kind, as `jobsOf` names it. */
  job: string
  payload: unknown
  attempts: number
  /** No other try follows this one. */
  last: boolean
  /** Grows when the same job is asked for again before it was taken again: then there is something new to do. */
  revision: number
}

/** Kinds of jobs, and how many of them may be taken. */
export type Wanted = { jobs: string[]; places: number }

/** The jobs in the database. Every method throws `DatabaseAway` where the database cannot be used now. */
export interface JobQueue {
  /** Takes due jobs for this worker, at most as many of each entry as it has places. */
  take(worker: string, wanted: Wanted[]): Promise<TakenJob[]>
  /** Removes it, unless it has been asked for again since. */
  done(job: Pick<TakenJob, 'id' | 'revision'>): Promise<void>
  /** Tried again after a gap that grows with its tries. */
  failed(worker: string, id: string, reason: string): Promise<void>
  /** Tried again in a second, and this try does not count. */
  postpone(worker: string, id: string, reason: string): Promise<void>
  /** For each kind of which a job waits that could be taken: for how many seconds the oldest has waited. */
  waiting(): Promise<{ job: string; seconds: number }[]>
}
