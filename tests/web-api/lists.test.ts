import { Client, Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, aFullDraft, aSentDocument, type Caller } from './caller.ts'
import { aClientOf, sql } from './other-clients.ts'

let server: TestServer
let caller: Caller
let member: Caller
let database: Client
const address = 'member@example.com'
beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  member = await aCaller(server.url, await aClientOf(server, { email: address, teamId: 'else' }))
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
})
afterAll(async () => {
  await database.end()
  await server.close()
})

type Listed = { id: string; status: number }
const listed = async (by: Caller, query = '') => (await by.call('GET', `/documents${query}`)).body
const idsOf = ({ documents }: { documents: Listed[] }) => documents.map(({ id }) => id)
const to = (email: string, form = {}) => ({ name: '宛先', email, ...form })

/** What is kept for lists, beside what the documents and participants themselves say. */
async function expectKeptRight(): Promise<void> {
  const kept = `select scope, sender_id, status, private, sum(documents)::int as n from document_counts
    group by 1, 2, 3, 4 having sum(documents) <> 0 order by 1, 2, 3, 4`
  const counted = `
    select 'sender:' || sender_id as scope, '' as sender_id, status, false as private, count(*)::int as n
      from documents group by 1, 2, 3
    union all select 'team:' || team_id, '', status, private, count(*)::int from documents
      where status not in ('draft', 'template') group by 1, 2, 3, 4
    union all select 'address:' || p.email_hash, d.sender_id, d.status, false, count(*)::int
      from participants p join documents d on d.id = p.document_id
      where p."order" > 0 and p.email_hash is not null and p.status <> 'waiting' and d.status <> 'draft'
      group by 1, 2, 3 order by 1, 2, 3, 4`
  const received = `select document_id, status, last_processed_at from received_documents order by 1`
  const receivable = `select d.id as document_id, d.status, d.last_processed_at
    from participants p join documents d on d.id = p.document_id
    where p."order" > 0 and p.email_hash is not null and p.status <> 'waiting' and d.status <> 'draft' order by 1`
  expect((await database.query(kept)).rows).toEqual((await database.query(counted)).rows)
  expect((await database.query(received)).rows).toEqual((await database.query(receivable)).rows)
}

describe('documents received by the address of the caller', () => {
  test('are listed from the turn on, without case, and follow what becomes of them', async () => {
    const { id, path } = await aFullDraft(caller, to('first@example.com'))
    await caller.call('POST', `${path}/participants`, { form: to('Member@Example.COM') })
    await caller.call('POST', path)
    expect(await listed(member)).toEqual({ total: 0, page: 1, documents: [] })
    const mine = await aSentDocument(caller, to('MEMBER@example.com'))
    expect(await listed(member)).toMatchObject({
      total: 1,
      documents: [{ id: mine.id, status: 1, note: '' }],
    })
    expect((await listed(member, '?status=1')).total).toBe(1)
    await expectKeptRight()
    await caller.call('PUT', `${mine.path}/decline`)
    expect((await listed(member, '?status=1')).total).toBe(0)
    expect(idsOf(await listed(member, '?status=3'))).toEqual([mine.id])
    expect(idsOf(await listed(member))).not.toContain(id)
    await expectKeptRight()
  })

  test('stand among those the caller sent, in one order, filtered alike', async () => {
    const before = idsOf(await listed(member))
    const draft = await aDraft(member)
    const received = await aSentDocument(caller, to(address))
    const later = await aDraft(member)
    const body = await listed(member)
    expect(idsOf(body)).toEqual([later, received.id, draft, ...before])
    expect(body.total).toBe(3 + before.length)
    const at = encodeURIComponent(
      body.documents.find((each: Listed) => each.id === received.id).last_processed_at,
    )
    expect(idsOf(await listed(member, `?from=${at}&status=1`))).toEqual([received.id])
    expect(idsOf(await listed(member, `?from=${at}&to=${at}`))).toEqual([received.id])
  })

  test("one's own document to one's own address is listed and counted once", async () => {
    const { total } = await listed(caller)
    const own = await aSentDocument(caller, to(server.email))
    const body = await listed(caller)
    expect(body.total).toBe(total + 1)
    expect(idsOf(body).filter((id) => id === own.id)).toHaveLength(1)
    await expectKeptRight()
  })

  test('a deleted draft is gone from the counts', async () => {
    const { total } = await listed(caller)
    const { path } = await aFullDraft(caller, to(address))
    expect((await listed(caller)).total).toBe(total + 1)
    await caller.call('DELETE', path)
    expect((await listed(caller)).total).toBe(total)
    await expectKeptRight()
  })
})

describe('the filters', () => {
  test('-1, empty and no state are every state, imported documents and templates included', async () => {
    const { total } = await listed(caller)
    for (const status of ['imported', 'template']) {
      const id = await aDraft(caller)
      await sql(server, amendDocument, [id, { status }])
    }
    for (const query of ['', '?status=', '?status=-1']) {
      expect((await listed(caller, query)).total).toBe(total + 2)
    }
    expect((await listed(caller, '?status=4')).documents).toMatchObject([{ status: 4 }])
    await expectKeptRight()
  })

  test.each([
    'from=0000-01-01T00:00:00Z&to=9999-12-31T23:59:59Z',
    'from=2000-01-01T00:00:00%2B09:00',
    'from=2000-01-01T00:00:00+09:00',
    'to=2999-01-01T00:00:00.123456Z',
  ])('%s is a range', async (query) => {
    const { total } = await listed(caller)
    const { status, body } = await caller.call('GET', `/documents?${query}`)
    expect([status, body.total]).toEqual([200, total])
  })

  test.each([
    'status=-2',
    'status=5',
    'status=13',
    'status=01',
    'status=1.0',
    'from=2026-13-01T00:00:00Z',
    'from=now',
    'to=1700000000',
  ])('%s is refused', async (query) => {
    const { status, body } = await caller.call('GET', `/documents?${query}`)
    expect([status, body.error]).toEqual([400, 'bad_request'])
    expect(body.message).toContain(`\`${query.split('=')[0]}\``)
  })

  test('a page over all bounds is the first, the last that can be asked for is empty', async () => {
    expect((await listed(caller, '?page=99999999999999999999')).page).toBe(1)
    expect(await listed(caller, '?page=999999999')).toMatchObject({ page: 999_999_999, documents: [] })
  })
})

test('250 documents are three pages that are cut nowhere twice, with and without a range', async () => {
  const many = await aCaller(server.url, await aClientOf(server, { email: 'many@example.jp' }))
  const template = await aDraft(many)
  // All made in the same instant: the id decides.
  await sql(
    server,
    // An address is encrypted for its own row: a copy would be refused.
    `insert into documents (id, snapshot)
     select md5(n::text), d.snapshot::jsonb || jsonb_build_object('id', md5(n::text), 'title', 'Nr. ' || n,
       'status', 'cancelled', 'participants', jsonb_build_array(d.snapshot::jsonb #> '{participants,0}'
         || jsonb_build_object('id', md5('p' || n), 'email_sealed', '')))
     from documents d, generate_series(1, 249) n where d.id = $1`,
    [template],
  )
  for (const range of ['', '&from=2000-01-01T00:00:00Z']) {
    const pages = await Promise.all([1, 2, 3, 4].map((page) => listed(many, `?page=${page}${range}`)))
    expect(pages.map(({ total }) => total)).toEqual([250, 250, 250, 250])
    expect(pages.map(({ documents }) => documents.length)).toEqual([100, 100, 50, 0])
    const ids = pages.flatMap(idsOf)
    expect(ids).toEqual([...new Set(ids)].sort().reverse())
  }
  expect((await listed(many, '?status=3')).total).toBe(249)
  expect((await listed(many, '?status=0')).documents[0].participants).toHaveLength(1)
})

test('what many do at once is counted, and counts that were summed up stay right', async () => {
  const crowd = await aCaller(server.url, await aClientOf(server, { email: 'crowd@example.jp' }))
  const made = await Promise.all(Array.from({ length: 40 }, () => aDraft(crowd)))
  await Promise.all(made.slice(0, 20).map((id) => crowd.call('DELETE', `/documents/${id}`)))
  expect((await listed(crowd)).total).toBe(20)
  // Each change sums up by chance: enough of them to see it happen.
  for (const id of made) await database.query(amendDocument, [id, { status: 'cancelled' }])
  const hands = new Pool({ connectionString: server.databaseUrl, max: 8 })
  for (let round = 0; round < 20; round++) {
    const next = round % 2 === 0 ? 'draft' : 'cancelled'
    await Promise.all(made.map((id) => hands.query(amendDocument, [id, { status: next }])))
  }
  await hands.end()
  const { rows } = await database.query(
    `select count(*)::int as rows from document_counts where scope = 'sender:member-crowd@example.jp'`,
  )
  expect(rows[0].rows).toBeLessThan(400)
  expect((await listed(crowd, '?status=3')).total).toBe(20)
  expect((await listed(crowd, '?status=0')).total).toBe(0)
  await expectKeptRight()
})
