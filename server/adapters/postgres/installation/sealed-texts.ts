import type { Pool } from 'pg'
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
const textsOfBodies = `select 'documents' as place, found[1] as id from documents,
  regexp_matches(snapshot::text, '_sealed": ?"(?:2:)?([A-Za-z0-9_-]{1,32})[.]', 'g') found`
const allTexts = [...sealedTables.flatMap(textsOf), textsOfBodies].join('\n union all ')

const ofOtherKey = statement<{ id: string }>(
  'text_of_other_key',
  `select id from (${allTexts}) texts where id <> all($1::text[]) limit 1`,
)
const countByKey = statement<{ place: string; id: string; texts: number }>(
  'sealed_texts_by_key',
  `select place, id, count(*)::integer as texts from (${allTexts}) texts group by place, id order by id, place`,
)

/** The id of a data key that is none of these, and with which a text is encrypted; null where there is none. Reads everything. */
export async function otherKeyOf(connection: Connection, ids: string[]): Promise<string | null> {
  return (await ofOtherKey(connection, ids))[0]?.id ?? null
}

/** How many texts are encrypted with each data key, by table. Reads everything. */
export function countSealedTexts(pool: Pool): Promise<{ place: string; id: string; texts: number }[]> {
  return countByKey(pool)
}
