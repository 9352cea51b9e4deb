import type { Pool } from 'pg'
import type { Connection } from './statements.ts'

/**
 * How a list must be planned: without its values, so that one plan serves every page, and by indexes only. As the planner
 * then does not know how many rows a member has, neither a whole table nor pages to be sorted may look cheaper than an
 * index: with a tenth of a million documents received, it read all of them for a page of a hundred. Compiling gains
 * nothing in a query that answers with a hundred rows.
 */
export const listPlanning =
  'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off; set local enable_bitmapscan = off; set local jit = off'

/**
 * How a search must be planned: with its values, for what is rare decides by which index it is read; and never by reading a
 * whole table, however few rows the planner believes it has.
 */
export const findPlanning =
  'set local plan_cache_mode = force_custom_plan; set local enable_seqscan = off; set local jit = off'

/**
 * A connection for statements that are planned as lists are, or as `planning` says. Each is a transaction of its own, sent in one go; all other
 * statements of the pool are planned as PostgreSQL thinks best.
 */
export function listConnection(pool: Pool, planning = listPlanning): Connection {
  return {
    async query(query) {
      const client = await pool.connect()
      const begun = client.query(`begin read only; ${planning}`)
      const answer = client.query(query)
      const ended = client.query('commit')
      const [first, rows, last] = await Promise.allSettled([begun, answer, ended])
      const failed = [first, rows, last].find((each) => each.status === 'rejected')
      // After a failure the commit was a rollback; a connection that answered nothing is of no use.
      client.release(last.status === 'rejected' ? (last.reason as Error) : undefined)
      if (failed !== undefined) throw failed.reason
      return answer
    },
  }
}
