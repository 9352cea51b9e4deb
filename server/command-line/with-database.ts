import type { Pool } from 'pg'
import { schemaState } from '#server/adapters/postgres/schema/migrate.ts'
import type { Config } from '#server/config/config.ts'
import { clusterIsThere, withDatabase } from '#server/start/open-database.ts'
import { CommandRefused } from './command.ts'

/**
 * Opens the database for one command, once it is sure that there is a database of this release. Throws `CommandRefused`
 * and `SchemaRefused`.
 */
export async function withReadyDatabase<Answer>(
  config: Config,
  work: (pool: Pool) => Promise<Answer>,
): Promise<Answer> {
  await refuseMissingData(config)
  return withDatabase(config, async (pool) => {
    const { pending, refused } = await schemaState(pool)
    if (refused !== null) throw refused
    if (pending.length > 0) {
      throw new CommandRefused(
        'The database is to be migrated first: run musubi migrate, or start the server.',
      )
    }
    return work(pool)
  })
}

/** A command that reads must not make an empty database where nobody looks for one. */
export async function refuseMissingData(config: Config): Promise<void> {
  if (await clusterIsThere(config)) return
  throw new CommandRefused(
    `There is no database in ${config.dataDirectory}: let MUSUBI_DATA or DATABASE_URL lead to the server's, or start the server first.`,
  )
}
