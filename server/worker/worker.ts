import { EventEmitter } from 'node:events'
import { Logger, run } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Errand } from '#domain/fact.ts'
import { watchWorkers } from './dead-workers.ts'
import type { Tasks } from './tasks.ts'

export type WorkerOptions = {
  pool: Pool
  /** A connection string of its own: the watch holds one connection for its locks. */
  databaseUrl: string
  tasks: Tasks
  concurrency: number
  /** Told of failures, without personal data: the job's name and id, the error's message. */
  log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void
}

/** Takes jobs and runs their verbs; a job that fails is tried again with growing gaps, then parked. */
export async function startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const { pool, tasks, concurrency, log } = options
  const events = new EventEmitter()
  const watch = await watchWorkers({ databaseUrl: options.databaseUrl, events, pool, log })
  events.on('job:error', ({ job, error }) => {
    log('warn', 'a job failed and will be tried again', { ...nameOf(job), reason: messageOf(error) })
  })
  events.on('job:failed', ({ job, error }) => {
    log('error', 'a job failed for the last time and is parked', { ...nameOf(job), reason: messageOf(error) })
  })
  const runner = await run({
    pgPool: pool,
    concurrency,
    noHandleSignals: true,
    pollInterval: 1000,
    // Every payload is made by `errandsOf`, in the transaction of its fact.
    taskList: Object.fromEntries(
      Object.entries(tasks).map(([job, task]) => [
        job,
        (payload: unknown) => (task as (payload: Errand) => Promise<void>)(payload as Errand),
      ]),
    ),
    // Our own lines say what matters; the library's would name payloads.
    logger: new Logger(() => () => undefined),
    events,
  })
  return {
    async stop() {
      await runner.stop().catch(() => undefined)
      await watch.stop()
    },
  }
}

function nameOf(job: { task_identifier: string; id: string; attempts: number }) {
  return { job: job.task_identifier, id: job.id, attempts: job.attempts }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}
