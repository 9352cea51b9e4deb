/** The feed of events: what it says, to whom, and what its places are worth. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { publishedEvents } from '#domain/event-catalogue.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook } from '../console/webhooks.ts'
import { aCaller, aDraft, aSentDocument, type Caller } from './caller.ts'
import { feedOf, idsOf, outOfOrder, pageOfFeed, recordedIds, type Told } from './feed.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let administrator: Caller
let stranger: Caller
let team: string
let sent: string
beforeAll(async () => {
  server = await startTestServer()
  administrator = await aCaller(server.url, server.clientId)
  team = (await administrator.call('GET', '/me')).body.team.id
  // Before anybody has asked for the feed.
  sent = (await aSentDocument(administrator)).id
  const email = 'stranger@example.com'
  stranger = await aCaller(server.url, await aClientOf(server, { email, teamId: 'strangers' }))
  await sql(server, 'update members set team_administrator = true where email = $1', [email])
})
afterAll(() => server.close())

const typesOf = (events: Told[], id: string) =>
  events.filter(({ data }) => data.documentId === id).map(({ type }) => type)
const refused = async (query: string, by = administrator) => {
  const { status, body } = await by.call('GET', `/events${query}`)
  return [status, body.error, body.message] as const
}

test('a team of which nothing was recorded has an empty feed, with a place to go on from', async () => {
  const { events, next } = await feedOf(stranger)
  expect([events, next]).toEqual([[], '0'])
  const { id } = await aSentDocumentOf(stranger)
  expect(typesOf((await feedOf(stranger, next)).events, id)).toContain('document.sent')
})

async function aSentDocumentOf(caller: Caller) {
  await sql(
    server,
    "update teams set embedded_signing = true, return_url = 'https://a.example' where id = 'strangers'",
  )
  return aSentDocument(caller)
}

describe('the feed', () => {
  test('holds what was recorded before anybody asked, and what came after, each once and in order', async () => {
    const first = await feedOf(administrator)
    expect(typesOf(first.events, sent)).toEqual(expect.arrayContaining(['document.sent', 'turn.started']))
    await administrator.call('PUT', `/documents/${sent}/decline`)
    const later = await feedOf(administrator, first.next)
    expect(typesOf(later.events, sent)).toEqual(['document.cancelled'])
    const all = [...first.events, ...later.events]
    expect(idsOf(all).sort()).toEqual(await recordedIds(server, team, publishedEvents))
    expect(outOfOrder(all)).toEqual([])
    expect(idsOf((await feedOf(administrator, '', 1)).events)).toEqual(idsOf(all))
  })

  test('says of each event what a webhook says, under the same id', async () => {
    const { id } = await addWebhook(await enterConsole(server), 'http://127.0.0.1:9/hook', {
      events: publishedEvents,
    })
    const { next } = await feedOf(administrator)
    await aSentDocument(administrator)
    const { events } = await feedOf(administrator, next)
    const rows = await rowsOf<{ event: string }>(server, 'select event from deliveries where target = $1', id)
    expect(idsOf(events).sort()).toEqual(rows.map(({ event }) => event).sort())
    for (const { id: own, type, timestamp, data } of events) {
      expect([data.eventId, data.teamId]).toEqual([own, team])
      expect(publishedEvents).toContain(type)
      expect(new Date(timestamp).toISOString()).toBe(timestamp)
    }
    const said = events.find(({ type }) => type === 'turn.started')?.data
    expect(Object.keys(said ?? {})).toEqual(
      expect.arrayContaining(['documentId', 'participantId', 'expiresAt', 'method']),
    )
    expect(JSON.stringify(events)).not.toContain('09012345678')
  })

  test('keeps no row for what is not in the catalogue, and none for drafts', async () => {
    const { next } = await feedOf(administrator)
    await aDraft(administrator)
    expect(await feedOf(administrator, next)).toEqual({ events: [], next })
    const [row] = await rowsOf<{ open: number }>(
      server,
      'select count(*)::int as open from feed_rows where number is null',
    )
    expect(row?.open).toBe(0)
  })

  test('shows nothing of another team', async () => {
    const { events } = await feedOf(stranger)
    expect(events.every(({ data }) => data.teamId === 'strangers')).toBe(true)
    expect(idsOf(events).sort()).toEqual(await recordedIds(server, 'strangers', publishedEvents))
  })

  test('collects anew, without telling twice, when a release knows more kinds of events', async () => {
    const { events, next } = await feedOf(administrator)
    const lacking = events.filter(({ type }) => type === 'document.sent')
    // As a release left it that did not know this kind.
    await sql(
      server,
      `update feed_readers set events = array_remove(events, 'document.sent') where team_id = $1`,
      [team],
    )
    await sql(server, `delete from feed_rows where chain || '-' || sequence = any($1)`, [idsOf(lacking)])
    const added = (await feedOf(administrator, next)).events
    expect(idsOf(added).sort()).toEqual(idsOf(lacking).sort())
    expect(lacking.length).toBeGreaterThan(0)
  })
})

describe('it is refused', () => {
  test('to members who do not administrate the team, whatever documents they may read', async () => {
    const email = 'colleague@example.jp'
    const colleague = await aCaller(
      server.url,
      await aClientOf(server, { email, documentAdministrator: true }),
    )
    expect((await refused('', colleague)).slice(0, 2)).toEqual([403, 'forbidden'])
    await sql(server, 'update members set team_administrator = true where email = $1', [email])
    expect((await pageOfFeed(colleague)).events.length).toBeGreaterThan(0)
  })

  test.each([
    'after=yesterday',
    'after=-1',
    'after=0.x',
    'after=1',
    'after=01.x-1.0123456789ab',
    'after=1.x-1',
    `after=1.${'x'.repeat(300)}`,
  ])('with %s, naming `after` and what it must be', async (query) => {
    const [status, error, message] = await refused(`?${query}`)
    expect([status, error]).toEqual([400, 'bad_request'])
    expect(message).toContain('`after` is malformed; it must be the `next` of an earlier answer')
  })

  test('with a place that the feed never had, or that another team has', async () => {
    const { events } = await feedOf(administrator)
    const mark = '0123456789ab'
    const places = [
      `1.${events[0]?.id}.${mark}`,
      `9999.${events[0]?.id}.${mark}`,
      (await feedOf(stranger)).next,
    ]
    for (const place of places) {
      const [status, error, message] = await refused(`?after=${place}`)
      expect([status, error]).toEqual([400, 'bad_request'])
      expect(message).toContain('`after` is no place in the feed of this team')
    }
  })

  test.each(['0', '1001', '-1', 'ten', '1.5'])('with limit=%s', async (limit) => {
    const [status, error, message] = await refused(`?limit=${limit}`)
    expect([status, error]).toEqual([400, 'bad_request'])
    expect(message).toContain('`limit`')
  })
})
