import { senderFields } from '#domain/bulk-fields.ts'
import { type BulkColumn, columnsOf, type RowValues } from '#domain/bulk-row.ts'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { columnLabel } from '#web/console/bulk/column-words.ts'
import { csvLine, csvStart } from '../common/csv.ts'

/** Rows as a list that `readList` reads, and Excel opens. */
export function writeList(columns: BulkColumn[], rows: RowValues[], lang: Language): string {
  const lines = rows.map((values) => csvLine(columns.map(({ name }) => values[name] ?? '')))
  return csvStart + csvLine(columns.map((column) => columnLabel(column, lang))) + lines.join('')
}

/** A list to begin with: the columns of this template, and one row that shows how it is filled and is never sent. */
export function sampleList(template: Document, lang: Language): string {
  // Whoever works with a site of their own adds the column of recipient ids; in everybody's sample it would be a riddle.
  const columns = columnsOf(template).filter((each) => each.of !== 'slot' || each.field !== 'recipient_id')
  const example = Object.fromEntries(
    columns.map((column) => [column.name, exampleOf(column, template, lang)]),
  )
  const heading = csvLine(columns.map((column) => columnLabel(column, lang)))
  // The mark of the example stays as it is: it is no formula, and a person wrote it for the reader.
  return csvStart + heading + plainLine(columns.map(({ name }) => example[name] ?? ''))
}

function plainLine(fields: string[]): string {
  return `${fields.map((field) => `"${field.replaceAll('"', '""')}"`).join(',')}\r\n`
}

function exampleOf(column: BulkColumn, template: Document, lang: Language): string {
  const ja = lang === 'ja'
  if (column.of === 'title') return ja ? '# 例：この行は送信されません' : '# Example: this row is not sent'
  if (column.of === 'field') {
    return senderFields(template).find(({ label }) => label === column.label)?.text ?? ''
  }
  switch (column.field) {
    case 'name':
      return ja ? '山田 花子' : 'Hanako Yamada'
    case 'organization':
      return ja ? '株式会社見本' : 'Example Inc.'
    case 'tel':
      return '090-0000-0000'
    case 'email':
      return 'hanako@example.jp'
    case 'access_code':
    case 'recipient_id':
      return ''
  }
}
