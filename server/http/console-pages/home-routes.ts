import { h } from 'preact'
import { officeOf } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import { dueKinds } from '#domain/matter.ts'
import type { Member } from '#domain/member.ts'
import { whoseTurn } from '#domain/sending.ts'
import { dayIn } from '#domain/time-zone.ts'
import { tokyoDayStart } from '#domain/tokyo.ts'
import type { HomeReads } from '#server/usecases/home-ports.ts'
import type { WebhookReads } from '#server/usecases/webhook-ports.ts'
import { AttentionPage, attentionKinds } from '#web/console/home/AttentionPage.tsx'
import { DuePage, type Month, monthAfter } from '#web/console/home/DuePage.tsx'
import { type FailingWebhook, HomePage, type HomePageProps } from '#web/console/home/HomePage.tsx'
import { sendPage } from '../common/send-page.ts'
import { anyMember } from './checks.ts'
import { queried } from './fields.ts'
import { matterKeyOf, mattersSeenBy } from './matter-query.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'

const minuteMilliseconds = 60_000
const dayMilliseconds = 24 * 60 * minuteMilliseconds

/** A seal takes seconds; what waits for longer than this is told of. */
const lateSealMilliseconds = 15 * minuteMilliseconds
const dueSoonMilliseconds = 30 * dayMilliseconds
const receivedLookedAt = 30
const linesShown = {
  waits: 8,
  received: 5,
  approvals: 5,
  lateSeals: 3,
  parked: 3,
  due: 5,
  drafts: 3,
  concluded: 5,
}
const mattersPerPage = 30

/** The first page of a member, and the lists of what waits and what comes due. */
export const homeRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/home', anyMember, async ({ needs, visit, reply }) => {
    const { member, chrome } = visit
    const { read } = needs.database
    const now = needs.clock.now()
    const own = { scope: { sender: member.id }, after: null }
    const soon = new Date(now.getTime() + dueSoonMilliseconds)
    const [waits, counts, due, lateSeals, received, approvals, drafts, concluded, webhooks, parked, steps] =
      await Promise.all([
        read.matters({
          ...{ ...own, kinds: attentionKinds, order: 'newest', from: null, before: now },
          limit: linesShown.waits,
        }),
        read.countMatters(member.id, attentionKinds, now),
        read.matters({
          ...{ ...own, kinds: dueKinds, order: 'oldest', from: today(now, visit.timeZone), before: soon },
          limit: linesShown.due,
        }),
        read.lateSeals(member.id, new Date(now.getTime() - lateSealMilliseconds), linesShown.lateSeals),
        receivedBy(member, read),
        read.approvalsFor(
          member,
          { senderId: null, named: false },
          { after: null, limit: linesShown.approvals },
        ),
        read.consoleDocuments(
          { whose: 'own', memberId: member.id },
          { status: 'draft', search: '', test: false, after: null, limit: linesShown.drafts },
        ),
        read.concludedOf(member.id, linesShown.concluded),
        failingWebhooks(member, read),
        parkedSeenBy(member, read),
        stepsOf(member, read),
      ])
    const page: HomePageProps = {
      ...{ chrome, waits, due, lateSeals, received, webhooks, parked, concluded, steps },
      approvals: approvals.documents,
      waiting: [...counts.values()].reduce((sum, each) => sum + each, 0),
      supervises: officeOf(member) !== null,
      drafts: drafts.documents,
    }
    return sendPage(reply, h(HomePage, page))
  }),

  memberRoute('GET', '/attention', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const kind = attentionKinds.find((each) => each === queried(request, 'kind')) ?? null
    const scope = scopeOf(member, queried(request, 'scope'))
    const after = matterKeyOf(queried(request, 'after'))
    const { matters, next } = await mattersSeenBy(member, needs.database.read, {
      ...{ scope, order: 'newest', from: null, before: needs.clock.now(), after, limit: mattersPerPage },
      kinds: kind === null ? attentionKinds : [kind],
    })
    const filter = { kind, scope, after: after === null ? null : queried(request, 'after') }
    const office = { supervises: officeOf(member) !== null, memberId: member.id }
    return sendPage(reply, h(AttentionPage, { chrome, matters, filter, next, ...office }))
  }),

  memberRoute('GET', '/due', anyMember, async ({ needs, visit, request, reply }) => {
    const { member, chrome } = visit
    const now = needs.clock.now()
    const kind = dueKinds.find((each) => each === queried(request, 'kind')) ?? null
    const scope = scopeOf(member, queried(request, 'scope'))
    const month = monthOf(queried(request, 'month'))
    const after = matterKeyOf(queried(request, 'after'))
    const days =
      month === null
        ? { from: today(now, visit.timeZone), before: null }
        : { from: beginning(month), before: beginning(monthAfter(month, 1)) }
    const { matters, next } = await mattersSeenBy(member, needs.database.read, {
      ...{ scope, order: 'oldest', ...days, after, limit: mattersPerPage },
      kinds: kind === null ? dueKinds : [kind],
    })
    const filter = { kind, month, scope, after: after === null ? null : queried(request, 'after') }
    const office = { supervises: officeOf(member) !== null, memberId: member.id }
    const [year = 0, ofYear = 0] = dayIn(visit.timeZone, now).split('-').map(Number)
    const thisMonth = { year, month: ofYear }
    return sendPage(reply, h(DuePage, { chrome, matters, filter, thisMonth, next, ...office }))
  }),
]

/** Where today begins among matters, whose days the database keeps as those of Tokyo. */
function today(now: Date, timeZone: string): Date {
  return tokyoDayStart(dayIn(timeZone, now))
}

function beginning({ year, month }: Month): Date {
  return tokyoDayStart(`${year}-${String(month).padStart(2, '0')}-01`)
}

/** `2026-12`; null where it is no month. */
function monthOf(text: string): Month | null {
  const found = /^(2[0-9]{3})-(0[1-9]|1[0-2])$/.exec(text)
  return found === null ? null : { year: Number(found[1]), month: Number(found[2]) }
}

/** Who has no such office sees their own, whatever the address says. */
function scopeOf(member: Member, asked: string): 'own' | 'team' {
  return asked === 'team' && officeOf(member) !== null ? 'team' : 'own'
}

/** What waits for their own review. Of very many received ones only the newest are looked at. */
async function receivedBy(
  { id: memberId, email }: Member,
  read: Pick<ConsoleNeeds['database']['read'], 'consoleDocuments'>,
): Promise<Document[]> {
  const { documents } = await read.consoleDocuments(
    { whose: 'received', memberId, email },
    { status: 'awaiting', search: '', test: false, after: null, limit: receivedLookedAt },
  )
  const asked = (document: Document) =>
    whoseTurn(document).some((each) => each.email.toLowerCase() === email.toLowerCase())
  return documents.filter(asked).slice(0, linesShown.received)
}

/** Those that no longer take what is sent, for those who can mend them. */
async function failingWebhooks(
  member: Member,
  read: Pick<WebhookReads, 'webhooksOf'>,
): Promise<FailingWebhook[]> {
  if (!member.authorities.teamAdministrator) return []
  return (await read.webhooksOf(member.teamId)).flatMap(
    ({ id, url, off, restingUntil, troubledAt, pending }) => {
      const gone = off?.reason === 'gone' ? off.at : null
      if (gone === null && (off !== null || (restingUntil === null && troubledAt === null))) return []
      const since = gone ?? troubledAt ?? restingUntil
      return since === null ? [] : [{ id, host: new URL(url).host, off: gone !== null, pending, since }]
    },
  )
}

/** Of the team for those who may have it tried again; for others what of their own documents has stopped. */
async function parkedSeenBy(
  { id: sender, teamId, authorities }: Member,
  read: Pick<HomeReads, 'countParked' | 'parkedJobs'>,
): Promise<HomePageProps['parked']> {
  if (authorities.teamAdministrator) return { ofTeam: await read.countParked(teamId), own: [] }
  const found = await read.parkedJobs({ sender }, { after: null, limit: linesShown.parked })
  const own = found.flatMap(({ job, document }) => {
    if (document === null || document.test) return []
    return [{ id: job.id, kind: job.kind, documentId: document.id, title: document.title, since: job.since }]
  })
  return { ofTeam: 0, own }
}

/** Null once all are taken, and for those who cannot take them. */
async function stepsOf(
  member: Member,
  read: Pick<ConsoleNeeds['database']['read'], 'team' | 'firstSteps'>,
): Promise<HomePageProps['steps']> {
  if (!member.authorities.teamAdministrator) return null
  const [team, { called, sent, webhook }] = await Promise.all([
    read.team(member.teamId),
    read.firstSteps(member.teamId),
  ])
  const steps = { return_url: team.returnUrl !== null, call: called, contract: sent, webhook }
  return Object.values(steps).every(Boolean) ? null : steps
}
