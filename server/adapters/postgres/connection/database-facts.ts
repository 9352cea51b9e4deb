import type { Pool } from 'pg'

/** What PostgreSQL says of itself. `now`: by its clock; `role`: as whom this connection works. */
export type DatabaseFacts = { version: string; role: string; now: Date }

/** One query, on one connection. */
export async function databaseFacts(pool: Pool): Promise<DatabaseFacts> {
  const { rows } = await pool.query<DatabaseFacts>(
    `select current_setting('server_version') as version, current_user as role, clock_timestamp() as now`,
  )
  const [facts] = rows
  if (facts === undefined) throw new Error('the database said nothing of itself')
  return facts
}

/** Runs what only looks but may leave something behind; nothing of it stays. */
export async function withoutTrace<Answer>(
  pool: Pool,
  look: (connection: Pick<Pool, 'query'>) => Promise<Answer>,
): Promise<Answer> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    return await look(client)
  } finally {
    await client.query('rollback').catch(() => undefined)
    client.release()
  }
}
