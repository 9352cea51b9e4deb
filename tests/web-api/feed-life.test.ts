/** What has outlived its time in the feed of events goes, and a reader that missed some of it is told so. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aSentDocument, type Caller } from './caller.ts'
import { feedOf, idsOf } from './feed.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer({ env: { EVENT_FEED_DAYS: '30', API_CALLS_PER_MINUTE: '0' } })
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

/** All that is recorded now was recorded so many days ago. */
const age = (days: number) =>
  rowsOf(server, 'update feed_rows set recorded_at = recorded_at - make_interval(days => $1)', days)

/** The upkeep removes what is over at each start. */
async function prune(): Promise<void> {
  await server.process().stop()
  await server.restart()
  const old = () =>
    rowsOf(server, `select from feed_rows where recorded_at < now() - interval '30 days' offset 1`)
  await until('what is over is gone', async () => (await old()).length === 0)
}

const refusedAt = async (place: string) => {
  const { status, body } = await caller.call('GET', `/events?after=${encodeURIComponent(place)}`)
  return [status, body.error, body.message]
}
const pruned = [
  410,
  'gone',
  expect.stringContaining('`after` is a place before events that are no longer in the feed'),
]

test('old rows go but for the newest, young ones stay, and a reader learns whether it missed any', async () => {
  await aSentDocument(caller)
  const early = await feedOf(caller)
  await aSentDocument(caller)
  const late = await feedOf(caller, early.next)
  await age(31)
  const young = await aSentDocument(caller)
  await prune()
  // Nothing behind its place is gone.
  const { events, next } = await feedOf(caller, late.next)
  expect(events.map(({ data }) => data.documentId)).toEqual(events.map(() => young.id))
  expect(events.length).toBeGreaterThan(0)
  expect(await refusedAt(early.next)).toEqual(pruned)
  // From the beginning: the newest old one, then all young ones.
  expect(idsOf((await feedOf(caller)).events)).toEqual([late.events.at(-1)?.id, ...idsOf(events)])
  await prune()
  expect(await feedOf(caller, next)).toEqual({ events: [], next })
})

test('a reader behind whom unread events have gone is told so, too', async () => {
  const { next } = await feedOf(caller)
  await aSentDocument(caller)
  await age(31)
  await prune()
  expect(await refusedAt(next)).toEqual(pruned)
})

test('what was removed does not come back when a release knows more kinds of events', async () => {
  await age(31)
  const { id } = await aSentDocument(caller)
  const { next } = await feedOf(caller)
  await prune()
  // As a release left it that did not know this kind. What it did not know is younger than what was removed.
  await rowsOf(server, `update feed_readers set events = array_remove(events, 'document.sent')`)
  await rowsOf(
    server,
    `delete from feed_rows using audit a where a.document_id = chain and a.sequence = feed_rows.sequence and a.type = 'document.sent'`,
  )
  await rowsOf(
    server,
    `update feed_readers set pruned_to = (select min(at) from audit where document_id = $1)`,
    id,
  )
  const { events } = await feedOf(caller, next)
  expect(events.map(({ type, data }) => [type, data.documentId])).toEqual([['document.sent', id]])
})
