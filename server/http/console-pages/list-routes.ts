import { h } from 'preact'
import type { Member } from '#domain/member.ts'
import { chooseListColumns } from '#server/usecases/team/choose-list-columns.ts'
import { DocumentsPage } from '#web/console/documents/DocumentsPage.tsx'
import { type ListColumn, listColumns } from '#web/console/documents/find-words.ts'
import { lists, type WhoseList } from '#web/console/documents/list-words.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { pageOf, questionOf } from './listed-documents.ts'
import type { ConsoleNeeds } from './needs.ts'
import { offeredTo } from './offered-lists.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const documentsPerPage = 30

/** The lists of documents. */
export const listRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/documents', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const { read } = needs.database
    const question = await questionOf(needs, member, (name) => queried(request, name))
    const { filter, choices, error } = question
    const { list } = filter
    const [found, columns, listed] = await Promise.all([
      pageOf(needs, question, documentsPerPage),
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
