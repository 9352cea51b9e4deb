import { Readable } from 'node:stream'
import { setImmediate as breathe } from 'node:timers/promises'
import { CsvError, type Options, parse } from 'csv-parse'
import { type BulkColumn, columnName, columnsOf, type RowValues } from '#domain/bulk-row.ts'
import { bulkLimits } from '#domain/bulk-send.ts'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { normalized } from '#domain/typed-text.ts'
import { columnLabel } from '#web/console/bulk/column-words.ts'
import type { ListProblem } from '#web/console/bulk/list-problem.ts'
import { unguarded } from '../common/csv.ts'
import { readText } from './read-text.ts'

/** `row`: as a spreadsheet counts, where the first line is 1. */
export type ListRow = { row: number; values: RowValues }

type Reading = { rows: ListRow[] } | { problem: ListProblem }

/** So much is parsed before others have their turn. */
const slice = 64 * 1024
/** A quote that is never closed makes one field of all that follows; no row of people is as long as this. */
const longestRow = 64 * 1024
/** So many cells beside the columns are told of a row. */
const mostBeside = 5

/**
 * The rows of a list for this template, as people keep them in Excel: whatever its encoding, with commas, semicolons or tabs,
 * with lines and columns at the end in which nothing stands. What is in a row is judged later, row by row.
 */
export async function readList(bytes: Uint8Array, template: Document, lang: Language): Promise<Reading> {
  if (bytes.byteLength > bulkLimits.bytes) return { problem: { kind: 'too_large', limit: bulkLimits.bytes } }
  const read = readText(bytes)
  return 'problem' in read ? read : readRows(read.text, template, lang)
}

/** The same of what is text already. */
export async function readRows(text: string, template: Document, lang: Language): Promise<Reading> {
  const [directive, named] = /^sep=(.)\r?\n/i.exec(text) ?? ['', undefined]
  const lines = text.slice(directive.length)
  const records: { row: number; cells: string[] }[] = []
  try {
    const parser = Readable.from(slicesOf(lines)).pipe(parse(optionsFor(named ?? delimiterOf(lines))))
    for await (const [row, ...cells] of parser) {
      records.push({ row: Number(row), cells })
      if (records.length > bulkLimits.rows + 1) {
        return { problem: { kind: 'too_many_rows', limit: bulkLimits.rows } }
      }
    }
  } catch (error) {
    if (error instanceof CsvError) return { problem: { kind: 'quote', line: lastLine(records) + 1 } }
    throw error
  }
  const [first, ...rows] = records
  if (first === undefined) return { problem: { kind: 'none' } }
  const headings = readHeadings(first.cells, columnsOf(template), lang)
  if ('problem' in headings) return headings
  if (rows.length === 0) return { problem: { kind: 'no_row' } }
  return { rows: rows.map(({ row, cells }) => ({ row, values: valuesOf(cells, headings.columns) })) }
}

function optionsFor(delimiter: string): Options {
  let row = 0
  return {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: longestRow,
    // Each with its number in front. Rows in which nothing stands are counted, as Excel does, and not kept: there may be a
    // hundred thousand of them.
    on_record(cells: string[]) {
      row += 1
      return cells.every((cell) => cell.trim() === '') || isExample(cells) ? null : [String(row), ...cells]
    },
  }
}

async function* slicesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let first = 0; first < bytes.length; first += slice) {
    yield bytes.subarray(first, first + slice)
    await breathe()
  }
}

/** The first line of the sample shows how a row looks; whoever leaves it there sends nothing to it. */
function isExample(cells: string[]): boolean {
  return /^#\s*(?:例|Example)/i.test(cells[0] ?? '')
}

/** Which of the three separates the headings. */
function delimiterOf(text: string): string {
  const heading = /[^\r\n]+/.exec(text.replace(/^[\s,;]+/, ''))?.[0] ?? ''
  const plain = heading.replaceAll(/"[^"]*"/g, '')
  const counts = [',', '\t', ';'].map((mark) => ({ mark, count: plain.split(mark).length }))
  return counts.reduce((most, each) => (each.count > most.count ? each : most)).mark
}

function lastLine(records: { row: number }[]): number {
  return records.at(-1)?.row ?? 0
}

type Headings = { columns: (BulkColumn | null)[] } | { problem: ListProblem }

/** Which column stands where; null where the heading says that it is none of ours (`#`), or where there is no heading. */
function readHeadings(cells: string[], known: BulkColumn[], lang: Language): Headings {
  const names = new Map(
    known.flatMap((column) =>
      [column.name, columnLabel(column, 'ja'), columnLabel(column, 'en')].map((name) => [
        plainHeading(name),
        column,
      ]),
    ),
  )
  const columns: (BulkColumn | null)[] = []
  const unknown: string[] = []
  for (const cell of cells.slice(0, bulkLimits.columns)) {
    const heading = plainHeading(cellText(cell))
    const column = heading === '' || heading.startsWith('#') ? null : names.get(heading)
    if (column === undefined) unknown.push(cellText(cell).trim().slice(0, 64))
    else if (column !== null && columns.includes(column)) {
      return { problem: { kind: 'heading_twice', heading: columnLabel(column, lang) } }
    }
    columns.push(column ?? null)
  }
  if (unknown.length > 0) return { problem: { kind: 'headings_unknown', headings: unknown.slice(0, 10) } }
  const missing = missingColumns(columns, known)
  if (missing.length > 0) {
    return { problem: { kind: 'headings_missing', headings: missing.map((each) => columnLabel(each, lang)) } }
  }
  return { columns }
}

/** Everybody has a name and a way to be reached. */
function missingColumns(columns: (BulkColumn | null)[], known: BulkColumn[]): BulkColumn[] {
  const has = (name: string) => columns.some((each) => each?.name === name)
  return known.filter((column) => {
    if (column.of !== 'slot' || has(column.name)) return false
    if (column.field === 'name') return true
    if (column.field !== 'tel') return false
    return !has(columnName(column.slot, 'email')) && !has(columnName(column.slot, 'recipient_id'))
  })
}

function plainHeading(heading: string): string {
  const half = normalized('NFKC', heading, 200) ?? heading
  return half.replaceAll(/[\s\ufeff*]|[（(](?:必須|任意|required|optional)[)）]/gi, '').toLowerCase()
}

/**
 * By the names of their columns. What stands beside them is kept under its place, so that it is told and not lost: the first
 * of it, for a list of commas has four million cells.
 */
function valuesOf(cells: string[], columns: (BulkColumn | null)[]): RowValues {
  const values: Record<string, string> = {}
  let beside = 0
  for (const [at, cell] of cells.entries()) {
    const column = columns[at]
    if (column === null) continue
    const text = cellText(cell)
    if (column !== undefined) values[column.name] = text
    else if (text.trim() !== '') {
      values[`column_${at + 1}`] = text
      beside += 1
      if (beside === mostBeside) break
    }
  }
  return values
}

/** What people see in the cell: Excel is kept from taking a number for one by `="090…"`, or by an apostrophe. */
function cellText(cell: string): string {
  const plain = unguarded(cell)
  if (plain !== cell) return plain
  const wrapped = /^="([\s\S]*)"$/.exec(cell)
  return wrapped?.[1]?.replaceAll('""', '"') ?? cell
}
