import type pg from 'pg'
import { to as copyTo } from 'pg-copy-streams'
import { type RecordedFile, recordedFiles } from '#domain/recorded-files.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { documentOf, type SealedParticipants } from '../documents/document-body.ts'
import { type MigrationDone, migrationsDone } from '../schema/migrate.ts'
import { type BackupSequence, type BackupTable, backupSequences, backupTables } from './tables.ts'
import { unlimitedConnection } from './unlimited-connection.ts'

/** A file of a document, as the snapshot has it. */
type FileOfDocument = RecordedFile & { documentId: string }

/** The whole database as of one instant, while others go on writing. */
export interface DatabaseSnapshot {
  at: Date
  /** The id that database and storage share; null where no server ever started on it. */
  installation: string | null
  migrations: MigrationDone[]
  tables: BackupTable[]
  sequences: BackupSequence[]
  /** The rows of a table in PostgreSQL's own text format. One table at a time. */
  rowsOf(table: BackupTable): AsyncIterable<Uint8Array>
  /** Every file that every document recorded, page by page. */
  files(secrets: Secrets): AsyncGenerator<FileOfDocument[]>
  /** Lets go of the instant, so that old rows can go again; no other backup of this database begins before `close`. */
  release(): Promise<void>
  /** Throws where the connection was lost, and with it the promise that no other backup has begun. */
  stillAlone(): Promise<void>
  close(): Promise<void>
}

/** Any number; two backups at once would copy the same files twice. */
const backupLock = 7_306_009
const documentsAtOnce = 200

const bodies = statement<{ id: string; body: Parameters<typeof documentOf>[1] }>(
  'bodies_to_back_up',
  'select id, snapshot::jsonb as body from documents where id > $1 order by id limit $2',
)

/** Null: another backup of this database is being made. */
export async function openSnapshot(databaseUrl: string): Promise<DatabaseSnapshot | null> {
  const client = await unlimitedConnection(databaseUrl)
  try {
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
      backupLock,
    ])
    if (rows[0]?.mine !== true) {
      await client.end()
      return null
    }
    await client.query('begin isolation level repeatable read read only')
    return await snapshotOn(client)
  } catch (error) {
    await client.end().catch(() => undefined)
    throw error
  }
}

async function snapshotOn(client: pg.Client): Promise<DatabaseSnapshot> {
  const { rows } = await client.query<{ at: Date; installation: string | null }>(
    'select now() as at, (select id from installation) as installation',
  )
  const [{ at, installation } = { at: null, installation: null }] = rows
  if (at === null) throw new Error('the database said no time')
  return {
    ...{ at, installation },
    migrations: await migrationsDone(client),
    tables: await backupTables(client),
    sequences: await backupSequences(client),
    rowsOf: ({ name, columns }) => client.query(copyTo(`copy ${name} (${columns.join(', ')}) to stdout`)),
    files: (secrets) => filesIn(client, secrets),
    release: async () => void (await client.query('commit')),
    stillAlone: async () => void (await client.query('select 1')),
    // The lock goes with the connection.
    close: () => client.end(),
  }
}

async function* filesIn(client: Connection, secrets: Secrets): AsyncGenerator<FileOfDocument[]> {
  // Of a document only its files are asked for: a text that nobody can decrypt any more must not be in the way of a backup.
  const unread: Secrets = { ...secrets, decrypt: () => '' }
  for (let after = ''; ; ) {
    const rows = await bodies(client, after, documentsAtOnce)
    const sealed: SealedParticipants = new WeakMap()
    yield rows.flatMap(({ id, body }) =>
      recordedFiles(documentOf(id, body, unread, sealed)).map((file) => ({ documentId: id, ...file })),
    )
    after = rows.at(-1)?.id ?? after
    if (rows.length < documentsAtOnce) return
  }
}
