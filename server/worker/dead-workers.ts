import type { EventEmitter } from 'node:events'
import { Client, type Pool } from 'pg'

/**
 * A dead worker's jobs stay locked for four hours unless somebody frees them. So each pool of workers holds a session advisory
 * lock on its id; ids on locked jobs whose advisory lock is free belong to the dead, and their jobs are freed.
 */
const sweepMilliseconds = 2_000

type Watch = {
  databaseUrl: string
  events: EventEmitter
  pool: Pool
  log: (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void
}

export async function watchWorkers({
  databaseUrl,
  events,
  pool,
  log,
}: Watch): Promise<{ stop(): Promise<void> }> {
  const alive = new Set<string>()
  let session: Client | null = null
  let stopped = false

  /** The connection that holds the locks; made again, with all locks, when it was lost. */
  async function lockSession(): Promise<Client> {
    if (session !== null) return session
    const client = new Client({ connectionString: databaseUrl, keepAlive: true })
    client.on('error', () => {
      if (session === client) session = null
    })
    await client.connect()
    for (const id of alive) await lock(client, id)
    session = client
    return client
  }

  // One after the other: a connection runs one statement at a time.
  let locking: Promise<unknown> = Promise.resolve()
  events.on('pool:create', ({ workerPool }: { workerPool: { id: string } }) => {
    alive.add(workerPool.id)
    locking = locking.then(async () => {
      if (session !== null) await lock(session, workerPool.id)
    })
    locking = locking.catch(() => undefined)
  })

  async function sweep(): Promise<void> {
    const client = await lockSession()
    const { rows } = await pool.query<{ id: string }>(
      'select distinct locked_by as id from graphile_worker._private_jobs where locked_by is not null',
    )
    for (const { id } of rows) {
      if (alive.has(id)) continue
      const { rows: answers } = await client.query<{ free: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as free',
        [lockSpace, id],
      )
      if (answers[0]?.free !== true) continue
      await pool.query('select graphile_worker.force_unlock_workers(array[$1])', [id])
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [lockSpace, id])
      log('info', 'the jobs of a worker that died were freed', { worker: id })
    }
  }

  await sweep()
  const timer = setInterval(() => {
    locking = locking.then(sweep).catch((error: unknown) => {
      if (!stopped)
        log('warn', 'the watch over workers could not sweep', {
          reason: error instanceof Error ? error.message : 'unknown',
        })
    })
  }, sweepMilliseconds)
  return {
    async stop() {
      stopped = true
      clearInterval(timer)
      await session?.end().catch(() => undefined)
    },
  }
}

/** Keeps our locks apart from anybody else's in the same database. */
const lockSpace = 7_306

async function lock(client: Client, workerId: string): Promise<void> {
  await client.query('select pg_advisory_lock($1, hashtext($2))', [lockSpace, workerId])
}
