import { Client } from 'pg'
import type { WorkerWatch } from '#server/usecases/job-ports.ts'

/**
 * A dead worker's jobs stay locked unless somebody frees them. So each worker holds a session
 * advisory lock on its id, from before its first job on; ids on locked jobs whose advisory lock is free belong to the
 * dead, and their jobs are freed. A lock must be found free twice, so that a living worker whose connection broke has
 * the time to take it again. Whether it is free is read, not tried: a watch that took it, if only for a moment, would
 * stand in the way of its owner.
 */
const firstSweepMilliseconds = 250
const sweepMilliseconds = 2_000
/** The first try after a connection was lost, and the longest gap between later ones. */
const relockMilliseconds = 50
const longestRelockMilliseconds = 1_000

/** A connection that says nothing for so long is given up. */
const patienceMilliseconds = 10_000

/** Keeps our locks apart from anybody else's in the same database. */
const lockSpace = 7_306

type Log = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void

type LockedJob = { id: string; worker: string }

type WatchOptions = {
  databaseUrl: string
  log: Log
  /** Told when a job was added somewhere, and when the lock is held again. */
  onWork: () => void
  /** Told when the connection that holds the locks fails. */
  onFailure: (error: unknown) => void
  /** Shorter in tests of this file. */
  sweepMilliseconds?: number
}

export function watchWorkers({ databaseUrl, log, onWork, onFailure, ...options }: WatchOptions): WorkerWatch {
  const sweepGap = options.sweepMilliseconds ?? sweepMilliseconds
  const alive = new Set<string>()
  const held = new Set<string>()
  const leaving = new Set<string>()
  const asking = new Set<string>()
  const inProgress = new Set<string>()
  let suspects = new Set<string>()
  let session: Client | null = null
  let stopped = false
  let timer: NodeJS.Timeout | null = null
  let failures = 0
  let working: Promise<void> = Promise.resolve()

  /** The connection that holds the locks and hears of new jobs; made again, with all of them, when it was lost. */
  async function lockSession(): Promise<Client> {
    if (session === null) {
      const client = new Client({
        connectionString: databaseUrl,
        keepAlive: true,
        connectionTimeoutMillis: patienceMilliseconds,
        query_timeout: patienceMilliseconds,
      })
      client.on('error', () => lose(client))
      client.on('notification', onWork)
      try {
        await client.connect()
        // A standby refuses this, so locks are never taken at a server where no job can be.
        await client.query('listen "jobs:insert"')
      } catch (error) {
        client.end().catch(() => undefined)
        throw error
      }
      suspects = new Set()
      session = client
    }
    const before = held.size
    for (const worker of alive) {
      if (!held.has(worker) && (await tryLock(session, worker))) held.add(worker)
    }
    // Jobs may have come while nobody listened.
    if (held.size > before) onWork()
    return session
  }

  function lose(client: Client): void {
    if (session !== client) return
    session = null
    held.clear()
    client.end().catch(() => undefined)
    next(relockMilliseconds)
  }

  async function sweep(client: Client): Promise<void> {
    const { rows } = await client.query<LockedJob>(
      'select id::text, locked_by as worker from graphile_worker._private_jobs where locked_by is not null',
    )
    const seen = new Set<string>()
    const twice = (name: string) => {
      seen.add(name)
      return suspects.has(name)
    }
    const others = [...new Set(rows.map((row) => row.worker))].filter((worker) => !alive.has(worker))
    for (const worker of others.length === 0 ? [] : await unlockedOf(client, others)) {
      if (twice(`worker ${worker}`)) await freeWorker(client, worker)
    }
    // The answer to "give me a job" was lost on the way: the database believes that we work on it, and we never heard.
    // One that is only late is no lost one.
    const unheard = rows.filter(
      (row) => alive.has(row.worker) && !inProgress.has(row.id) && !asking.has(row.worker),
    )
    const lost = unheard.filter((row) => twice(`job ${row.id} ${row.worker}`))
    if (lost.length > 0) await freeJobs(client, lost)
    suspects = seen
    for (const worker of leaving) if (!rows.some((row) => row.worker === worker)) await unlock(client, worker)
  }

  async function unlock(client: Client, worker: string): Promise<void> {
    leaving.delete(worker)
    alive.delete(worker)
    if (held.delete(worker))
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockSpace, worker])
  }

  async function freeWorker(client: Client, worker: string): Promise<void> {
    await client.query('select graphile_worker.force_unlock_workers(array[$1])', [worker])
    await wake(client)
    log('info', 'the jobs of a worker that died were freed', { worker })
  }

  async function freeJobs(client: Client, jobs: LockedJob[]): Promise<void> {
    await client.query(
      `update graphile_worker._private_jobs set locked_at = null, locked_by = null
       where id = any($1::bigint[]) and locked_by = any($2)`,
      [jobs.map((job) => job.id), jobs.map((job) => job.worker)],
    )
    await wake(client)
    log('info', 'jobs that were taken and never begun were freed', { jobs: jobs.map((job) => job.id) })
  }

  async function work(): Promise<void> {
    if (stopped) return
    try {
      const client = await lockSession()
      failures = 0
      // The server may not have noticed yet that the connection which held them is gone.
      if ([...alive].some((worker) => !held.has(worker))) return next(relockMilliseconds)
      await sweep(client)
    } catch (error) {
      if (stopped) return
      if (session !== null) lose(session)
      onFailure(error)
      next(Math.min(relockMilliseconds * 2 ** failures++, longestRelockMilliseconds))
    }
  }

  function next(milliseconds: number): void {
    if (stopped) return
    if (timer !== null) clearTimeout(timer)
    timer = setTimeout(() => {
      timer = null
      working = working.then(work).then(() => {
        if (timer === null) next(sweepGap)
      })
    }, milliseconds)
  }

  working = work()
  next(firstSweepMilliseconds)
  return {
    protect(worker) {
      alive.add(worker)
      next(0)
    },
    holds: (worker) => held.has(worker),
    abandon: (worker) => void leaving.add(worker),
    asks: (worker) => void asking.add(worker),
    heard: (worker) => void asking.delete(worker),
    began: (job) => void inProgress.add(job),
    ended: (job) => void inProgress.delete(job),
    async stop() {
      stopped = true
      if (timer !== null) clearTimeout(timer)
      await working
      await session?.end().catch(() => undefined)
    },
  }
}

async function tryLock(client: Client, worker: string): Promise<boolean> {
  const { rows } = await client.query<{ free: boolean }>(
    'select pg_try_advisory_lock($1, hashtext($2)) as free',
    [lockSpace, worker],
  )
  return rows[0]?.free === true
}

/** Of these workers, those whose lock nobody holds. */
async function unlockedOf(client: Client, workers: string[]): Promise<string[]> {
  const { rows } = await client.query<{ worker: string }>(
    `select worker from unnest($2::text[]) worker where not exists (
       select from pg_locks where locktype = 'advisory' and granted and classid = $1 and objid = hashtext(worker)::oid
         and objsubid = 2 and database = (select oid from pg_database where datname = current_database()))`,
    [lockSpace, workers],
  )
  return rows.map((row) => row.worker)
}

/** As a new job would: whoever waits looks at once. Without it they look at their next poll. */
async function wake(client: Client): Promise<void> {
  await client.query(`select pg_notify('jobs:insert', '{"count":10}')`)
}
