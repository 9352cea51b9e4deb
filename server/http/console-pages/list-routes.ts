import type { FastifyRequest } from 'fastify'
import { h } from 'preact'
import { officeOf } from '#domain/access.ts'
import type { Member } from '#domain/member.ts'
import type { DocumentFilter, FindScope, FoundCount } from '#server/usecases/find-ports.ts'
import { chooseListColumns } from '#server/usecases/team/choose-list-columns.ts'
import { DocumentsPage } from '#web/console/documents/DocumentsPage.tsx'
import type { FilterChoices } from '#web/console/documents/FindForm.tsx'
import { type ListColumn, listColumns } from '#web/console/documents/find-words.ts'
import { isNarrowed, type ListFilter } from '#web/console/documents/list-filter.ts'
import { lists, type WhoseList } from '#web/console/documents/list-words.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { filterIn, readFilter } from './list-filter.ts'
import type { ConsoleNeeds } from './needs.ts'
import { listsOf, offeredTo } from './offered-lists.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const documentsPerPage = 30

/** The lists of documents. */
export const listRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const { read } = needs.database
    const list = listIn(request, listsOf(member))
    const filter = filterIn(request, list)
    const choices = await choicesFor(needs, member, list)
    const { filter: asked, error } = readFilter(filter, choices, queried(request, 'status'))
    const scope = scopeOf(member, list)
    const [found, columns, listed] = await Promise.all([
      asked === null ? nothing : pageOf(needs, scope, filter, asked),
      columnsOf(needs, member, list),
      read.everythingIsListed(),
    ])
    const recorded =
      list === 'received' ? new Map() : await read.recordedOf(found.documents.map(({ id }) => id))
    const done = doneOf(request)
    if (error !== null) reply.code(400)
    return sendPage(
      reply,
      h(DocumentsPage, {
        chrome,
        ...found,
        recorded,
        filter,
        error,
        choices,
        unlisted: !listed,
        columns,
        departments: columns.departments,
        lists: offeredTo(member),
        done: done === 'deleted' || done === 'columns' ? done : null,
      }),
    )
  }),

  memberRoute('POST', '/documents/columns', anyMember, async ({ needs, visit, request, reply }) => {
    const list = lists.find((each) => each === typed(request, 'list')) ?? 'own'
    const columns = offeredIn(list, true).filter((each) => typed(request, `column_${each}`) !== '')
    await chooseListColumns(needs, visit.origin, { memberId: visit.member.id, list, columns })
    return reply.redirect(withDone(typed(request, 'back'), list), 303)
  }),
]

const nothing = { documents: [], next: null, count: null }

/** Without further filters the list is read as it is, also while older documents cannot be found by everything yet. */
async function pageOf(
  { database }: ConsoleNeeds,
  scope: FindScope,
  filter: ListFilter,
  asked: DocumentFilter,
) {
  const { read } = database
  const count: FoundCount = await read.countFound(scope, asked)
  const page = { after: filter.after, limit: documentsPerPage }
  if (filter.search !== '' || isNarrowed(filter))
    return { count, ...(await read.findDocuments(scope, asked, { ...page, count })) }
  const { status, search } = filter
  return { count, ...(await read.consoleDocuments(scope, { status, search, test: asked.test, ...page })) }
}

function listIn(request: FastifyRequest, offered: WhoseList[]): WhoseList {
  return offered.find((each) => each === queried(request, 'list')) ?? 'own'
}

/** Whose documents the list has. */
export function scopeOf(member: Member, list: WhoseList): FindScope {
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
  list: WhoseList,
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

/** What a list can show; what is recorded is not for those who received a document. */
function offeredIn(list: WhoseList, departments: boolean): ListColumn[] {
  const recorded: ListColumn[] = ['day', 'party', 'amount', 'cabinet', 'created']
  return listColumns.filter(
    (each) =>
      (each !== 'sender' || list !== 'own') &&
      (list !== 'received' || !recorded.includes(each)) &&
      (each !== 'cabinet' || departments),
  )
}

/** Until the member chooses. */
const usual: Record<WhoseList, ListColumn[]> = {
  own: ['recipients', 'status', 'date'],
  received: ['sender', 'status', 'date'],
  team: ['recipients', 'status', 'date'],
}

async function columnsOf({ database }: ConsoleNeeds, { id, teamId }: Member, list: WhoseList) {
  const [chosen, team] = await Promise.all([database.read.listColumns(id, list), database.read.team(teamId)])
  const offered = offeredIn(list, team.departmentsEnabled)
  return {
    departments: team.departmentsEnabled,
    offered,
    shown: offered.filter((each) => (chosen ?? usual[list]).includes(each)),
  }
}

/** Back to the list as it was; nowhere else. */
function withDone(back: string, list: WhoseList): string {
  const query = /^\/console\/documents\?(.*)$/s.exec(back)?.[1]
  const params = new URLSearchParams(query ?? (list === 'own' ? '' : `list=${list}`))
  params.set('done', 'columns')
  return `/console/documents?${params}`
}
