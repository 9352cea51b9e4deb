import type { ComponentChildren, JSX } from 'preact'

export type TableColumn<Row> = {
  heading: string
  /** Numbers stand right. */
  align?: 'right'
  /** Left away on a phone, where the row says it otherwise. */
  desk?: boolean
  /** Holds a box to tick; its heading is heard, not seen. */
  choice?: boolean
  /** Stands in the head behind the heading. */
  head?: ComponentChildren
  cell: (row: Row) => ComponentChildren
}

export type TableProps<Row> = {
  /** Names the table for screen readers. */
  caption: string
  columns: TableColumn<Row>[]
  rows: Row[]
  rowKey: (row: Row) => string
  /** Shown in place of rows when there are none. */
  empty: ComponentChildren
}

/** A table that is a table; it scrolls sideways by itself when the screen is narrow. */
export function Table<Row>({ caption, columns, rows, rowKey, empty }: TableProps<Row>): JSX.Element {
  if (rows.length === 0) return <div class="table-empty">{empty}</div>
  return (
    <section class="table-scroll" aria-label={caption} tabindex={0}>
      <table>
        <caption class="spoken">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.heading} scope="col" class={classOf(column)}>
                {column.choice === true ? <span class="spoken">{column.heading}</span> : column.heading}
                {column.head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map((column) => (
                <td key={column.heading} class={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function classOf<Row>({ align, desk, choice }: TableColumn<Row>): string {
  return [align, desk === true ? 'desk' : undefined, choice === true ? 'choice' : undefined]
    .filter(Boolean)
    .join(' ')
}
