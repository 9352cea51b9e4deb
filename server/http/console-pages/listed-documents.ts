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

/** Back to a list as it was; nowhere else. */
export function listIn(back: string): string {
  return /^\/console\/documents(\?.*)?$/s.test(back) ? back : '/console/documents'
}

/** What the address of a list says. */
export function saidIn(address: string): Entry {
  const said = new URLSearchParams(/\?(.*)$/s.exec(address)?.[1] ?? '')
  return (name) => said.get(name) ?? ''
}

export async function questionOf(needs: ConsoleNeeds, member: Member, said: Entry): Promise<ListQuestion> {
  const list = listsOf(member).find((each) => each === said('list')) ?? 'own'
  const filter = filterIn(said, list)
  const choices = await choicesFor(needs, member, list)
  const { filter: asked, error } = readFilter(filter, choices, said('status'))
  return { scope: scopeOf(member, list), filter, choices, asked, error }
}

type ListedPage = { documents: Document[]; next: string | null; count: FoundCount | null }

/** A page of the list, with how many there are on all. */
export async function pageOf(
  needs: ConsoleNeeds,
  question: ListQuestion,
  limit: number,
): Promise<ListedPage> {
  const { scope, asked, filter } = question
  if (asked === null) return { documents: [], next: null, count: null }
  const count = await needs.database.read.countFound(scope, asked)
  const page = { count, after: filter.after, limit }
  return { count, ...(await documentsBehind(needs, { ...question, asked }, page)) }
}

/** The whole list from its beginning, some documents at a time; counted once, for by that is chosen how it is read. */
export async function* everyPageOf(
  needs: ConsoleNeeds,
  question: ListQuestion & { asked: DocumentFilter },
  limit: number,
): AsyncGenerator<Document[]> {
  const count = await needs.database.read.countFound(question.scope, question.asked)
  for (let after: string | null = null; ; ) {
    const { documents, next } = await documentsBehind(needs, question, { count, after, limit })
    yield documents
    if (next === null) return
    after = next
  }
}

/** Without further filters the list is read as it is, also while older documents cannot be found by everything yet. */
async function documentsBehind(
  { database: { read } }: ConsoleNeeds,
  { scope, filter, asked }: ListQuestion & { asked: DocumentFilter },
  { count, ...page }: { count: FoundCount; after: string | null; limit: number },
): Promise<{ documents: Document[]; next: string | null }> {
  const { status, search } = filter
  if (search !== '' || isNarrowed(filter)) return read.findDocuments(scope, asked, { ...page, count })
  return read.consoleDocuments(scope, { status, search, test: asked.test, ...page })
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
