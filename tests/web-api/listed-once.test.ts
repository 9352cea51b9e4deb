import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { queuedAtOnce } from '#server/adapters/postgres/migrations/0029-queued-at-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft, type Caller, type Drafted } from './caller.ts'

let server: TestServer
let sender: Caller
let database: Client
let draft: Drafted
beforeAll(async () => {
  server = await startTestServer()
  sender = await aCaller(server.url, server.clientId)
  database = await connected()
  await database.query(`set track_functions = 'all'`)
})
beforeEach(async () => {
  draft = await aFullDraft(sender, { name: '山田 花子', tel: '09012341111', callback: '1' })
  // The first save of this release has listed what it found.
  expect((await sender.call('PUT', draft.path, { form: { title: '覚書' } })).status).toBe(200)
})
afterAll(async () => {
  await database.end()
  await server.close()
})

async function connected(): Promise<Client> {
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  return client
}

/** Saves the body with this change of SQL; answers how often the database was asked to list, until the commit and with it. */
async function listedBy(change: string, save = 'save_document'): Promise<number> {
  await database.query('begin')
  const before = await callsToList()
  await database.query(
    `select ${save}(d.id, gen_random_uuid()::text, (${change})::text, '{}', '{}', '{}', '[]')
     from (select d.id, d.snapshot::jsonb as body from documents d where d.id = $1) d`,
    [draft.id],
  )
  // What a commit would do last.
  await database.query('set constraints all immediate')
  const calls = await callsToList()
  await database.query('commit')
  return calls - before
}

/** Of this connection, since it told PostgreSQL's statistics last, which it never does within a transaction. */
async function callsToList(): Promise<number> {
  const { rows } = await database.query(
    `select coalesce(sum(calls), 0)::int as calls from pg_stat_xact_user_functions where funcname = 'list_document'`,
  )
  return rows[0].calls
}

const listing = async () => {
  const { rows } = await database.query(
    'select words, status, facets, xmin::text as written from document_listings where document_id = $1',
    [draft.id],
  )
  return rows[0]
}

describe('a save lists a document', () => {
  test.each([
    ['seen', `jsonb_set(d.body, '{participants,1,viewed_at}', '"2026-11-30T00:00:00Z"')`],
    ['with a code', `jsonb_set(d.body, '{participants,1,authenticated_at}', '"2026-11-30T00:00:00Z"')`],
    ['with a note', `jsonb_set(d.body, '{note}', '"of the sender"')`],
    [
      'with the same number encrypted anew',
      `jsonb_set(jsonb_set(d.body, '{participants,1,tel_sealed}', to_jsonb('2:x.12345678'::text)), '{participants,1,tel_found_by}',
         to_jsonb(split_part(d.body->'participants'->1->>'tel_found_by', '.', 1) || '.12345678'))`,
    ],
  ])('not at all, %s', async (_what, change) => {
    const before = await listing()
    expect(await listedBy(change)).toBe(0)
    expect(await listing()).toEqual(before)
    await database.query('select list_document($1)', [draft.id])
    expect(await listing()).toEqual(before)
  })

  test.each([
    ['a state', `jsonb_set(d.body, '{status}', '"cancelled"')`],
    ['a title', `jsonb_set(d.body, '{title}', '"別の覚書"')`],
    ['a name', `jsonb_set(d.body, '{participants,1,name}', '"佐藤"')`],
    ['a number', `jsonb_set(d.body, '{participants,1,tel_sealed}', '"2:x.of another"')`],
    ['a person less', `d.body #- '{participants,1}'`],
    [
      'all of it',
      `jsonb_set(jsonb_set(jsonb_set(d.body, '{participants,1,name}', '"佐藤"'), '{title}', '"別"'), '{status}', '"cancelled"')`,
    ],
  ])('once, with another %s', async (_what, change) => {
    const before = await listing()
    expect(await listedBy(change)).toBe(1)
    expect((await listing()).written).not.toBe(before.written)
  })

  test('once more when its turn comes, so that the recipient finds it', async () => {
    expect((await listing()).facets.join()).not.toContain('r:')
    const sent = await aFullDraft(sender, { name: '山田 花子', email: 'hanako@example.com' })
    expect((await sender.call('POST', sent.path)).status).toBe(200)
    const { rows } = await database.query('select facets from document_listings where document_id = $1', [
      sent.id,
    ])
    expect(rows[0].facets.join()).toContain('r:')
  })
})

describe('whatever else writes a body is followed', () => {
  test('a person with psql, at the commit', async () => {
    await database.query(
      `update documents set snapshot = jsonb_set(jsonb_set(snapshot::jsonb, '{title}', '"手で"'), '{participants,1,name}', '"手書き"')
       where id = $1`,
      [draft.id],
    )
    expect((await listing()).words).toMatch(/^手で\n.*手書き/s)
  })

  test('a save that waited while the database learnt to list by itself', async () => {
    const former = /create or replace function save_document.*\nend \$\$;/s.exec(queuedAtOnce)?.[0]
    await database.query(former?.replace('save_document', 'former_save') ?? '')
    const change = `jsonb_set(jsonb_set(d.body, '{participants,1,name}', '"待った人"'), '{status}', '"cancelled"')`
    expect(await listedBy(change, 'former_save')).toBe(1)
    expect(await listing()).toMatchObject({ status: 'cancelled', words: expect.stringContaining('待った人') })
    // And by this release again.
    expect(await listedBy(`jsonb_set(d.body, '{participants,1,name}', '"次の人"')`)).toBe(1)
    expect((await listing()).words).toContain('次の人')
  })
})

test('who waits for a document learns which recipient was locked during the wait', async () => {
  const other = await connected()
  await database.query('begin')
  await database.query('select * from lock_document($1, null)', [draft.id])
  const waiting = other.query('select locked from lock_document($1, null)', [draft.id])
  await until('the wait', async () => {
    const { rows } = await database.query(`select 1 from pg_locks where not granted`)
    return rows.length > 0
  })
  await database.query('update participants set locked_at = now() where id = $1', [draft.recipient])
  await database.query('commit')
  expect(Object.keys((await waiting).rows[0].locked)).toEqual([draft.recipient])
  await other.end()
})

test('of a document that is not there nothing is locked', async () => {
  const { rows } = await database.query(`select * from lock_document('nowhere', null)`)
  expect(rows).toEqual([{ id: null, version: null, body: null, locked: null }])
})
