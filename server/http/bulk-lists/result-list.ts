import { Readable } from 'node:stream'
import type { BulkSend } from '#domain/bulk-send.ts'
import type { Language } from '#domain/language.ts'
import type { BulkReads, BulkRow } from '#server/usecases/bulk-ports.ts'
import { bulkWords } from '#web/console/bulk/bulk-words.ts'
import { columnCalled } from '#web/console/bulk/column-words.ts'
import { faultSentence } from '#web/console/bulk/fault-words.ts'
import { csvLine, csvStart } from '../common/csv.ts'

const rowsAtOnce = 1_000

/** What came of every row, as CSV: row, id of the document, state, reason. Nothing of what was typed stands in it. */
export function resultLines(read: Pick<BulkReads, 'bulkRows'>, send: BulkSend, lang: Language): Readable {
  const { row, document, state, reason } = bulkWords(lang).result
  const heading = csvStart + csvLine([row, document, state, reason])
  return Readable.from(lines(read, send, heading, (each) => cellsOf(each, send, lang)))
}

/** The same for programs: headings and states in the spelling of the Web API, reasons in English, no byte order mark. */
export function resultForPrograms(read: Pick<BulkReads, 'bulkRows'>, send: BulkSend): Readable {
  const heading = csvLine(['row', 'document_id', 'state', 'reason'])
  return Readable.from(
    lines(read, send, heading, (row) => {
      const [number = '', document = '', , reason = ''] = cellsOf(row, send, 'en', (column) => column ?? '')
      return [number, document, row.state, reason]
    }),
  )
}

async function* lines(
  read: Pick<BulkReads, 'bulkRows'>,
  send: BulkSend,
  heading: string,
  cells: (row: BulkRow) => string[],
): AsyncGenerator<string> {
  yield heading
  for (let after = 0; ; ) {
    const rows = await read.bulkRows(send.id, { states: null, after, limit: rowsAtOnce })
    yield rows.map((each) => csvLine(cells(each))).join('')
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)?.row ?? after
  }
}

/** `called`: how columns are named in reasons. */
function cellsOf(
  row: BulkRow,
  send: BulkSend,
  lang: Language,
  called = (column: string | undefined) => columnCalled(column, lang),
): string[] {
  const words = bulkWords(lang)
  const made = row.state === 'made' || row.state === 'sent'
  const state = row.state === 'ready' && send.state === 'stopped' ? words.notSent : words.rowStates[row.state]
  const reasons = [
    ...(row.link === null ? [] : [words.links[row.link]]),
    ...row.faults.map((fault) =>
      made ? faultSentence(fault, lang) : `${called(fault.field)}: ${faultSentence(fault, lang)}`,
    ),
  ]
  return [String(row.row), made ? row.documentId : '', state, reasons.join(' / ')]
}
