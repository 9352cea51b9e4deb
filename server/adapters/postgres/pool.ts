import { Pool, types } from 'pg'
import { gatherWrites } from './gather-writes.ts'

/** int8 arrives as text; every int8 of ours (sizes, counters) is below 2^53. */
const int8 = 20

/**
 * Every statement of ours finds rows by index, whatever the values: planning each anew costs more than running it. And as
 * it is planned without them, neither a whole table nor pages to be sorted may look cheaper than an index: with a tenth
 * of a million documents received, the planner read all of them for a page of a hundred. Nothing of ours gains by
 * compiling.
 */
export const planning =
  '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off -c enable_bitmapscan=off -c jit=off'

export type PoolOptions = {
  url: string
  connections: number
  /** Told of errors of idle connections; the pool replaces them by itself. */
  onIdleError: (error: Error) => void
}

export function createPool({ url, connections, onIdleError }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    // Statements go out as they are asked for; their answers come in the same order.
    pipeline: true,
    options: planning,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    // A dead network must not hold a request for ever.
    keepAlive: true,
    // Nothing of ours takes as long; a connection that hangs must not hold a document's lock for ever.
    statement_timeout: 60_000,
    lock_timeout: 20_000,
    idle_in_transaction_session_timeout: 60_000,
    types: {
      getTypeParser: ((oid: number, format: 'text') =>
        oid === int8 ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  })
  pool.on('error', onIdleError)
  // A connection that breaks while it is lent out: its borrower's query fails by itself.
  pool.on('connect', (client) => {
    client.on('error', () => undefined)
    gatherWrites(client)
  })
  return pool
}
