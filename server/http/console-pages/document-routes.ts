import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { rightOf } from '#domain/access.ts'
import type { Attribute } from '#domain/attribute.ts'
import { type Document, recipientsOf } from '#domain/document.ts'
import { keptUntil, mayBeHeld } from '#domain/retention.ts'
import type { RetentionRule } from '#domain/retention-rule.ts'
import { whoseTurn } from '#domain/sending.ts'
import { recordStanding } from '#server/usecases/records/fetch-record.ts'
import { DocumentPage } from '#web/console/documents/DocumentPage.tsx'
import type { DocumentPageProps } from '#web/console/documents/document-page-props.ts'
import { ReceivedPage } from '#web/console/documents/ReceivedPage.tsx'
import { sendPage } from '../common/send-page.ts'
import { reader } from './checks.ts'
import { doneOf } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute, strangerRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** The page of one document. */
export const documentRoutes: ConsoleRoute[] = [
  strangerRoute('GET', '', ({ reply }) => reply.redirect('/console/home', 303)),

  memberRoute('GET', '/documents/:id', reader, async ({ document, needs, visit, request, reply }) => {
    if (document.status === 'template') return reply.redirect(`/console/templates/${document.id}`, 303)
    return sendDocument(needs, visit, reply, document, { done: doneOf(request), telError: null })
  }),
]

/** The page of one document, also after a refused entry. */
export async function sendDocument(
  needs: Pick<ConsoleNeeds, 'database' | 'random' | 'records' | 'sealer'>,
  visit: Visit,
  reply: FastifyReply,
  document: Document,
  answer: Pick<DocumentPageProps, 'done' | 'telError'>,
): Promise<FastifyReply> {
  const { read } = needs.database
  const right = rightOf(visit.member, document)
  // What others typed, from where, and how often they were written to is not for recipients.
  if (right === 'approving') return reply.redirect(`/console/documents/${document.id}/approval`, 303)
  if (right !== 'own' && right !== 'supervised') return sendReceived(needs, visit, reply, document)
  const [alert, team, cabinet, information, hold, messages, mails, events, parked, counters] =
    await Promise.all([
      read.alert(document.id),
      read.team(document.teamId),
      cabinetOf(needs, document),
      read.attribute(document.id),
      read.legalHoldOf(document.id),
      read.smsOf(document.id),
      read.mailsOf(document.id),
      read.audit(document.id),
      read.parkedOf(document.id),
      Promise.all(
        recipientsOf(document).map(async ({ id }) => [id, (await read.counterOf(id)).wrongGuesses] as const),
      ),
    ])
  const asked = mails.filter(({ kind }) => kind === 'approval_requested')
  const members = asked.length === 0 ? [] : await read.membersOf(document.teamId)
  const page = h(DocumentPage, {
    chrome: visit.chrome,
    document,
    right,
    cabinet,
    information,
    alert,
    kept: keptOf(team.retention, document, information, hold !== null),
    teamReminders: team.reminderPlan,
    messages,
    mails,
    parked,
    approvers: members.filter(({ id }) => asked.some(({ readerId }) => readerId === id)),
    wrongGuesses: new Map(counters),
    events,
    auditHead: events.at(-1)?.hash ?? '0'.repeat(64),
    press: needs.random.id(),
    record: await recordStanding(needs, document),
    ...answer,
  })
  return sendPage(reply, page)
}

function keptOf(
  rule: RetentionRule | null,
  document: Document,
  information: Attribute | null,
  held: boolean,
): DocumentPageProps['kept'] {
  if (!mayBeHeld(document) || (rule === null && !held)) return null
  return { until: rule === null ? null : keptUntil(rule, document, information), held }
}

/** As somebody who received it reads it. */
async function sendReceived(
  needs: Pick<ConsoleNeeds, 'records' | 'sealer'>,
  visit: Visit,
  reply: FastifyReply,
  document: Document,
): Promise<FastifyReply> {
  const email = visit.member.email.toLowerCase()
  const yourTurn = whoseTurn(document).some((each) => each.email.toLowerCase() === email)
  const record = await recordStanding(needs, document)
  return sendPage(reply, h(ReceivedPage, { chrome: visit.chrome, document, record, yourTurn }))
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
