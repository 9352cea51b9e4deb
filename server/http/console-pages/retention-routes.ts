import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { rightAllows, rightOf } from '#domain/access.ts'
import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import type { Refusal } from '#domain/refusal.ts'
import { type RetentionRule, retentionYears, usualYearEnd } from '#domain/retention-rule.ts'
import { tokyoDay } from '#domain/tokyo.ts'
import { holdDocument, releaseDocument } from '#server/usecases/retention/hold-document.ts'
import { saveRetention } from '#server/usecases/retention/save-retention.ts'
import type { RetentionPlace } from '#server/usecases/retention-ports.ts'
import { HoldPage } from '#web/console/retention/HoldPage.tsx'
import { RetentionPage } from '#web/console/retention/RetentionPage.tsx'
import { wordsIn } from '#web/console/words/words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, administratorOfKept, shownAgain } from './checks.ts'
import { readAll } from './chosen-documents.ts'
import { dayStart } from './days.ts'
import { doneOf, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

const path = '/settings/retention'
const pageRows = 50
const mostHolds = 500
const yearMilliseconds = 365 * 24 * 3_600_000

/** How long the team keeps what is over; and 保全, which keeps a document whatever the rule says. */
export const retentionRoutes: ConsoleRoute[] = [
  memberRoute('GET', path, administrator, async (call) => {
    const { needs, visit, request, reply } = call
    const { read } = needs.database
    const { teamId } = visit.member
    const { retention: rule } = await read.team(teamId)
    const last = tokyoDay(new Date(needs.clock.now().getTime() + yearMilliseconds))
    const query = { last, after: placeIn(queried(request, 'after')), limit: pageRows + 1 }
    const [found, holds, members] = await Promise.all([
      rule === null ? [] : read.retentionEnds(teamId, query),
      read.legalHolds(teamId, mostHolds),
      read.membersOf(teamId),
    ])
    const ends = found.slice(0, pageRows)
    const lastShown = found.length > pageRows ? ends.at(-1) : undefined
    const named = await titlesOf(call, ends, holds)
    const page = {
      ...{ chrome: visit.chrome, rule, yearEnds: rule?.yearEnds ?? usualYearEnd },
      ends: ends.map((each) => ({ ...each, ...named(each) })),
      next: lastShown === undefined ? null : `${lastShown.keptUntil}.${lastShown.documentId}`,
      holds: holds.map((each) => ({ ...each, ...named(each), who: nameOf(members, each.memberId) })),
      done: (['saved', 'unchanged'] as const).find((each) => each === doneOf(request)) ?? null,
    }
    return sendPage(reply, h(RetentionPage, page))
  }),

  memberRoute('POST', path, shownAgain(administrator), async ({ needs, visit, request, reply }) => {
    const retention = ruleIn(typed(request, 'retention_years'), typed(request, 'year_ends'))
    const changed = await saveRetention(needs, visit.origin, { member: visit.member, retention })
    return reply.redirect(`/console${path}?done=${changed ? 'saved' : 'unchanged'}`, 303)
  }),

  memberRoute('GET', '/documents/:id/hold', administratorOfKept, (call) =>
    sendHold(call, call.document, '', null),
  ),

  memberRoute('POST', '/documents/:id/hold', administratorOfKept, async (call) => {
    const { document, needs, visit, request, reply } = call
    const reason = typed(request, 'reason')
    const wanted = { member: visit.member, documentId: document.id, reason }
    const objection = await holdDocument(needs, visit.origin, wanted)
    if (objection !== null) return sendHold({ ...call, reply: reply.code(400) }, document, reason, objection)
    return reply.redirect(backTo(visit.member, document, 'held'), 303)
  }),

  memberRoute('POST', '/documents/:id/hold/release', shownAgain(administratorOfKept), async (call) => {
    const { document, needs, visit, reply } = call
    await releaseDocument(needs, visit.origin, { member: visit.member, documentId: document.id })
    return reply.redirect(backTo(visit.member, document, 'released'), 303)
  }),
]

async function sendHold(
  { needs, visit, reply }: ConsoleCall,
  document: Document,
  reason: string,
  objection: Refusal | null,
): Promise<FastifyReply> {
  const { read } = needs.database
  const held = await read.legalHoldOf(document.id)
  const members = held === null ? [] : await read.membersOf(visit.member.teamId)
  const page = {
    ...{ chrome: visit.chrome, typed: reason, objection },
    document: { id: document.id, title: titleFor(visit, document) },
    hold: held === null ? null : { ...held, who: nameOf(members, held.memberId) },
  }
  return sendPage(reply, h(HoldPage, page))
}

function backTo(member: Member, document: Document, done: string): string {
  const reads = rightAllows(rightOf(member, document), 'read')
  return reads ? `/console/documents/${document.id}?done=${done}` : `/console${path}`
}

/** An administrator's office is the team's retention; what they may not read stays unread. */
function titleFor({ member, chrome }: Visit, document: Document): string | null {
  if (!rightAllows(rightOf(member, document), 'read')) return null
  return document.title || wordsIn(chrome.lang).documents.untitled
}

/** How the lists name their documents. */
async function titlesOf(call: ConsoleCall, ...lists: { documentId: string }[][]) {
  const ids = lists.map((rows) => rows.map(({ documentId }) => documentId))
  // List by list, for no more are read than an act for several may have.
  const found = (await Promise.all(ids.map((each) => readAll(call, each)))).flat()
  const titles = new Map(
    found.map(({ id, document }) => [id, document === null ? null : titleFor(call.visit, document)]),
  )
  return ({ documentId: id }: { documentId: string }) => ({ id, title: titles.get(id) ?? null })
}

function nameOf(members: { id: string; name: string }[], id: string): string {
  return members.find((each) => each.id === id)?.name ?? '—'
}

/** `2034-05-31.` and the id of a document. */
function placeIn(text: string): RetentionPlace | null {
  const [, at, documentId] = /^(\d{4}-\d{2}-\d{2})\.([0-9a-z]{32})$/.exec(text) ?? []
  if (at === undefined || documentId === undefined || dayStart(at) === null) return null
  return { at, documentId }
}

/** What the form offers; anything else, typed by hand, keeps for ever. */
function ruleIn(yearsText: string, monthText: string): RetentionRule | null {
  const years = retentionYears.find((each) => String(each) === yearsText)
  const month = /^(?:[1-9]|1[0-2])$/.test(monthText) ? Number(monthText) : usualYearEnd
  return years === undefined ? null : { years, yearEnds: month }
}
