import type { Pool, PoolClient } from 'pg'
import type { Secrets } from '#server/usecases/ports.ts'
import { statement } from '../connection/statements.ts'
import { writeAnew } from './document-store.ts'

const progress = statement<{ reached: string; done_at: Date | null }>(
  'listing_progress',
  'select reached, done_at from listing_progress',
)
const reach = statement(
  'listing_progress_reach',
  'update listing_progress set reached = $1, done_at = case when $2 then now() end where done_at is null and reached <= $1',
)
const goBehind = statement(
  'listing_progress_behind',
  'update listing_progress set reached = $1 where done_at is not null and reached < $1',
)
/** By key, a page at a time. `numbers`: there is one of which the database does not know how to find it. */
const nextDocuments = statement<{ id: string; numbers: boolean }>(
  'next_documents_to_list',
  `select d.id, exists (select 1 from participants p where p.document_id = d.id and p.tel_sealed <> ''
     and split_part(coalesce(p.tel_found_by, ''), '.', 2) <> right(p.tel_sealed, 8)) as numbers
   from documents d where d.id > $1 and ($3::text is null or d.id < $3) order by d.id limit $2`,
)
const lock = statement('hold_document_to_list', 'select id from documents where id = $1 for update')
const list = statement('list_document', 'select list_document($1)')

/**
 * Gives one page of the documents of before the rows that the console finds them by. Call it again until it answers that
 * all is done: wherever it was stopped it goes on, and what was done twice is the same.
 */
export async function fillListings(
  pool: Pool,
  secrets: Secrets,
  documents = 500,
): Promise<{ done: boolean }> {
  const [at] = await progress(pool)
  if (at === undefined || at.done_at !== null) return { done: true }
  const page = await nextDocuments(pool, at.reached, documents, null)
  for (const each of page) await listOne(pool, secrets, each)
  const done = page.length < documents
  await reach(pool, page.at(-1)?.id ?? at.reached, done)
  return { done }
}

const hourMilliseconds = 60 * 60 * 1000
/** A server that is to stop waits for a round. */
const pagesARound = 20

/**
 * While two releases run on one database, and after a way back to the one before, that one makes documents without saying how
 * their numbers are found. So the walk never ends: it goes on behind the newest, looks at each once, and writes those anew. An id
 * begins with its instant; an hour later a form that was open has been sent.
 */
export async function followNumbers(pool: Pool, secrets: Secrets, now: Date, documents = 500): Promise<void> {
  const before = (now.getTime() - hourMilliseconds).toString(16).padStart(12, '0')
  for (let pages = 0; pages < pagesARound; pages++) {
    const [at] = await progress(pool)
    if (at === undefined || at.done_at === null) return
    const page = await nextDocuments(pool, at.reached, documents, before)
    for (const { id, numbers } of page) {
      if (numbers) await inTransaction(pool, (client) => writeAnew(client, secrets, id))
    }
    const last = page.at(-1)
    if (last === undefined) return
    await goBehind(pool, last.id)
    if (page.length < documents) return
  }
}

/** Under the document's lock. One whose texts cannot be read is listed all the same, without its numbers. */
async function listOne(
  pool: Pool,
  secrets: Secrets,
  { id, numbers }: { id: string; numbers: boolean },
): Promise<void> {
  if (numbers) await inTransaction(pool, (client) => writeAnew(client, secrets, id))
  await inTransaction(pool, async (client) => {
    await lock(client, id)
    await list(client, id)
  })
}

/** Where a text is refused the log has been told, and the walk goes on. */
async function inTransaction(pool: Pool, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await work(client)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    if (!(error instanceof Error) || error.name !== 'CiphertextRefused') throw error
  } finally {
    client.release(broken)
  }
}
