import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { awayWords } from './trouble.ts'

/** The database cannot be used; the message is one sentence for the operator and holds no password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable'
}

/** Connects once, so that a wrong address is told in one sentence, by its variable, before anything else starts. */
export async function reachDatabase(
  url: string,
  variable: 'DATABASE_URL' | 'DATABASE_MIGRATION_URL' = 'DATABASE_URL',
): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // An error between connecting and ending is told by `connect` or `query`.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number; read_only: boolean; encoding: string }>(
      `select current_setting('server_version_num')::int as version,
         current_setting('transaction_read_only') = 'on' as read_only,
         current_setting('server_encoding') as encoding`,
    )
    if ((rows[0]?.version ?? 0) < 150000) {
      throw new DatabaseUnreachable(`${variable} leads to a PostgreSQL older than 15; use 15 or newer.`)
    }
    if (rows[0]?.encoding !== 'UTF8') {
      throw new DatabaseUnreachable(
        `${variable} leads to a database in ${rows[0]?.encoding ?? 'another encoding'}; make one with: create database … encoding 'UTF8' template template0`,
      )
    }
    if (rows[0]?.read_only) {
      throw new DatabaseUnreachable(
        `The database at ${placeOf(url, variable)} takes no writes: it is a standby, or set to read only. Promote it, or let ${variable} lead to the primary.`,
      )
    }
  } catch (error) {
    if (error instanceof DatabaseUnreachable) throw error
    const { why, cure } = awayWords(error) ?? { why: 'the connection failed', cure: `check ${variable}` }
    // The words are those of the address that a server works with.
    const named = cure.replace('DATABASE_URL', variable)
    throw new DatabaseUnreachable(
      `The database at ${placeOf(url, variable)} cannot be used: ${why}. Cure: ${named}${named.includes(variable) ? '' : ` (${variable})`}.`,
      { cause: error },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

function placeOf(url: string, variable: string): string {
  if (!URL.canParse(url)) return variable
  const { hostname, port, pathname, searchParams } = new URL(url)
  return `${hostname || searchParams.get('host') || 'the local socket'}${port === '' ? '' : `:${port}`}${pathname}`
}

/**
 * A connection that does nothing but show others that somebody uses this database, see `hasOtherUsers`. Answers what ends
 * it. Should it be lost, the database is gone, and with it the reason.
 */
export async function bePresent(url: string): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true })
  client.on('error', () => undefined)
  await client.connect()
  return () => client.end().catch(() => undefined)
}

/** How long our own closed connections may still show as theirs. */
const farewellMilliseconds = 2_000

/**
 * Is anybody else connected? Then the embedded database is theirs too and is not stopped. Connections that we closed a
 * moment ago are listed until their backends have ended, so a yes is asked again for a while. Only a superuser is told
 * of everybody's connections.
 */
export async function hasOtherUsers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    for (let waited = 0; ; waited += 50) {
      const { rows } = await client.query<{ others: number }>(
        `select count(*)::int as others from pg_stat_activity
         where backend_type = 'client backend' and pid <> pg_backend_pid()`,
      )
      if ((rows[0]?.others ?? 0) === 0) return false
      if (waited >= farewellMilliseconds) return true
      await sleep(50)
    }
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}
