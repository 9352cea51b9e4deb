import { Pool, type PoolClient, type QueryConfig, types } from 'pg'
import { gatherWrites } from './gather-writes.ts'

/** int8 arrives as text; every int8 of ours (sizes, counters) is below 2^53. */
const int8 = 20

export type PoolOptions = {
  url: string
  connections: number
  /** For migrations: a statement may take as long as it takes. */
  patient?: boolean
  /** Told of errors of idle connections; the pool replaces them by itself. */
  onIdleError: (error: Error) => void
}

/** A little more than PostgreSQL's own limit for a statement: longer silence means that the line is dead. */
const silenceMilliseconds = 65_000
const connectMilliseconds = 5_000

export function createPool({ url, connections, patient = false, onIdleError }: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: url,
    max: connections,
    // Statements go out as they are asked for; their answers come in the same order.
    pipeline: true,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: connectMilliseconds,
    // A dead network must not hold a request for ever.
    keepAlive: true,
    // Nothing of ours takes as long; a connection that hangs must not hold a document's lock for ever.
    statement_timeout: 60_000,
    lock_timeout: 20_000,
    idle_in_transaction_session_timeout: 60_000,
    // A machine that lost its power closes no connection: without this, a request would wait for TCP to give up.
    ...(patient ? {} : { query_timeout: silenceMilliseconds }),
    verify: refuseStandby,
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

/** After a fail-over the address may lead to a standby for a while: a connection to it would be of no use for good. */
function refuseStandby(client: PoolClient, done: (error?: Error) => void): void {
  client
    .query<{ read_only: string }>({
      text: "select current_setting('transaction_read_only') as read_only",
      query_timeout: connectMilliseconds,
    } as QueryConfig)
    .then(({ rows }) => done(rows[0]?.read_only === 'off' ? undefined : readOnly()))
    .catch(done)
}

/** As PostgreSQL itself would say it at the first write. */
function readOnly(): Error {
  return Object.assign(new Error('the database takes no writes'), { code: '25006' })
}
