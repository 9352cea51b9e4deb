import type { FastifyRequest } from 'fastify'
import { readSearch } from '#domain/document-search.ts'
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
import { afterOf, queried } from './fields.ts'

const longestEntry = 100

/** A filter as the address has it, whatever it says. */
export function filterIn(request: FastifyRequest, list: WhoseList): ListFilter {
  const entry = (name: string) =>
    [...queried(request, name).replaceAll('\u0000', '').trim()].slice(0, longestEntry).join('')
  const asked = entry('status')
  return {
    list,
    status: statusesIn(list).find((each) => each === asked) ?? null,
    search: entry('q'),
    tests: testsShown.find((each) => each === entry('tests')) ?? 'all',
    after: afterOf(request),
    ...narrowingIn(entry, list),
  }
}

/** What a recipient cannot know of a document narrows no list of theirs. */
function narrowingIn(entry: (name: string) => string, list: WhoseList): Narrowing {
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
  const created = readDays(typed.from, typed.to)
  if (typeof created === 'string') return wrong(...placed(created, 'from', 'to'))
  const contract = readDays(typed.day_from, typed.day_to)
  if (typeof contract === 'string') return wrong(...placed(contract, 'day_from', 'day_to'))
  const from = readAmount(typed.min)
  if (from === undefined) return wrong('min', 'amount')
  const to = readAmount(typed.max)
  if (to === undefined) return wrong('max', 'amount')
  if (from !== null && to !== null && to < from) return wrong('max', 'amounts')
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
      contract: { from: said(tidyDay(typed.day_from)), to: said(tidyDay(typed.day_to)) },
      amount: { from, to },
      senderId: said(typed.sender),
      cabinetId: said(typed.cabinet),
      counterparty: readSearch(typed.party)?.words ?? null,
      incomplete: false,
    },
  }
}

/** Days may be typed with strokes and in full width, where a browser has no calendar. */
function tidyDay(text: string): string {
  return text
    .normalize('NFKC')
    .replaceAll(/[./年月]/g, '-')
    .replace('日', '')
    .replaceAll(/-(\d)(?=-|$)/g, '-0$1')
}

function readDays(first: string, last: string) {
  const { period, error } = daysOf({ first: tidyDay(first), last: tidyDay(last) })
  if (period !== null) return { period }
  return error?.problem === 'order'
    ? ('order' as const)
    : error?.field === 'last'
      ? ('last' as const)
      : ('first' as const)
}

function placed(
  wrong: 'order' | 'first' | 'last',
  first: 'from' | 'day_from',
  last: 'to' | 'day_to',
): [FilterError['field'], FilterError['problem']] {
  if (wrong === 'order') return [last, 'days']
  return [wrong === 'first' ? first : last, 'day']
}

/** Null: nothing was typed; undefined: no amount, or more than 64 bits. */
function readAmount(text: string): bigint | null | undefined {
  const figures = text
    .normalize('NFKC')
    .replaceAll(/[,、\s円¥\\]/g, '')
    .replace('−', '-')
  if (figures === '') return text.trim() === '' ? null : undefined
  if (!/^-?[0-9]{1,19}$/.test(figures)) return undefined
  const amount = BigInt(figures)
  return BigInt.asIntN(64, amount) === amount ? amount : undefined
}
