import type { CalendarDay } from '#domain/attribute.ts'
import { readSearch } from '#domain/document-search.ts'
import { tokyoDay, tokyoDayStart } from '#domain/tokyo.ts'
import { normalized } from '#domain/typed-text.ts'
import type { DocumentFilter } from '#server/usecases/find-ports.ts'
import type { FilterChoices } from '#web/console/documents/FindForm.tsx'
import {
  type FilterError,
  type ListFilter,
  type Narrowing,
  narrowedByNothing,
  narrowingFields,
  statusesIn,
  testsShown,
} from '#web/console/documents/list-filter.ts'
import type { WhoseList } from '#web/console/documents/list-words.ts'
import { daysOf } from './days.ts'
import { placeIn } from './fields.ts'

const longestEntry = 100

/** What an address says under a name; empty where it says nothing. */
export type Entry = (name: string) => string

/** A filter as the address has it, whatever it says. */
export function filterIn(said: Entry, list: WhoseList): ListFilter {
  const entry = (name: string) =>
    [...said(name).replaceAll('\u0000', '').trim()].slice(0, longestEntry).join('')
  const asked = entry('status')
  return {
    list,
    status: statusesIn(list).find((each) => each === asked) ?? null,
    search: entry('q'),
    tests: testsShown.find((each) => each === entry('tests')) ?? 'all',
    after: placeIn(said('after')),
    ...narrowingIn(entry, list),
  }
}

/** What a recipient cannot know of a document narrows no list of theirs. */
function narrowingIn(entry: Entry, list: WhoseList): Narrowing {
  const narrowing = { ...narrowedByNothing }
  for (const field of narrowingFields) {
    if (list !== 'received' || field === 'from' || field === 'to') narrowing[field] = entry(field)
  }
  return narrowing
}

type Read = { filter: DocumentFilter; error: null } | { filter: null; error: FilterError }

/** What a filter asks for, or the first of its fields by which nothing can be found. */
export function readFilter(typed: ListFilter, choices: FilterChoices, asked: string): Read {
  const wrong = (field: FilterError['field'], problem: FilterError['problem']): Read => ({
    filter: null,
    error: { field, problem },
  })
  if (asked !== '' && typed.status === null) return wrong('status', 'unknown')
  const created = daysOf({ first: tidyDay(typed.from), last: tidyDay(typed.to) })
  if (created.period === null) {
    const field = created.error?.field === 'first' ? 'from' : 'to'
    return wrong(field, created.error?.problem === 'order' ? 'days' : 'day')
  }
  const recorded = readRecorded(typed)
  if ('field' in recorded) return { filter: null, error: recorded }
  for (const [field, offered] of [
    ['sender', choices.senders],
    ['cabinet', choices.cabinets],
  ] as const) {
    if (typed[field] !== '' && !offered.some(({ id }) => id === typed[field])) return wrong(field, 'unknown')
  }
  const said = (text: string) => (text === '' ? null : text)
  return {
    error: null,
    filter: {
      search: readSearch(typed.search),
      statuses: typed.status === null ? null : [typed.status],
      test: typed.tests === 'all' ? null : typed.tests === 'only',
      created: created.period,
      ...recorded,
      senderId: said(typed.sender),
      cabinetId: said(typed.cabinet),
      incomplete: false,
    },
  }
}

/** What the bookkeeping law searches by, or the first of these fields that cannot be read. */
export function readRecorded(
  typed: Pick<Narrowing, 'party' | 'min' | 'max' | 'day_from' | 'day_to'>,
): Pick<DocumentFilter, 'counterparty' | 'amount' | 'contract'> | FilterError {
  const first = readDay(typed.day_from)
  if (first === undefined) return { field: 'day_from', problem: 'day' }
  const last = readDay(typed.day_to)
  if (last === undefined) return { field: 'day_to', problem: 'day' }
  if (first !== null && last !== null && last < first) return { field: 'day_to', problem: 'days' }
  const least = readAmount(typed.min)
  if (least === undefined) return { field: 'min', problem: 'amount' }
  const most = readAmount(typed.max)
  if (most === undefined) return { field: 'max', problem: 'amount' }
  if (least !== null && most !== null && most < least) return { field: 'max', problem: 'amounts' }
  return {
    counterparty: readSearch(typed.party)?.words ?? null,
    amount: { from: least, to: most },
    contract: { from: first, to: last },
  }
}

/** Days may be typed with strokes and in full width, where a browser has no calendar. */
function tidyDay(text: string): string {
  return (normalized('NFKC', text, 1_000) ?? text)
    .replaceAll(/[./年月]/g, '-')
    .replace('日', '')
    .replaceAll(/-(\d)(?=-|$)/g, '-0$1')
}

/** A day as it was typed; null: nothing was, undefined: no day. */
export function readDay(text: string): CalendarDay | null | undefined {
  if (text === '') return null
  const day = tidyDay(text)
  if (!/^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$/.test(day)) return undefined
  const start = tokyoDayStart(day)
  return Number.isNaN(start.getTime()) || tokyoDay(start) !== day ? undefined : day
}

/** Null: nothing was typed; undefined: no amount, or more than 64 bits. */
export function readAmount(text: string): bigint | null | undefined {
  const figures = (normalized('NFKC', text, 1_000) ?? text).replaceAll(/[,、\s円¥\\]/g, '').replace('−', '-')
  if (figures === '') return text.trim() === '' ? null : undefined
  if (!/^-?[0-9]{1,19}$/.test(figures)) return undefined
  const amount = BigInt(figures)
  return BigInt.asIntN(64, amount) === amount ? amount : undefined
}
