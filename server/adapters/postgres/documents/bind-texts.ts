import type { Pool, PoolClient } from 'pg'
import type { Secrets } from '#server/usecases/ports.ts'
import { boundPattern, placeOfStatement } from '../connection/encrypted-text.ts'
import { statement } from '../connection/statements.ts'
import { writeAnew } from './document-store.ts'

const progress = statement<{ reached: string; done_at: Date | null }>(
  'bound_texts_progress',
  `select reached, done_at from bound_texts`,
)
const over = statement<{ over: boolean }>(
  'unbound_texts_are_over',
  `select coalesce(bool_or(done_at < now() - interval '7 days'), false) as over from bound_texts`,
)
const reach = statement(
  'bound_texts_reach',
  'update bound_texts set reached = $1, done_at = case when $2 then now() end where done_at is null',
)
/** By key, a page at a time: the walk goes once over all documents, however many there are. */
const nextDocuments = statement<{ id: string; unbound: boolean }>(
  'next_documents_to_bind',
  `select d.id, exists (select 1 from participants p where p.document_id = d.id
     and ((p.tel_sealed <> '' and p.tel_sealed not like '${boundPattern}')
       or (p.email_sealed <> '' and p.email_sealed not like '${boundPattern}')
       or (p.access_code_sealed <> '' and p.access_code_sealed not like '${boundPattern}'))) as unbound
   from documents d where d.id > $1 order by d.id limit $2`,
)
const unboundStatements = statement<{ id: string; statement_sealed: string }>(
  'statements_to_bind',
  `select id, statement_sealed from signing_urls where document_id = any($1)
     and statement_sealed is not null and statement_sealed not like '${boundPattern}'`,
)
const bindStatement = statement(
  'bind_statement',
  'update signing_urls set statement_sealed = $2 where id = $1 and statement_sealed = $3',
)

/**
 * Encrypts anew, bound to their places, the texts of one page of documents that an earlier release wrote. Call it again
 * until it answers that all is done. Tokens and kept answers live for hours and a day, and are left to their end.
 */
export async function bindTexts(pool: Pool, secrets: Secrets, documents = 100): Promise<{ done: boolean }> {
  const [at] = await progress(pool)
  if (at === undefined || at.done_at !== null) return { done: true }
  const page = await nextDocuments(pool, at.reached, documents)
  for (const { id, unbound } of page) if (unbound) await bindDocument(pool, secrets, id)
  await bindStatements(
    pool,
    secrets,
    page.map((each) => each.id),
  )
  const done = page.length < documents
  await reach(pool, page.at(-1)?.id ?? at.reached, done)
  return { done }
}

/**
 * Whether no unbound text can be there any more: all documents' were bound a week ago, and tokens and kept answers, which
 * were not, have long ended. One that turns up all the same was put there by other hands.
 */
export async function unboundTextsAreOver(pool: Pool): Promise<boolean> {
  return (await over(pool))[0]?.over === true
}

/** The document as it is, written anew. One that cannot be read is left: the log has been told, and the walk goes on. */
async function bindDocument(pool: Pool, secrets: Secrets, id: string): Promise<void> {
  const client: PoolClient = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query('begin')
    await writeAnew(client, secrets, id)
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch((reason: Error) => {
      broken = reason
    })
    if (!isRefusedText(error)) throw error
  } finally {
    client.release(broken)
  }
}

async function bindStatements(pool: Pool, secrets: Secrets, documentIds: string[]): Promise<void> {
  for (const { id, statement_sealed: sealed } of await unboundStatements(pool, documentIds)) {
    const place = placeOfStatement(id)
    try {
      await bindStatement(pool, id, secrets.encrypt(secrets.decrypt(sealed, place), place), sealed)
    } catch (error) {
      if (!isRefusedText(error)) throw error
    }
  }
}

function isRefusedText(error: unknown): boolean {
  return error instanceof Error && error.name === 'CiphertextRefused'
}
