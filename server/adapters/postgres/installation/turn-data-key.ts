import type { Pool } from 'pg'
import type { Secrets } from '#server/usecases/ports.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { writeAnew } from '../documents/document-store.ts'
import { oneAtATime } from '../jobs/one-at-a-time.ts'
import { type SealedTable, sealedTables } from './sealed-texts.ts'

/** Of tasks that one process does at a time (`one-at-a-time.ts`). */
const task = 3
/** So many blocks of a table a transaction: a document costs a hundred times a row. */
const blocksAtOnce = { documents: 4, rows: 64 }

type State = { key_id: string; place: string; block: number; changed: number; done: boolean }

const load = statement<State>(
  'data_key_turn',
  'select key_id, place, block::integer, changed::integer, done_at is not null as done from data_key_turn',
)
const begin = statement(
  'begin_data_key_turn',
  `insert into data_key_turn (key_id, place, begun_at) values ($1, $2, now())
   on conflict (one) do update set key_id = excluded.key_id, place = excluded.place, block = 0, changed = 0, texts = 0,
     begun_at = excluded.begun_at, done_at = null`,
)
// A round in which something was changed is not the last.
const goRoundAgain = statement('go_round_again', 'update data_key_turn set changed = changed + 1')
const reach = statement(
  'reach_data_key_turn',
  `update data_key_turn set place = $1, block = $2, changed = case when $3 then 0 else changed + $4 end, texts = texts + $4,
     done_at = case when $5 then now() end`,
)
const blocksOf = statement<{ blocks: number }>(
  'blocks_of_table',
  `select (pg_relation_size($1::regclass) / current_setting('block_size')::integer)::integer as blocks`,
)
const documentsBetween = statement<{ id: string }>(
  'documents_of_other_key',
  'select id from documents where ctid >= $1::tid and ctid < $2::tid and snapshot::text ~ $3 order by id',
)
const holdDocument = statement<{ id: string }>(
  'hold_document_to_turn',
  'select id from documents where id = $1 for update skip locked',
)
const places = ['documents', ...sealedTables.map(({ table }) => table)]

/** `overtaken`: a process that was started later walks for another key, and this one is to stop. */
type Turned = { done: boolean; overtaken: boolean; texts: number }

/**
 * Encrypts anew, with the current key, one page of what another data key encrypted; null while another process is at it. It
 * goes from table to table and from block to block, and on where it was stopped; a round in which nothing was found is the last.
 * What is locked, and what a process with the former order of keys writes behind it, is found in the next round. `anew`: the
 * first call of a process, which begins a walk also where an earlier one was done, or is for another key, and lets one that is on its
 * way go round once more: what was written with the former order of keys may lie behind it. Whoever finds another
 * key's walk later than that stops: while processes are restarted with keys in another order, the last order wins.
 */
export function turnDataKey(
  pool: Pool,
  secrets: Secrets,
  keyId: string,
  { anew }: { anew: boolean },
): Promise<Turned | null> {
  return oneAtATime(pool, task, async (connection) => {
    let [state] = await load(connection)
    if (!anew && state !== undefined && state.key_id !== keyId)
      return { done: true, overtaken: true, texts: 0 }
    if (!anew && state?.done === true) return { done: true, overtaken: false, texts: 0 }
    if (state === undefined || state.key_id !== keyId || state.done) {
      await begin(connection, keyId, places[0])
      ;[state] = await load(connection)
    } else if (anew) {
      await goRoundAgain(connection)
      ;[state] = await load(connection)
    }
    if (state === undefined) throw new Error('no walk was begun')
    return page(connection, secrets, state)
  })
}

async function page(connection: Connection, secrets: Secrets, state: State): Promise<Turned> {
  const table = sealedTables.find((each) => each.table === state.place)
  const blocks = table === undefined ? blocksAtOnce.documents : blocksAtOnce.rows
  const [from, to] = [state.block, state.block + blocks]
  const texts =
    table === undefined
      ? await turnDocuments(connection, secrets, state.key_id, from, to)
      : await turnRows(connection, secrets, state.key_id, table, from, to)
  const [size] = await blocksOf(connection, state.place)
  if (to < (size?.blocks ?? 0)) {
    await reach(connection, state.place, to, false, texts, false)
    return { done: false, overtaken: false, texts }
  }
  const next = places[places.indexOf(state.place) + 1]
  const last = next === undefined
  const done = last && state.changed + texts === 0
  await reach(connection, next ?? places[0], 0, last, texts, done)
  return { done, overtaken: false, texts }
}

/** Documents as they are, written anew. One that cannot be read is left: the log has been told. */
async function turnDocuments(
  connection: Connection,
  secrets: Secrets,
  keyId: string,
  from: number,
  to: number,
): Promise<number> {
  let turned = 0
  const other = `_sealed": ?"(?!"|2:${keyId}[.])`
  for (const { id } of await documentsBetween(connection, `(${from},0)`, `(${to},0)`, other)) {
    const [held] = await holdDocument(connection, id)
    // Somebody is at it: another round comes back.
    if (held !== undefined && !(await readably(connection, () => writeAnew(connection, secrets, id))))
      continue
    turned += 1
  }
  return turned
}

/** Whether it was done; a text that cannot be read leaves what was there. */
async function readably(connection: Connection, work: () => Promise<void>): Promise<boolean> {
  await connection.query({ text: 'savepoint text' })
  try {
    await work()
    await connection.query({ text: 'release savepoint text' })
    return true
  } catch (error) {
    await connection.query({ text: 'rollback to savepoint text' })
    if (isRefusedText(error)) return false
    throw error
  }
}

async function turnRows(
  connection: Connection,
  secrets: Secrets,
  keyId: string,
  { table, columns, row }: SealedTable,
  from: number,
  to: number,
): Promise<number> {
  const other = (column: string) =>
    `(${column} is not null and ${column} <> '' and not starts_with(${column}, $3))`
  const find = statement<Record<string, string | null>>(
    `other_key_in_${table}`,
    `select ctid::text as at, ${row} as bound_row, ${columns.join(', ')} from ${table}
     where ctid >= $1::tid and ctid < $2::tid and (${columns.map(other).join(' or ')})`,
  )
  // Nothing where it was changed meanwhile: the next round finds it.
  const save = statement(
    `turn_key_in_${table}`,
    `update ${table} set ${columns.map((column, at) => `${column} = $${at + 2}`).join(', ')} where ctid = $1::tid
       and ${columns.map((column, at) => `${column} is not distinct from $${at + 2 + columns.length}`).join(' and ')}`,
  )
  let turned = 0
  for (const found of await find(connection, `(${from},0)`, `(${to},0)`, `2:${keyId}.`)) {
    const texts = columns.map((column) => found[column] ?? null)
    const again = texts.map((text, at) => {
      const place = { table, column: columns[at] ?? '', row: found.bound_row ?? '' }
      return text === null || text === '' ? text : encryptedAnew(secrets, text, place)
    })
    if (again.includes(undefined)) continue
    await save(connection, found.at, ...again, ...texts)
    turned += 1
  }
  return turned
}

/** Undefined: it cannot be read. */
function encryptedAnew(
  secrets: Secrets,
  text: string,
  place: Parameters<Secrets['encrypt']>[1],
): string | undefined {
  try {
    return secrets.encrypt(secrets.decrypt(text, place), place)
  } catch (error) {
    if (isRefusedText(error)) return undefined
    throw error
  }
}

function isRefusedText(error: unknown): boolean {
  return error instanceof Error && error.name === 'CiphertextRefused'
}
