import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { type Document, recipientsOf } from '#domain/document.ts'
import { DocumentPage } from '#web/console/documents/DocumentPage.tsx'
import { DocumentsPage, listedStatuses, testsShown } from '#web/console/documents/DocumentsPage.tsx'
import type { DocumentPageProps } from '#web/console/documents/document-page-props.ts'
import { sendPage } from '../common/send-page.ts'
import { anyMember, sender } from './checks.ts'
import { afterOf, doneOf, queried } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute, strangerRoute } from './route.ts'
import type { Visit } from './visit.ts'

const documentsPerPage = 30

/** The list and the page of one document. */
export const documentRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '', ({ reply }) => reply.redirect('/console/documents', 303)),

  memberRoute('GET', '/documents', anyMember, async ({ needs, visit, request, reply }) => {
    const status = listedStatuses.find((each) => each === queried(request, 'status')) ?? null
    const search = queried(request, 'q').trim().slice(0, 100)
    const after = afterOf(request)
    const tests = testsShown.find((each) => each === queried(request, 'tests')) ?? 'all'
    const { documents, next } = await needs.database.read.documentsOfTeam(visit.member.id, {
      status,
      search,
      test: tests === 'all' ? null : tests === 'only',
      after,
      limit: documentsPerPage,
    })
    const filter = { status, search, tests, after }
    const removed = doneOf(request) === 'deleted'
    return sendPage(reply, h(DocumentsPage, { chrome: visit.chrome, documents, filter, next, removed }))
  }),

  memberRoute('GET', '/documents/:id', sender, async ({ document, needs, visit, request, reply }) => {
    if (document.status === 'template') return reply.redirect(`/console/templates/${document.id}`, 303)
    return sendDocument(needs, visit, reply, document, { done: doneOf(request), telError: null })
  }),
]

/** The page of one document, also after a refused entry. */
export async function sendDocument(
  needs: Pick<ConsoleNeeds, 'database'>,
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  answer: Pick<DocumentPageProps, 'done' | 'telError'>,
): Promise<FastifyReply> {
  const { read } = needs.database
  const [team, cabinet, messages, mails, events, counters] = await Promise.all([
    read.team(document.teamId),
    cabinetOf(needs, document),
    read.smsOf(document.id),
    read.mailsOf(document.id),
    read.audit(document.id),
    Promise.all(
      recipientsOf(document).map(async ({ id }) => [id, (await read.counterOf(id)).wrongGuesses] as const),
    ),
  ])
  const page = h(DocumentPage, {
    chrome: visit.chrome,
    document,
    cabinet,
    teamReminders: team.reminderPlan,
    messages,
    mails,
    wrongGuesses: new Map(counters),
    events,
    auditHead: events.at(-1)?.hash ?? '0'.repeat(64),
    ...answer,
  })
  return sendPage(reply, page)
}

/** Where the document lies; null in a team without departments. */
export async function cabinetOf(
  { database }: Pick<ConsoleNeeds, 'database'>,
  { teamId, cabinetId }: Document,
): Promise<DocumentPageProps['cabinet']> {
  if (!(await database.read.team(teamId)).departmentsEnabled) return null
  if (cabinetId === null) return { name: null }
  const cabinets = await database.read.cabinetsOf(teamId)
  return { name: cabinets.find((each) => each.id === cabinetId)?.name ?? null }
}
