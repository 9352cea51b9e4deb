import { Readable } from 'node:stream'
import { h } from 'preact'
import type { Language } from '#domain/language.ts'
import type { Member } from '#domain/member.ts'
import { kindOfTeamEvent } from '#domain/team-event.ts'
import { type TeamEventKind, teamEventKinds } from '#domain/team-event-kind.ts'
import { tokyoTime } from '#domain/tokyo.ts'
import { noteExport } from '#server/usecases/team/note-export.ts'
import type { TeamEventQuery, TeamEventRow } from '#server/usecases/team-ports.ts'
import { type HistoryFilter, HistoryPage, type HistoryPageProps } from '#web/console/history/HistoryPage.tsx'
import { type EventNames, teamEventLine } from '#web/console/history/team-event-line.ts'
import { teamEventWordsIn } from '#web/console/history/team-event-words.ts'
import { csvLine, csvStart } from '../common/csv.ts'
import { sendPage } from '../common/send-page.ts'
import { administrator, notShownAgain } from './checks.ts'
import { daysOf, type Period } from './days.ts'
import { queried, typed } from './fields.ts'
import type { ConsoleNeeds } from './needs.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendExport } from './send-export.ts'

/** Rows of a page, and those that an export reads at a time. */
const pageSize = 50
const exportSize = 1_000

/** 操作履歴, for team administrators: a page, and what was recorded as CSV or with its hashes. */
export const historyRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/history', administrator, async ({ needs, visit, request, reply }) => {
    const { filter, period, error } = filterOf((name) => queried(request, name))
    const after = afterOf(queried(request, 'after'))
    const { read } = needs.database
    const { rows, more } =
      period === null
        ? { rows: [], more: false }
        : await read.teamEvents(visit.member.teamId, queryOf(filter, period, after, pageSize))
    const names = await namesOf(needs, visit.member)
    const last = rows.at(-1)
    const next = more && last !== undefined ? placeOf(last) : null
    if (error !== null) reply.code(400)
    const page = { chrome: visit.chrome, events: rows, names, filter, error, next, deep: after !== null }
    return sendPage(reply, h(HistoryPage, page))
  }),

  memberRoute(
    'POST',
    '/history/csv',
    notShownAgain(administrator),
    async ({ needs, visit, request, reply }) => {
      const { filter, period, error } = filterOf((name) => typed(request, name))
      if (period === null) {
        const page = { chrome: visit.chrome, events: [], filter, error, next: null, deep: false }
        const names = await namesOf(needs, visit.member)
        return sendPage(reply.code(400), h(HistoryPage, { ...page, names }))
      }
      const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== ''))
      const exported = { type: 'export.team_events', format: 'csv', ...given } as const
      await noteExport(needs, visit.origin, { member: visit.member, exported })
      const names = await namesOf(needs, visit.member)
      const lines = csvLines(needs, visit.member.teamId, { filter, period, names, lang: visit.chrome.lang })
      return sendExport(reply, Readable.from(lines), { name: 'history.csv', type: 'text/csv' })
    },
  ),

  // The whole chain, for one with gaps cannot be computed again.
  memberRoute('POST', '/history/jsonl', notShownAgain(administrator), async ({ needs, visit, reply }) => {
    const exported = { type: 'export.team_events', format: 'jsonl' } as const
    await noteExport(needs, visit.origin, { member: visit.member, exported })
    const lines = chainLines(needs, visit.member.teamId)
    return sendExport(reply, Readable.from(lines), { name: 'history.jsonl', type: 'application/jsonl' })
  }),
]

/** A filter as it was given, and its period: null, with what is wrong, where nothing can be found by it. */
function filterOf(given: (name: string) => string): {
  filter: HistoryFilter
  period: Period | null
  error: HistoryPageProps['error']
} {
  const asked = given('kind')
  const kind = teamEventKinds.find((each) => each === asked) ?? ''
  const filter: HistoryFilter = { kind, first: given('first'), last: given('last') }
  if (kind !== asked) return { filter, period: null, error: { field: 'kind', problem: 'noKind' } }
  return { filter, ...daysOf(filter) }
}

function queryOf(
  { kind }: HistoryFilter,
  period: Period,
  after: TeamEventQuery['after'],
  limit: number,
): TeamEventQuery {
  return { kind: kind === '' ? null : kind, ...period, after, limit }
}

/** Where a page ends, as an address says it. */
function placeOf({ at, sequence }: TeamEventRow): string {
  return `${at.getTime()}-${sequence}`
}

function afterOf(text: string): TeamEventQuery['after'] {
  const [, time, sequence] = /^([0-9]{12,14})-([0-9]{1,9})$/.exec(text) ?? []
  return time === undefined ? null : { at: new Date(Number(time)), sequence: Number(sequence) }
}

async function namesOf({ database }: ConsoleNeeds, { teamId }: Member): Promise<EventNames> {
  const [members, clients] = await Promise.all([
    database.read.membersOf(teamId),
    database.read.clientsOf(teamId),
  ])
  return {
    members: new Map(members.map(({ id, name }) => [id, name])),
    clients: new Map(clients.map(({ id, label }) => [id, label])),
  }
}

type Listed = { filter: HistoryFilter; period: Period; names: EventNames; lang: Language }

async function* csvLines(
  { database }: ConsoleNeeds,
  teamId: string,
  { filter, period, names, lang }: Listed,
) {
  const words = teamEventWordsIn(lang)
  yield csvStart + csvLine(Object.values(words.columns))
  let after: TeamEventQuery['after'] = null
  for (;;) {
    const { rows, more } = await database.read.teamEvents(teamId, queryOf(filter, period, after, exportSize))
    for (const row of rows) {
      const { what, who } = teamEventLine(row, names, lang)
      const kind: TeamEventKind = kindOfTeamEvent(row.type)
      const number = String(row.sequence)
      yield csvLine([tokyo(row.at), words.kinds[kind], what, who, row.address ?? '', number, row.hash])
    }
    const last = rows.at(-1)
    if (!more || last === undefined) return
    after = last
  }
}

/** `2026-11-29 19:05:07`, in Tokyo: what a spreadsheet reads as a time. */
function tokyo(at: Date): string {
  return tokyoTime(at).replace('T', ' ')
}

async function* chainLines({ database }: ConsoleNeeds, teamId: string) {
  for (let sequence = 0; ; ) {
    const rows = await database.read.teamEventsFollowing(teamId, sequence, exportSize)
    for (const row of rows) {
      yield `${JSON.stringify({ sequence: row.sequence, row: row.canonical, hash: row.hash })}\n`
    }
    const last = rows.at(-1)
    if (last === undefined) return
    sequence = last.sequence
  }
}
