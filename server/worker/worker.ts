import { EventEmitter } from 'node:events'
import { Logger, type Runner, run } from 'graphile-worker'
import type { Pool } from 'pg'
import type { Errand } from '#domain/fact.ts'
import { type WorkerWatch, watchWorkers } from './dead-workers.ts'
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

/** How long after a pool of workers gave up the next one is tried. */
const restartMilliseconds = 250

/** Takes jobs and runs their verbs; a job that fails is tried again with growing gaps, then parked. */
export async function startWorker(options: WorkerOptions): Promise<{ stop(): Promise<void> }> {
  const { log } = options
  const watch = watchWorkers({ databaseUrl: options.databaseUrl, log })
  let runner: Runner | null = null
  let stopping = false

  // A pool that cannot tell the database how a job ended stops; its jobs are freed, and the next pool goes on.
  async function begin(): Promise<void> {
    runner = await runPool(options, watch)
    const again = () => {
      if (stopping) return
      log('warn', 'the worker stopped and is started again', {})
      setTimeout(() => {
        if (!stopping) begin().catch(again)
      }, restartMilliseconds)
    }
    runner.promise.then(again, again)
  }
  await begin()
  return {
    async stop() {
      stopping = true
      await runner?.stop().catch(() => undefined)
      await watch.stop()
    },
  }
}

function runPool({ pool, tasks, concurrency, log }: WorkerOptions, watch: WorkerWatch): Promise<Runner> {
  const events = new EventEmitter()
  events.on('job:error', ({ job, error }) => {
    log('warn', 'a job failed and will be tried again', { ...nameOf(job), reason: messageOf(error) })
  })
  events.on('job:failed', ({ job, error }) => {
    log('error', 'a job failed for the last time and is parked', { ...nameOf(job), reason: messageOf(error) })
  })
  // The pool reads int8 as a number, whatever the library's types say.
  events.on('job:start', ({ job }) => watch.began(String(job.id)))
  events.on('job:complete', ({ job }) => watch.ended(String(job.id)))
  events.on('pool:release', ({ workerPool }) => watch.abandon(workerPool.id))
  return run({
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
    preset: {
      // Unless they are batched, a job's end that the database did not hear is a rejection that nobody catches.
      worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 },
      plugins: [lockBeforeWork(watch)],
    },
    // Our own lines say what matters; the library's would name payloads.
    logger: new Logger(() => () => undefined),
    events,
  })
}

/** No job is taken by a pool whose lock is not held: to other processes it would look dead. */
function lockBeforeWork(watch: WorkerWatch): GraphileConfig.Plugin {
  return {
    name: 'lock-before-work',
    version: '0.0.0',
    worker: { hooks: { startWorker: (_context, { worker }) => watch.protect(worker.workerPool.id) } },
  }
}

function nameOf(job: { task_identifier: string; id: string; attempts: number }) {
  return { job: job.task_identifier, id: job.id, attempts: job.attempts }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'unknown'
}
