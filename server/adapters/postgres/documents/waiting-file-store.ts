import type { Pool } from 'pg'
import type { TemplateStores } from '#server/usecases/template-ports.ts'
import { type Connection, statement } from '../connection/statements.ts'

const keep = statement(
  'keep_waiting_file',
  `insert into waiting_files (storage_key, since) values ($1, $2)
   on conflict (storage_key) do update set since = excluded.since`,
)

/** So many go in a round; what is left waits for the next. */
const batch = 1_000

/** Files that wait for a yes, inside a transaction. */
export function waitingFileStore(connection: Connection): TemplateStores['waitingFiles'] {
  return {
    async keep(storageKey, now) {
      await keep(connection, storageKey, now)
    },
  }
}

/**
 * Removes what waits for longer than since then: its bytes first, so that a death in between leaves nothing that nobody knows.
 * Whoever chose a file again at this very moment is told that it is gone.
 */
export async function removeWaitingFiles(
  pool: Pool,
  remove: (storageKey: string) => Promise<void>,
  before: Date,
): Promise<void> {
  const { rows } = await pool.query<{ storage_key: string; since: Date }>(
    'select storage_key, since from waiting_files where since < $1 order by since limit $2',
    [before, batch],
  )
  for (const { storage_key: key, since } of rows) {
    await remove(key)
    await pool.query('delete from waiting_files where storage_key = $1 and since = $2', [key, since])
  }
}
