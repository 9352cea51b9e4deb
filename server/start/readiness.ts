import type { Pool } from 'pg'
import { awayWords } from '#server/adapters/postgres/connection/trouble.ts'
import { pendingMigrations } from '#server/adapters/postgres/schema/migrate.ts'
import type { ProcessKind } from '#server/config/config.ts'
import type { Storage } from '#server/usecases/delivery-ports.ts'
import { storageMark } from '#server/usecases/delivery-ports.ts'
import type { Lane } from '#server/worker/lanes.ts'
import { type Check, createHealth, type Health, NotReady } from './health.ts'

type Needs = {
  process: ProcessKind
  pool: Pool
  storage: Storage
  /** Seconds that due jobs of each lane have waited while none was taken. */
  waitingJobs: () => Promise<Record<Lane, number>>
}

/** A job of each kind is taken within milliseconds; nobody taking any for so long means that nobody will. */
const overdueSeconds = 30
/** Writing is tried seldom: each try waits for the disk. */
const writeMilliseconds = 10_000
const probeKey = 'installation/probe'

/** What `/health/ready` looks at (operations.md). */
export function readinessOf({ process, pool, storage, waitingJobs }: Needs): Health {
  const provedAt = performance.now()
  let written = { at: Number.NEGATIVE_INFINITY, marker: '' }

  const asked = async <T>(ask: () => Promise<T>): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      throw new NotReady(awayWords(error)?.why ?? 'a statement failed')
    }
  }
  const checks: Record<string, Check> = {
    // Connections to a server that takes no writes never get into the pool, so any answer will do.
    async database() {
      await asked(() => pool.query('select 1'))
      return {}
    },
    async migrations() {
      const missing = await asked(() => pendingMigrations(pool))
      if (missing.length > 0) throw new NotReady('migrations are missing; restart the newest release')
      return {}
    },
    async storage() {
      if (performance.now() - written.at < writeMilliseconds) return { checkedAt: written.at }
      try {
        const marker = await storage.readText(storageMark)
        await storage.put(probeKey, oneByte())
        written = { at: performance.now(), marker }
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        throw new NotReady(code === undefined ? 'its mark is missing' : `it cannot be written (${code})`)
      }
      return {}
    },
    // Proved at start: see refuseForeignBelongings.
    keys: async () => ({ checkedAt: provedAt }),
    async jobs() {
      const overdue = await waitingJobs().catch(() => {
        throw new NotReady('the database cannot be asked')
      })
      const waitingSeconds = Object.fromEntries(
        Object.entries(overdue).map(([lane, seconds]) => [lane, Math.round(seconds * 10) / 10]),
      )
      const late = Object.entries(overdue).filter(([, seconds]) => seconds > overdueSeconds)
      // Nobody is helped by taking a process that only serves from the load balancer: it says what it sees.
      if (process === 'serve') return { waitingSeconds }
      if (late.length > 0) throw new NotReady(`no job is taken: ${late.map(([lane]) => lane).join(', ')}`)
      return { waitingSeconds }
    },
  }
  return createHealth(process, checks)
}

async function* oneByte(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('.')
}
