import type { Pool } from 'pg'
import { type Connection, statement } from '../connection/statements.ts'

const alone = statement<{ alone: boolean }>(
  'alone',
  `select pg_try_advisory_xact_lock(7307, $1::int) as alone`,
)

/**
 * A transaction of a task that two processes must not do at the same moment: both would find the same missing, and add it.
 * Null while another process is at it.
 */
export async function oneAtATime<T>(
  pool: Pool,
  task: number,
  work: (connection: Connection) => Promise<T>,
): Promise<T | null> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    const [lock] = await alone(client, task)
    const done = lock?.alone === true ? await work(client) : null
    await client.query('commit')
    return done
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    throw error
  } finally {
    client.release(broken)
  }
}
