import { officeOf } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import type { DocumentFilter, FindScope, FoundCount } from '#server/usecases/find-ports.ts'
import type { FilterChoices } from '#web/console/documents/FindForm.tsx'
import { type FilterError, isNarrowed, type ListFilter } from '#web/console/documents/list-filter.ts'
import { type Entry, filterIn, readFilter } from './list-filter.ts'
import type { ConsoleNeeds } from './needs.ts'
import { listsOf } from './offered-lists.ts'

/** What a list is asked for, by the names of its address; `asked` null where it cannot be read. */
export type ListQuestion = {
  scope: FindScope
  filter: ListFilter
  choices: FilterChoices
  asked: DocumentFilter | null
  error: FilterError | null
}

export async function questionOf(needs: ConsoleNeeds, member: Member, said: Entry): Promise<ListQuestion> {
  const list = listsOf(member).find((each) => each === said('list')) ?? 'own'
  const filter = filterIn(said, list)
  const choices = await choicesFor(needs, member, list)
  const { filter: asked, error } = readFilter(filter, choices, said('status'))
  return { scope: scopeOf(member, list), filter, choices, asked, error }
}

type ListedPage = { documents: Document[]; next: string | null; count: FoundCount | null }

/** Without further filters the list is read as it is, also while older documents cannot be found by everything yet. */
export async function pageOf(
  { database }: ConsoleNeeds,
  { scope, filter, asked }: ListQuestion,
  limit: number,
): Promise<ListedPage> {
  if (asked === null) return { documents: [], next: null, count: null }
  const { read } = database
  const count = await read.countFound(scope, asked)
  const page = { after: filter.after, limit }
  if (filter.search !== '' || isNarrowed(filter))
    return { count, ...(await read.findDocuments(scope, asked, { ...page, count })) }
  const { status, search } = filter
  return { count, ...(await read.consoleDocuments(scope, { status, search, test: asked.test, ...page })) }
}

/** Whose documents the list has. */
export function scopeOf(member: Member, list: ListFilter['list']): FindScope {
  const office = officeOf(member)
  const { id: memberId, email, teamId } = member
  if (list === 'team' && office !== null) return { whose: 'team', office, teamId }
  return list === 'received'
    ? { whose: 'received', memberId, email, teamId }
    : { whose: 'own', memberId, teamId }
}

/** By whom and by which cabinet the list may be narrowed: senders only where there are others'. */
async function choicesFor(
  { database }: ConsoleNeeds,
  member: Member,
  list: ListFilter['list'],
): Promise<FilterChoices> {
  if (list === 'received') return { senders: [], cabinets: [] }
  const [senders, cabinets] = await Promise.all([
    list === 'team' ? database.read.membersOf(member.teamId) : [],
    database.read.cabinetsFor(member.id),
  ])
  return {
    senders: senders.map(({ id, name }) => ({ id, name })),
    cabinets: cabinets.filter(({ kind }) => kind === 'ordinary').map(({ id, name }) => ({ id, name })),
  }
}
