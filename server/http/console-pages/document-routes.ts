import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import { DocumentPage, type DocumentPageProps } from '#web/console/DocumentPage.tsx'
import { DocumentsPage, listedStatuses } from '#web/console/DocumentsPage.tsx'
import type { ConsoleNeeds } from './needs.ts'
import { membersOnly, parameter, queried } from './rooms.ts'
import { sendPage, type Visit } from './visit.ts'

const documentsPerPage = 30

/** The list and the page of one document. */
export function documentRoutes(server: FastifyInstance, needs: ConsoleNeeds): void {
  server.get('/', async (_request, reply) => reply.redirect('/console/documents', 303))

  server.get(
    '/documents',
    membersOnly(needs, async (visit, request, reply) => {
      const status = listedStatuses.find((each) => each === queried(request, 'status')) ?? null
      const search = queried(request, 'q').trim().slice(0, 100)
      const after = /^[0-9a-f]{32}$/.exec(queried(request, 'after'))?.[0] ?? null
      const { documents, next } = await needs.database.read.documentsOfTeam(visit.member.id, {
        status,
        search,
        after,
        limit: documentsPerPage,
      })
      const filter = { status, search, after }
      return sendPage(reply, h(DocumentsPage, { chrome: visit.chrome, documents, filter, next }))
    }),
  )

  server.get(
    '/documents/:id',
    membersOnly(needs, async (visit, request, reply) => {
      const document = await ownDocument(needs, visit, parameter(request, 'id'))
      if (document.status === 'template') return reply.redirect(`/console/templates/${document.id}`, 303)
      const done = queried(request, 'done')
      return sendDocument(needs, visit, reply, document, { done: done === '' ? null : done, telError: null })
    }),
  )
}

/** A document that this member sent. Another's is not found, like one that does not exist (security.md, 7). */
export async function ownDocument(
  needs: Pick<ConsoleNeeds, 'database'>,
  visit: Visit,
  id: string,
): Promise<Document> {
  const document = /^[0-9A-Za-z]{1,64}$/.test(id) ? await needs.database.read.document(id) : null
  if (document === null || rightOf(visit.member, document) !== 'own')
    throw new Refused(refusal('document_not_found'))
  return document
}

/** The page of one document, also after a refused entry. */
export async function sendDocument(
  needs: Pick<ConsoleNeeds, 'database'>,
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  answer: Pick<DocumentPageProps, 'done' | 'telError'>,
): Promise<FastifyReply> {
  const { read } = needs.database
  const [cabinet, messages, events, guards] = await Promise.all([
    cabinetOf(needs, document),
    read.smsOf(document.id),
    read.audit(document.id),
    Promise.all(
      recipientsOf(document).map(async ({ id }) => [id, (await read.guardOf(id)).wrongGuesses] as const),
    ),
  ])
  const page = h(DocumentPage, {
    chrome: visit.chrome,
    document,
    cabinet,
    messages,
    wrongGuesses: new Map(guards),
    events,
    auditHead: events.at(-1)?.hash ?? '0'.repeat(64),
    ...answer,
  })
  return sendPage(reply, page)
}

/** Where the document lies; null in a team without departments. */
async function cabinetOf(
  { database }: Pick<ConsoleNeeds, 'database'>,
  { teamId, cabinetId }: Document,
): Promise<DocumentPageProps['cabinet']> {
  if (!(await database.read.team(teamId)).departmentsEnabled) return null
  if (cabinetId === null) return { name: null }
  const cabinets = await database.read.cabinetsOf(teamId)
  return { name: cabinets.find((each) => each.id === cabinetId)?.name ?? null }
}
