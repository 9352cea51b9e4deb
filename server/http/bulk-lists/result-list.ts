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
  return Readable.from(lines(read, send, lang))
}

async function* lines(
  read: Pick<BulkReads, 'bulkRows'>,
  send: BulkSend,
  lang: Language,
): AsyncGenerator<string> {
  const { row, document, state, reason } = bulkWords(lang).result
  yield csvStart + csvLine([row, document, state, reason])
  for (let after = 0; ; ) {
    const rows = await read.bulkRows(send.id, { states: null, after, limit: rowsAtOnce })
    yield rows.map((each) => csvLine(cellsOf(each, send, lang))).join('')
    if (rows.length < rowsAtOnce) return
    after = rows.at(-1)?.row ?? after
  }
}

function cellsOf(row: BulkRow, send: BulkSend, lang: Language): string[] {
  const words = bulkWords(lang)
  const made = row.state === 'made' || row.state === 'sent'
  const state = row.state === 'ready' && send.state === 'stopped' ? words.notSent : words.rowStates[row.state]
  const reasons = [
    ...(row.link === null ? [] : [words.links[row.link]]),
    ...row.faults.map((fault) =>
      made ? faultSentence(fault, lang) : `${columnCalled(fault.field, lang)}: ${faultSentence(fault, lang)}`,
    ),
  ]
  return [String(row.row), made ? row.documentId : '', state, reasons.join(' / ')]
}
