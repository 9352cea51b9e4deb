import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { bePresent, hasOtherUsers, reachDatabase } from '#server/adapters/postgres/connection/reach.ts'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded/embedded-postgres.ts'
import { migrate, refuseOtherDatabase } from '#server/adapters/postgres/schema/migrate.ts'
import { roleOf } from '#server/adapters/postgres/schema/server-role.ts'
import type { Config } from '#server/config/config.ts'

/**
 * One database, as two roles: `url` works on rows; `migrationUrl` owns the tables and is used only to migrate. Null where
 * the operator gave no such role: then the server migrates as the role that it works as.
 */
export type DatabaseAddress = { url: string; migrationUrl: string | null }

/** Where the database answers. `close`: stops the embedded one, unless somebody else uses it. */
export type OpenDatabase = DatabaseAddress & { close(): Promise<void> }

/** Reaches the database of the configuration; the embedded one is started, or adopted where it runs. */
export async function openDatabase({
  database,
  dataDirectory,
}: Pick<Config, 'database' | 'dataDirectory'>): Promise<OpenDatabase> {
  if (!database.embedded) {
    const { url, migrationUrl } = database
    await reachDatabase(url)
    if (migrationUrl !== null) await reachDatabase(migrationUrl, 'DATABASE_MIGRATION_URL')
    return { url, migrationUrl, close: async () => undefined }
  }
  const { url, migrationUrl, administratorUrl, stop } = await startEmbeddedPostgres(dataDirectory)
  // Whoever ends last stops it, so each process shows as a user of it all the time that it runs.
  const leave = await bePresent(url)
  return {
    url,
    migrationUrl,
    async close() {
      await leave()
      if (!(await hasOtherUsers(administratorUrl))) await stop()
    },
  }
}

/**
 * Opens the database for `work`, beside a server that runs or while none does, and closes it again. Connections are those
 * of the server's own role.
 */
export async function withDatabase<Answer>(
  config: Pick<Config, 'database' | 'dataDirectory'>,
  work: (pool: Pool, database: OpenDatabase) => Promise<Answer>,
): Promise<Answer> {
  const database = await openDatabase(config)
  const pool = createPool({ url: database.url, connections: 2, onIdleError: () => undefined })
  try {
    return await work(pool, database)
  } finally {
    await pool.end()
    await database.close()
  }
}

/** Is there a database to open? False only where the embedded one would be made anew. */
export async function clusterIsThere({
  database,
  dataDirectory,
}: Pick<Config, 'database' | 'dataDirectory'>): Promise<boolean> {
  if (!database.embedded) return true
  return access(join(dataDirectory, 'postgres', 'PG_VERSION')).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

/**
 * Brings the schema up to date, on connections of its own, which wait for a long statement and are gone afterwards, and
 * gives the server's role its rights. `only`: no further than `migrate` says. Throws `SchemaRefused`.
 */
export async function migrateDatabase(
  { url, migrationUrl }: DatabaseAddress,
  onIdleError: (error: unknown) => void,
  options: Parameters<typeof migrate>[2] = {},
): Promise<void> {
  const owner = createPool({ url: migrationUrl ?? url, connections: 2, patient: true, onIdleError })
  const server = migrationUrl === null ? null : createPool({ url, connections: 1, onIdleError })
  try {
    if (server === null) return await migrate(owner, null, options)
    await refuseOtherDatabase(owner, server)
    const [ownerRole, serverRole] = [await roleOf(owner), await roleOf(server)]
    await migrate(owner, serverRole === ownerRole ? null : serverRole, options)
  } finally {
    await owner.end()
    await server?.end()
  }
}
