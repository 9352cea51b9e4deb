import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'

/** The database cannot be used; the message is one sentence for the operator and holds no password. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable'
}

const words: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'its host name is unknown',
  EAI_AGAIN: 'its host name cannot be resolved now',
  ETIMEDOUT: 'it does not answer',
  ENOENT: 'there is no such socket',
  '28P01': 'the password is wrong',
  '28000': 'the user may not sign in',
  '3D000': 'the database does not exist',
  '53300': 'it has no free connection left',
}

/** Connects once, so that a wrong DATABASE_URL is told in one sentence before anything else starts. */
export async function reachDatabase(url: string): Promise<void> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  // An error between connecting and ending is told by `connect` or `query`.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      "select current_setting('server_version_num')::int as version",
    )
    if ((rows[0]?.version ?? 0) < 150000) {
      throw new DatabaseUnreachable('DATABASE_URL leads to a PostgreSQL older than 15; use 15 or newer.')
    }
  } catch (error) {
    if (error instanceof DatabaseUnreachable) throw error
    const code = (error as { code?: string }).code ?? ''
    const why = words[code] ?? 'the connection failed'
    throw new DatabaseUnreachable(
      `The database at ${placeOf(url)} cannot be used: ${why}. Check DATABASE_URL.`,
      { cause: error },
    )
  } finally {
    await client.end().catch(() => undefined)
  }
}

function placeOf(url: string): string {
  if (!URL.canParse(url)) return 'DATABASE_URL'
  const { hostname, port, pathname, searchParams } = new URL(url)
  return `${hostname || searchParams.get('host') || 'the local socket'}${port === '' ? '' : `:${port}`}${pathname}`
}

/** How long our own closed connections may still show as theirs. */
const farewellMilliseconds = 2_000

/**
 * Is anybody else connected? Then the embedded database is theirs too and is not stopped. Connections that we closed a
 * moment ago are listed until their backends have ended, so a yes is asked again for a while.
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
