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
  /** Tried again after so long, and this try does not count. */
  postpone(worker: string, id: string, reason: string, milliseconds: number): Promise<void>
  /** For each kind of which a job waits that could be taken: for how many seconds the oldest has waited. */
  waiting(): Promise<{ job: string; seconds: number }[]>
}

/**
 * Which workers live. One that died leaves its jobs locked; they are freed for others, and those of a living worker never
 * are.
 */
export type WorkerWatch = {
  /** Takes the worker's lock, now and again whenever the connection that holds it is lost. */
  protect(worker: string): void
  /** Is the lock held? Take no job while it is not: to other processes the worker would look dead. */
  holds(worker: string): boolean
  /** The worker takes nothing any more. Its lock is held until what it began has ended, or others would begin it again. */
  abandon(worker: string): void
  /** The worker asks for jobs, and has heard the answer (or waits for it no longer). */
  asks(worker: string): void
  heard(worker: string): void
  /** A living worker works on this job, or has ended it. */
  began(job: string): void
  ended(job: string): void
  stop(): Promise<void>
}

/** Jobs of one kind in one state; `dueSeconds`: how long the oldest has been due. */
export type JobReading = {
  job: string
  state: 'waiting' | 'running' | 'parked'
  count: number
  dueSeconds: number
}
