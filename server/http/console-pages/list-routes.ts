import { Readable } from 'node:stream'
import { h } from 'preact'
import type { Document } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import type { Member } from '#domain/member.ts'
import { chooseListColumns } from '#server/usecases/team/choose-list-columns.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import { DocumentsPage } from '#web/console/documents/DocumentsPage.tsx'
import { type ListColumn, listColumns } from '#web/console/documents/find-words.ts'
import { narrowedIn } from '#web/console/documents/list-filter.ts'
import { listFields, listHeadings, type Recorded } from '#web/console/documents/list-line.ts'
import { lists, type WhoseList } from '#web/console/documents/list-words.ts'
import { csvLine, csvStart } from '../common/csv.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { everyPageOf, listIn, pageOf, questionOf, saidIn } from './listed-documents.ts'
import type { ConsoleNeeds } from './needs.ts'
import { offeredTo } from './offered-lists.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'

const documentsPerPage = 30
/** What an export reads at a time: so many documents are held, however many it has. */
const exportSize = 250

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
    const recorded = await recordedIn(needs, list, found.documents)
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

  memberRoute('POST', '/documents/csv', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, origin } = visit
    const back = listIn(typed(request, 'back'))
    const question = await questionOf(needs, member, saidIn(back))
    const { asked, filter } = question
    // The list says what is wrong with its filter.
    if (asked === null) return reply.redirect(back, 303)
    const { shown, offered } = await columnsOf(needs, member, filter.list)
    const columns = typed(request, 'columns') === 'all' ? offered : shown
    const fields = narrowedIn(filter)
    const exported = { type: 'export.document_list' as const, list: filter.list, fields }
    await noteExport(needs, origin, { member, exported })
    const lines = csvLines(needs, { ...question, asked }, columns, visit.chrome.lang)
    return sendExport(reply, Readable.from(lines), { name: 'documents.csv', type: 'text/csv' })
  }),

  memberRoute('POST', '/documents/columns', anyMember, async ({ needs, visit, request, reply }) => {
    const list = lists.find((each) => each === typed(request, 'list')) ?? 'own'
    const columns = offeredIn(list, true).filter((each) => typed(request, `column_${each}`) !== '')
    await chooseListColumns(needs, visit.origin, { memberId: visit.member.id, list, columns })
    return reply.redirect(withDone(typed(request, 'back'), list), 303)
  }),
]

async function recordedIn(
  { database }: ConsoleNeeds,
  list: WhoseList,
  documents: Document[],
): Promise<ReadonlyMap<string, Recorded>> {
  return list === 'received' ? new Map() : database.read.recordedOf(documents.map(({ id }) => id))
}

/** The list as it is shown, from its beginning to its end. */
async function* csvLines(
  needs: ConsoleNeeds,
  question: Parameters<typeof everyPageOf>[1],
  columns: ListColumn[],
  lang: Language,
): AsyncGenerator<string> {
  const cabinets = new Map(question.choices.cabinets.map(({ id, name }) => [id, name]))
  yield csvStart + csvLine(listHeadings(columns, lang))
  for await (const documents of everyPageOf(needs, question, exportSize)) {
    const recorded = await recordedIn(needs, question.filter.list, documents)
    const lines = documents.map((each) => {
      return csvLine(listFields(each, columns, { recorded: recorded.get(each.id), cabinets, lang }))
    })
    if (lines.length > 0) yield lines.join('')
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
