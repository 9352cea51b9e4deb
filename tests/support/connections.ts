import { Pool } from 'pg'

const pools = new Map<string, Pool>()

/**
 * Connections to a test's database, each kept for a second after its last statement: to open one costs eight milliseconds of a
 * processor, and whoever waits for a row asks many times. What a statement sets for its session would be found by the next one.
 */
export function connectionsTo(databaseUrl: string): Pool {
  const known = pools.get(databaseUrl)
  if (known !== undefined) return known
  const pool = new Pool({ connectionString: databaseUrl, idleTimeoutMillis: 1_000, allowExitOnIdle: true })
  // The database of one that waits was stopped or dropped: the next statement opens another.
  pool.on('error', () => undefined)
  pools.set(databaseUrl, pool)
  return pool
}
