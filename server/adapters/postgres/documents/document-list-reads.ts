import type { Document } from '#domain/document.ts'
import type { DocumentList, ListReads } from '#server/usecases/list-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { contentOfAnswer, type DocumentCache, type VersionedRow } from './document-cache.ts'
import { documentsPerPage, type ListFilter, type ListScope, pageOf, totalOf } from './document-lists.ts'

/** The documents of a page in its order, each with its body unless the version is the one that is known. */
const versioned = statement<VersionedRow>(
  'documents_of_page',
  `select d.id, d.version, case when d.version = asked.version then null else d.snapshot end as body
   from unnest($1::text[], $2::text[]) with ordinality as asked (id, version, place)
   join documents d on d.id = asked.id order by asked.place`,
)

/** Lists of the Web API (docs/decisions/0013). Every query is scoped by member or team here and nowhere else. */
export function documentListReads(pool: Connection, secrets: Secrets, cache: DocumentCache): ListReads {
  async function list(scope: ListScope, filter: ListFilter, page: number): Promise<DocumentList> {
    const { rows: totals } = await pool.query<{ total: number }>(totalOf(scope, filter))
    const total = totals[0]?.total ?? 0
    if ((page - 1) * documentsPerPage >= total) return { total, documents: [] }
    const { rows } = await pool.query<{ id: string }>(pageOf(scope, filter, page, total))
    return { total, documents: await load(rows.map(({ id }) => id)) }
  }

  async function load(ids: string[]): Promise<Document[]> {
    const asked = ids.map((id) => cache.of(id))
    const versions = asked.map((each) => each?.version ?? null)
    const cachedById = new Map(
      asked.flatMap((each) => (each === undefined ? [] : [[each.document.id, each]])),
    )
    const rows = await versioned(pool, ids, versions)
    return rows.map((row) => contentOfAnswer(cache, secrets, cachedById.get(row.id), row).document)
  }

  return {
    documentsOf(memberId, email, { page, status, from, to, sharedTemplatesOf, test }) {
      const emailHash = secrets.keyedHash('email', email.toLowerCase())
      const scope = { whose: 'member', memberId, emailHash, sharedTemplatesOf, test } as const
      return list(scope, { status, from, to }, page)
    },
    teamDocuments(teamId, { page, from, to, withPrivate, test }) {
      return list({ whose: 'team', teamId, withPrivate, test }, { status: null, from, to }, page)
    },
  }
}
