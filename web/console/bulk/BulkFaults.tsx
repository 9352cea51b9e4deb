import type { JSX } from 'preact'
import type { RowValues } from '#domain/bulk-row.ts'
import type { Language } from '#domain/language.ts'
import type { Refusal } from '#domain/refusal.ts'
import { Table } from '#web/ui/Table.tsx'
import { bulkWords } from './bulk-words.ts'
import { columnCalled } from './column-words.ts'
import { faultSentence } from './fault-words.ts'

/** A row with what is wrong with it, as the page is told. */
type FaultyRow = { row: number; values: RowValues | null; faults: Refusal[] }

export type BulkFaultsProps = {
  lang: Language
  title: string
  rows: FaultyRow[]
  /** Where the list goes on; null at its end. */
  next: string | null
  /** Where it begins; null where this is the beginning. */
  first: string | null
}

/** Each fault in its place: row and column as the spreadsheet has them, what was typed, why it cannot be, and what helps. */
export function BulkFaults({ lang, title, rows, next, first }: BulkFaultsProps): JSX.Element {
  const words = bulkWords(lang).faults
  const lines = rows.flatMap(({ row, values, faults }) => faults.map((fault) => ({ row, values, fault })))
  return (
    <section class="bulk-faults" aria-labelledby="faults-heading" id="faults">
      <h2 id="faults-heading">{title}</h2>
      <p class="note">{words.hint}</p>
      <div class="card table-card">
        <Table
          caption={words.caption}
          rows={lines}
          rowKey={({ row, fault }) => `${row} ${fault.field} ${fault.code}`}
          empty={null}
          columns={[
            { heading: words.row, cell: ({ row }) => words.rowNumber(row) },
            { heading: words.column, cell: ({ fault }) => columnCalled(fault.field, lang) },
            { heading: words.value, cell: ({ values, fault }) => typedIn(values, fault.field, lang) },
            {
              heading: words.reason,
              cell: ({ fault, values }) => (
                <>
                  <span class="fault-where">
                    {columnCalled(fault.field, lang)} {typedIn(values, fault.field, lang)}
                  </span>
                  {faultSentence(fault, lang)}
                </>
              ),
            },
          ]}
        />
      </div>
      {next === null && first === null ? null : (
        <p class="bulk-more">
          {first === null ? null : <a href={first}>{words.first}</a>}
          {next === null ? null : <a href={next}>{words.next}</a>}
        </p>
      )}
    </section>
  )
}

function typedIn(values: RowValues | null, field: string | undefined, lang: Language): JSX.Element | string {
  const words = bulkWords(lang).faults
  if (field === undefined) return ''
  if (values === null) return words.erased
  const value = values[field] ?? ''
  return value.trim() === '' ? words.empty : <span class="as-typed">{value.slice(0, 120)}</span>
}
