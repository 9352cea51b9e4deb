import type { WhoseList } from './list-words.ts'

export type ListedStatus = 'draft' | 'awaiting' | 'concluded' | 'cancelled' | 'imported'

const listedStatuses: ListedStatus[] = ['draft', 'awaiting', 'concluded', 'cancelled', 'imported']

/** Others' drafts are on no list, and nobody receives what was concluded elsewhere. */
export function statusesIn(list: WhoseList): ListedStatus[] {
  if (list === 'own') return listedStatuses
  return listedStatuses.filter((each) => each !== 'draft' && (list === 'team' || each !== 'imported'))
}

/** Are documents of test clients on the list? */
export const testsShown = ['all', 'hidden', 'only'] as const
type TestsShown = (typeof testsShown)[number]

/** What a list is narrowed by besides, as it was typed and as the address says it; empty: by nothing. */
export const narrowingFields = [
  'from',
  'to',
  'sender',
  'cabinet',
  'party',
  'min',
  'max',
  'day_from',
  'day_to',
] as const
export type NarrowingField = (typeof narrowingFields)[number]
export type Narrowing = Record<NarrowingField, string>

export const narrowedByNothing: Narrowing = {
  from: '',
  to: '',
  sender: '',
  cabinet: '',
  party: '',
  min: '',
  max: '',
  day_from: '',
  day_to: '',
}

export type ListFilter = Narrowing & {
  list: WhoseList
  status: ListedStatus | null
  search: string
  tests: TestsShown
  after: string | null
}

/** What is wrong with a filter, by its field. */
export type FilterError = {
  field: NarrowingField | 'status'
  problem: 'day' | 'days' | 'amount' | 'amounts' | 'unknown'
}

/** The fields of a list's address that say something, in their order. */
function pairsOf(filter: Partial<ListFilter>): [string, string][] {
  const { list, status, search, tests, after } = filter
  const pairs: [string, string][] = [
    ['list', list === undefined || list === 'own' ? '' : list],
    ['status', status ?? ''],
    ['q', search ?? ''],
    ...narrowingFields.map((field): [string, string] => [field, filter[field] ?? '']),
    ['tests', tests === undefined || tests === 'all' ? '' : tests],
    ['after', after ?? ''],
  ]
  return pairs.filter(([, value]) => value !== '')
}

/** What a list is narrowed by, by the names of its address and without what they say. */
export function narrowedIn(filter: ListFilter): string[] {
  return pairsOf({ ...filter, list: 'own', after: null }).map(([name]) => name)
}

/** Address of a list: the filter is in the URL, so that it can be kept and sent. */
export function documentsPath(filter: Partial<ListFilter>): string {
  const query = new URLSearchParams(pairsOf(filter)).toString()
  return query === '' ? '/console/documents' : `/console/documents?${query}`
}

/** Is the list narrowed by what stands behind 条件を追加? */
export function isNarrowed(filter: Narrowing): boolean {
  return narrowingFields.some((field) => filter[field] !== '')
}
