import { type Connection, statement } from '../connection/statements.ts'

/** A table with encrypted columns. `row`: SQL of what `encrypted-text.ts` binds its texts to, besides table and column. */
export type SealedTable = { table: string; columns: string[]; row: string }

/**
 * Every table but `documents` that holds encrypted texts of its own. What `participants` holds is written from the bodies of
 * documents, and goes with them. A new one is added here first: a data key may only go when nothing is encrypted with it.
 */
export const sealedTables: SealedTable[] = [
  { table: 'sms_messages', columns: ['tel_sealed', 'text_sealed'], row: 'id' },
  { table: 'signing_urls', columns: ['statement_sealed', 'state_sealed'], row: 'id' },
  { table: 'return_secrets', columns: ['secret_sealed'], row: `team_id || ' ' || id` },
  { table: 'clients', columns: ['token_sealed'], row: 'id' },
  { table: 'call_keys', columns: ['body_sealed'], row: `client_id || ' ' || key_hash` },
  {
    table: 'webhook_endpoints',
    columns: ['url_sealed', 'secret_sealed', 'former_secret_sealed'],
    row: `team_id || ' ' || id`,
  },
  { table: 'delivery_attempts', columns: ['answer_sealed'], row: `delivery_id || ' ' || number` },
  { table: 'contacts', columns: ['person_sealed'], row: `member_id || ' ' || person_hash` },
  { table: 'sign_in_factors', columns: ['totp_sealed'], row: 'member_id' },
  { table: 'password_reset_requests', columns: ['email_sealed'], row: 'id' },
  { table: 'bulk_sends', columns: ['about_sealed'], row: `team_id || ' ' || id` },
  {
    table: 'bulk_rows',
    columns: ['content_sealed'],
    row: `bulk_send_id || ' ' || row || ' ' || document_id`,
  },
  { table: 'test_messages', columns: ['content_sealed'], row: `team_id || ' ' || id` },
  { table: 'test_authorities', columns: ['keys_sealed'], row: 'id' },
]

/** `2:<id>.…`, and `<id>.…` of an earlier release. */
const idOf = (text: string) =>
  `split_part(case when ${text} like '2:%' then substr(${text}, 3) else ${text} end, '.', 1)`

/** Ids of the keys of each text; those of a body are found by its members' names, which no text of a user can spell. */
const textsOf = ({ table, columns }: SealedTable) =>
  columns.map(
    (column) =>
      `select '${table}' as place, ${idOf(column)} as id from ${table} where ${column} is not null and ${column} <> ''`,
  )
const textsOfBodies = `select found[1] as id from documents d,
  regexp_matches(d.snapshot::text, '_sealed": ?"(?:2:)?([A-Za-z0-9_-]{1,32})[.]', 'g') found
  where d.id > $1 and d.id <= $2`
const textsOfTables = sealedTables.flatMap(textsOf).join('\n union all ')

const ofOtherKey = statement<{ id: string }>(
  'text_of_other_key',
  `select id from (${textsOfTables}) texts where id <> all($1::text[]) limit 1`,
)
const countByKey = statement<{ place: string; id: string; texts: number }>(
  'sealed_texts_by_key',
  `select place, id, count(*)::integer as texts from (${textsOfTables}) texts group by place, id`,
)

const endOfPage = statement<{ last: string | null }>(
  'end_of_bodies',
  'select max(id) as last from (select id from documents where id > $1 order by id limit $2) page',
)
const bodyOfOtherKey = statement<{ id: string }>(
  'body_of_other_key',
  `select id from (${textsOfBodies}) texts where id <> all($3::text[]) limit 1`,
)
const countInBodies = statement<{ id: string; texts: number }>(
  'bodies_by_key',
  `select id, count(*)::integer as texts from (${textsOfBodies}) texts group by id`,
)

/** So many bodies a statement: all of a large installation take longer than one may. */
type Paging = { bodiesAtOnce?: number }

/** The ids that each page of bodies begins behind and ends with. */
async function* pagesOfBodies(
  connection: Connection,
  { bodiesAtOnce = 5_000 }: Paging,
): AsyncGenerator<[string, string]> {
  for (let after = ''; ; ) {
    const [page] = await endOfPage(connection, after, bodiesAtOnce)
    const last = page?.last ?? null
    if (last === null) return
    yield [after, last]
    after = last
  }
}

/** The id of a data key that is none of these, and with which a text is encrypted; null where there is none. Reads everything. */
export async function otherKeyOf(
  connection: Connection,
  ids: string[],
  paging: Paging = {},
): Promise<string | null> {
  const [text] = await ofOtherKey(connection, ids)
  if (text !== undefined) return text.id
  for await (const page of pagesOfBodies(connection, paging)) {
    const [body] = await bodyOfOtherKey(connection, ...page, ids)
    if (body !== undefined) return body.id
  }
  return null
}

/** How many texts are encrypted with each data key, by table. Reads everything. */
export async function countSealedTexts(
  connection: Connection,
  paging: Paging = {},
): Promise<{ place: string; id: string; texts: number }[]> {
  const counts = await countByKey(connection)
  const ofBodies = new Map<string, number>()
  for await (const page of pagesOfBodies(connection, paging)) {
    for (const { id, texts } of await countInBodies(connection, ...page))
      ofBodies.set(id, (ofBodies.get(id) ?? 0) + texts)
  }
  const all = [...counts, ...[...ofBodies].map(([id, texts]) => ({ place: 'documents', id, texts }))]
  const keyOf = ({ id, place }: { id: string; place: string }) => `${id} ${place}`
  return all.toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}
