/** The feed of events while others write: nothing is passed over, nothing comes twice, in whatever order they commit. */
import { Client } from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { publishedEvents } from '#domain/event-catalogue.ts'
import { embeddedOwner } from '#server/adapters/postgres/embedded/roles.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'
import { feedOf, idsOf, outOfOrder, pageOfFeed, recordedIds, type Told } from '../web-api/feed.ts'
import { sql } from '../web-api/other-clients.ts'

let server: TestServer
let caller: Caller
let team: string
beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  caller = await aCaller(server.url, server.clientId)
  team = (await caller.call('GET', '/me')).body.team.id
})
afterAll(() => server.close())

async function aWriter(): Promise<Client> {
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  return client
}

const nameOf = ({ databaseUrl }: TestServer) => new URL(databaseUrl).pathname.slice(1)

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** As a verb records: under the document's lock. */
async function record(client: Client, documentId: string, count: number): Promise<void> {
  const row = JSON.stringify({ type: 'document.viewed', documentId, participantId: 'p' })
  await client.query(
    `select record_facts($1, array_fill('document.viewed'::text, array[$2::int]),
       array_fill(now(), array[$2::int]), array_fill($3::text, array[$2::int]), '[]')`,
    [documentId, count, row],
  )
}

const viewed = (events: Told[], id: string) =>
  events.filter(({ type, data }) => type === 'document.viewed' && data.documentId === id).length

test('a transaction that began before the team had a feed, and commits after, is not passed over', async () => {
  const { id } = await aSentDocument(caller)
  const other = await aSentDocument(caller)
  const client = await aWriter()
  await client.query('begin')
  await record(client, id, 3)
  const early = await pageOfFeed(caller)
  // Until it is known what that transaction recorded, nothing is told, and there is more.
  expect(early).toEqual({ events: [], next: '0', more: true })
  await caller.call('PUT', `/documents/${other.id}/decline`)
  expect(await pageOfFeed(caller)).toEqual(early)
  await client.query('commit')
  await client.end()
  const { events } = await feedOf(caller)
  expect(viewed(events, id)).toBe(3)
  expect(outOfOrder(events)).toEqual([])
  expect(idsOf(events).sort()).toEqual(await recordedIds(server, team, publishedEvents))
})

test('what was recorded first and is committed last comes behind the place that readers have reached', async () => {
  const slow = await aSentDocument(caller)
  const fast = await aSentDocument(caller)
  const { next } = await feedOf(caller)
  const client = await aWriter()
  await client.query('begin')
  await record(client, slow.id, 1)
  await caller.call('PUT', `/documents/${fast.id}/decline`)
  const first = await feedOf(caller, next)
  expect(first.events.map(({ data }) => data.documentId)).toEqual([fast.id])
  await client.query('commit')
  await client.end()
  const second = await feedOf(caller, first.next)
  expect(second.events.map(({ data }) => data.documentId)).toEqual([slow.id])
})

test('a transaction from before a restored dump holds nothing up', async () => {
  const before = await feedOf(caller)
  await sql(
    server,
    `update feed_readers set waits_for = '4611686018427387904', collected = false, collected_id = '', collected_at = '-infinity'`,
  )
  expect(await feedOf(caller)).toEqual(before)
})

test('after an older copy was restored, a place that it lacks is refused, and the places before it still hold', async () => {
  const { id } = await aSentDocument(caller)
  const kept = await feedOf(caller)
  await server.kill()
  const copy = `${nameOf(server)}_copy`
  await administer(`create database ${copy} template ${nameOf(server)} owner ${embeddedOwner}`)
  await server.restart()
  await caller.call('PUT', `/documents/${id}/decline`)
  const { next: lost } = await feedOf(caller, kept.next)
  expect(lost).not.toBe(kept.next)
  await server.kill()
  await administer(`drop database ${nameOf(server)} with (force)`)
  await administer(`alter database ${copy} rename to ${nameOf(server)}`)
  await server.restart()
  const isRefused = async () => {
    const { status, body } = await caller.call('GET', `/events?after=${lost}`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
  }
  // Number and id become those of another event; its instant is another.
  await caller.call('PUT', `/documents/${id}/decline`)
  const again = await feedOf(caller, kept.next)
  const named = (place: string) => place.slice(0, place.lastIndexOf('.'))
  expect([named(again.next), again.next === lost]).toEqual([named(lost), false])
  await isRefused()
  const another = await aSentDocument(caller)
  const { events } = await feedOf(caller, again.next)
  expect(events.length).toBeGreaterThan(0)
  expect(events.every(({ data }) => data.documentId === another.id)).toBe(true)
  await isRefused()
})

test('10,000 events are paged by two readers while ten writers commit: no gap, nothing twice', async () => {
  const { next } = await feedOf(caller)
  const writers = 10
  const each = 250
  const ids: string[] = []
  for (let n = 0; n < writers; n++) ids.push((await aSentDocument(caller)).id)
  let writing = writers
  const write = async (own: string) => {
    const client = await aWriter()
    for (let n = 0; n < each; n++) {
      await client.query('begin')
      await record(client, own, 4)
      // Some are undone, and their places in the sequence with them.
      if (n % 10 === 9) {
        await client.query('rollback; begin')
        await record(client, own, 4)
      }
      await client.query('commit')
    }
    await client.end()
    writing -= 1
  }
  const read = async () => {
    const events: Told[] = []
    let place = next
    for (;;) {
      const last = writing === 0
      const page = await pageOfFeed(caller, place, 300)
      events.push(...page.events)
      place = page.next
      if (last && !page.more) return events
    }
  }
  const [one, two] = await Promise.all([read(), read(), ...ids.map(write)])
  const told = idsOf(one ?? [])
  expect(idsOf(two ?? [])).toEqual(told)
  expect(new Set(told).size).toBe(told.length)
  expect(told.length).toBeGreaterThanOrEqual(writers * each * 4)
  for (const id of ids) expect(viewed(one ?? [], id)).toBe(each * 4)
  expect(outOfOrder(one ?? [])).toEqual([])
  const all = await feedOf(caller, '', 1000)
  expect(idsOf(all.events).slice(-told.length)).toEqual(told)
  expect(idsOf(all.events).sort()).toEqual(await recordedIds(server, team, publishedEvents))
})
