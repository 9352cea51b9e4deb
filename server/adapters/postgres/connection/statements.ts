import type { QueryResultRow } from 'pg'

/** A connection, pooled or inside a transaction. */
export interface Connection {
  query<Row extends QueryResultRow>(query: {
    name?: string
    text: string
    values?: unknown[]
  }): Promise<{
    rows: Row[]
    rowCount: number | null
  }>
}

/** A statement that is prepared once per connection; its name is its identity for PostgreSQL. */
export function statement<Row extends QueryResultRow>(name: string, text: string) {
  return async (connection: Connection, ...values: unknown[]): Promise<Row[]> => {
    const { rows } = await connection.query<Row>({ name, text, values })
    return rows
  }
}

/**
 * The same for wide rows, at most one: it arrives as one JSON value. PostgreSQL describes every column of every answer
 * anew, and pg parses each by itself, which for twenty columns took longer than the query. Instants arrive as text.
 */
export function wideStatement<Row>(name: string, text: string) {
  const ask = statement<{ whole: Row }>(name, `select row_to_json(wide) as whole from (${text}) wide`)
  return async (connection: Connection, ...values: unknown[]): Promise<Row | undefined> => {
    const [row] = await ask(connection, ...values)
    return row?.whole
  }
}

/**
 * Writes rows given as JSON: new ones are inserted, known ones updated in the named columns (but those of `onlyNew`). One
 * round trip whatever their number.
 */
export function upsert<Row extends object>(
  table: string,
  key: string[],
  columns: (keyof Row & string)[],
  { onlyNew = [] }: { onlyNew?: (keyof Row & string)[] } = {},
) {
  const quoted = columns.map((column) => `"${column}"`)
  const changes = columns
    .filter((column) => !key.includes(column) && !onlyNew.includes(column))
    .map((column) => `"${column}" = excluded."${column}"`)
  const write = statement(
    `upsert_${table}`,
    `insert into ${table} (${quoted.join(', ')})
     select ${quoted.join(', ')} from jsonb_populate_recordset(null::${table}, $1::jsonb)
     on conflict (${key.map((column) => `"${column}"`).join(', ')}) do update set ${changes.join(', ')}`,
  )
  return async (connection: Connection, rows: Row[]): Promise<void> => {
    if (rows.length > 0) await write(connection, JSON.stringify(rows))
  }
}

/** Writes a row that is there, given as JSON by the names of its columns; `id` says which. */
export function update<Row extends { id: string }>(table: string, columns: (keyof Row & string)[]) {
  const changes = columns
    .filter((column) => column !== 'id')
    .map((column) => `"${column}" = given."${column}"`)
  const write = statement(
    `update_${table}`,
    `update ${table} set ${changes.join(', ')} from jsonb_populate_record(null::${table}, $1::jsonb) given
     where ${table}.id = given.id`,
  )
  return async (connection: Connection, row: Row): Promise<void> => {
    await write(connection, JSON.stringify(row))
  }
}

/**
 * Columns as a statement asks for them, of the table that it calls `alias`. Never `*`: a statement that was prepared with it is
 * refused by PostgreSQL once a later release has added a column, and the release before may be running beside.
 */
export function listed(columns: readonly string[], alias = ''): string {
  return columns.map((column) => `${alias === '' ? '' : `${alias}.`}"${column}"`).join(', ')
}

/** The names of a row's members; the compiler asks for one that is missing. */
export function columnsOf<Row extends object>(columns: { [Column in keyof Row]-?: true }) {
  return Object.keys(columns) as (keyof Row & string)[]
}
