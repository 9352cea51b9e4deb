import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { embeddedDatabase, embeddedUser } from './cluster.ts'
import { EmbeddedPostgresFailed } from './failure.ts'
import type { Identity } from './identity.ts'
import { embeddedPort } from './postmaster.ts'

/** What a try to connect found: `absent` is no socket or nobody behind it, `busy` is starting up or shutting down. */
export type Answer = 'ready' | 'absent' | 'busy' | 'other_cluster'

/** The longest path of a unix socket that every platform takes (macOS 104 bytes with the final zero, Linux 108). */
const longestSocketPath = 103

/**
 * The address of the database behind a socket directory, for `pg` and for libpq; as superuser, unless `user` says
 * otherwise.
 */
export function socketUrl(
  socketDirectory: string,
  { database = embeddedDatabase, user = embeddedUser }: { database?: string; user?: string } = {},
): string {
  const where = { host: socketDirectory, port: String(embeddedPort), user, sslmode: 'disable' }
  return `postgresql:///${database}?${new URLSearchParams(where)}`
}

/**
 * Makes the directory of the socket in the temporary folder, for the path of a socket must be short. Only its owner may
 * enter it, and that is what keeps other users of the machine out of the database.
 * @throws EmbeddedPostgresFailed when somebody else made a directory of this name.
 */
export async function prepareSocketDirectory(cluster: string, identity: Identity): Promise<string> {
  const name = `musubi-${createHash('sha256').update(cluster).digest('hex').slice(0, 12)}`
  const inTemporary = join(tmpdir(), name)
  const socketLength = Buffer.byteLength(join(inTemporary, `.s.PGSQL.${embeddedPort}`))
  const directory = socketLength <= longestSocketPath ? inTemporary : join('/tmp', name)
  await mkdir(directory, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  const found = await lstat(directory)
  const mine = [identity.uid, process.geteuid?.()]
  if (!found.isDirectory() || !mine.includes(found.uid)) {
    throw new EmbeddedPostgresFailed(
      'socket_directory_foreign',
      `The directory ${directory}, where PostgreSQL's socket belongs, was made by another user (id ${found.uid}): remove it and start again.`,
    )
  }
  await chmod(directory, 0o700)
  if (found.uid !== identity.uid) await chown(directory, identity.uid, identity.gid)
  return directory
}

/** Tries to reach the database of `cluster`, and creates it when the cluster is new. */
export async function askDatabase(socketDirectory: string, cluster: string): Promise<Answer> {
  try {
    return await ask(socketUrl(socketDirectory), cluster)
  } catch (error) {
    const code = (error as { code?: string }).code
    if (code === '3D000') {
      await createDatabase(socketDirectory)
      return 'busy'
    }
    // too_many_connections: somebody uses it well.
    if (code === '53300') return 'ready'
    return code === 'ENOENT' || code === 'ECONNREFUSED' ? 'absent' : 'busy'
  }
}

async function ask(connectionString: string, cluster: string): Promise<Answer> {
  return withClient(connectionString, async (client) => {
    const { rows } = await client.query<{ data_directory: string }>('show data_directory')
    return rows[0]?.data_directory === cluster ? 'ready' : 'other_cluster'
  })
}

async function createDatabase(socketDirectory: string): Promise<void> {
  await withClient(socketUrl(socketDirectory, { database: 'postgres' }), async (client) => {
    await client.query(`create database ${embeddedDatabase}`).catch((error: { code?: string }) => {
      // Another process that starts at the same moment was faster.
      if (error.code !== '42P04' && error.code !== '23505') throw error
    })
  })
}

async function withClient<Result>(
  connectionString: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 5_000 })
  // The end of a connection is also told by an event, which would end node if nobody listened.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    await client.end().catch(() => {})
  }
}
