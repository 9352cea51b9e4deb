import { Client, type Pool } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listConnection, listPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { consolePageOf } from '#server/adapters/postgres/documents/console-list.ts'
import {
  fewDocuments,
  type ListFilter,
  type ListScope,
  type ListStatement,
  pageOf,
  totalOf,
} from '#server/adapters/postgres/documents/document-lists.ts'
import { mattersOf } from '#server/adapters/postgres/documents/matter-reads.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft } from './caller.ts'

let server: TestServer
let database: Client
beforeAll(async () => {
  server = await startTestServer()
  const template = await aDraft(await aCaller(server.url, server.clientId))
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  // One member among several, with thousands of documents in every state, and an address that received a part of them.
  await database.query(
    `insert into members (id, team_id, name, organization, email)
     select 'member-' || n, team_id, '', '', n || '@example.jp' from members, generate_series(0, 4) n`,
  )
  await database.query(
    `insert into documents (id, snapshot)
     select d.id, jsonb_build_object('participants', '[]'::jsonb) || to_jsonb(d) from (
       select lpad(n::text, 32, '0') as id, team_id, 'member-' || n % 5 as sender_id, '' as title, '' as note,
         '' as message, (array['draft', 'awaiting', 'concluded', 'cancelled', 'imported', 'template'])[1 + n / 5 % 6] as status,
         false as can_transfer, n % 7 = 0 as private, timestamptz '2026-01-01' + n * interval '1 minute' as created_at,
         now() as updated_at, timestamptz '2026-01-01' + n * interval '1 minute' as last_processed_at
       from documents, generate_series(1, 20000) n where id = $1) d`,
    [template],
  )
  await database.query(
    `insert into received_documents select id, 'hash' || (case when sender_id = 'member-2' then '' else sender_id end), sender_id, created_at, status, last_processed_at
     from documents where status not in ('draft', 'template') and sender_id <> 'member-1'`,
  )
  await database.query(
    `insert into matters select id, (array['sms', 'turn', 'alert'])[1 + n % 3], '', team_id, sender_id, created_at
     from (select d.*, row_number() over () as n from documents d where status in ('awaiting', 'concluded')) d`,
  )
  await database.query('vacuum analyze')
  // As the server plans its lists. What a million's plans are is checked by `npm run bench -- --lists`.
  await database.query(`begin; ${listPlanning}`)
})
afterAll(async () => {
  await database.end()
  await server.close()
})

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Plan[] }

/** As prepared statements of the server are planned: without knowing the values. */
async function nodesOf({ text }: ListStatement): Promise<Plan[]> {
  const { rows } = await database.query(`explain (generic_plan, format json) ${text}`)
  const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)]
  return all(rows[0]['QUERY PLAN'][0].Plan)
}

const indexesOf = (nodes: Plan[]) => nodes.flatMap((each) => each['Index Name'] ?? []).sort()
const typesOf = (nodes: Plan[]) => nodes.map((each) => each['Node Type'])

const member: ListScope = {
  whose: 'member',
  memberId: 'member-1',
  emailHash: 'hash',
  sharedTemplatesOf: null,
}
const team: ListScope = { whose: 'team', teamId: 'team', withPrivate: false }
const everything: ListFilter = { status: null, from: null, to: null }
const concluded: ListFilter = { ...everything, status: 'concluded' }
const ranged: ListFilter = { ...everything, from: new Date(0) }
const many = fewDocuments + 1

const walks: [string, ListScope, ListFilter, string[]][] = [
  ['of a member', member, everything, ['documents_of_sender', 'received_by_address']],
  [
    'of a member in one state',
    member,
    concluded,
    ['documents_of_sender_by_status', 'received_by_address_and_status'],
  ],
  [
    'of a member with shared templates',
    { ...member, sharedTemplatesOf: 'team' },
    { ...everything, status: 'template' },
    ['documents_of_sender_by_status', 'received_by_address_and_status', 'shared_templates'],
  ],
  ['of a member in a wide range', member, ranged, ['documents_of_sender', 'received_by_address']],
  ['of a team', team, everything, ['documents_of_team']],
  ['of a team with private documents', { ...team, withPrivate: true }, everything, ['documents_of_team']],
  ['of a team in a wide range', team, ranged, ['documents_of_team']],
]

describe('a page is read from indexes in their order, without sorting', () => {
  test.each(walks)('%s', async (_whose, scope, filter, indexes) => {
    const nodes = await nodesOf(pageOf(scope, filter, 2, many))
    expect(indexesOf(nodes)).toEqual(indexes)
    expect(typesOf(nodes).filter((type) => /Sort|Seq Scan|Hash|Bitmap/.test(type))).toEqual([])
    // Only indexes: no document is fetched.
    expect(typesOf(nodes)).not.toContain('Index Scan')
  })
})

const searches: [string, ListScope, ListFilter, string[]][] = [
  [
    'of a member',
    member,
    ranged,
    ['documents_of_sender_by_processing', 'received_by_address_and_processing'],
  ],
  [
    'of a member in one state',
    member,
    { ...concluded, to: new Date(0) },
    ['documents_of_sender_by_processing', 'received_by_address_and_processing'],
  ],
  ['of a team', team, ranged, ['documents_of_team_by_processing']],
]

describe('a range of last processing is found by its index, for the total and for a page of few', () => {
  test.each(searches)('%s', async (_whose, scope, filter, indexes) => {
    for (const statement of [totalOf(scope, filter), pageOf(scope, filter, 1, fewDocuments)]) {
      const nodes = await nodesOf(statement)
      expect(indexesOf(nodes)).toEqual(indexes)
      expect(typesOf(nodes).filter((type) => /Seq Scan|^Index Scan|Hash/.test(type))).toEqual([])
    }
  })
})

describe('the console finds a page in an index and fetches no other document, with tests hidden too', () => {
  const query = { status: null, search: '', test: false, after: null, limit: 30 }
  test.each([
    ['of all', query, 'documents_of_sender'],
    ['of drafts', { ...query, status: 'draft' as const }, 'documents_of_sender_by_status'],
    ['of tests', { ...query, test: true }, 'documents_of_sender'],
    ['further on', { ...query, after: '0'.repeat(32) }, 'documents_of_sender'],
  ])('%s', async (_which, asked, index) => {
    const nodes = await nodesOf(consolePageOf({ whose: 'own', memberId: 'member-1' }, asked))
    const walk = nodes.filter((each) => each['Index Name'] === index)
    expect(typesOf(walk)).toEqual(['Index Only Scan'])
    expect(typesOf(nodes).filter((type) => /Seq Scan|Bitmap/.test(type))).toEqual([])
  })
})

describe('the other lists of the console too', () => {
  const query = { status: null, search: '', test: null, after: null, limit: 30 }
  const office = { teamId: 'team', ordinary: true, private: false, oversight: 'team' as const }
  const oversight = { colleagues: ['member-1'], cabinets: ['cabinet-1'], everything: false }
  test.each([
    [
      'received',
      { whose: 'received', memberId: 'member-1', emailHash: 'hash' } as const,
      ['received_by_address'],
    ],
    ['of a team', { whose: 'team', office } as const, ['documents_of_team']],
    [
      'of a team with departments',
      { whose: 'team', office: { ...office, oversight } } as const,
      ['documents_of_cabinet', 'documents_of_sender'],
    ],
  ])('%s', async (_which, scope, indexes) => {
    for (const asked of [query, { ...query, after: '0'.repeat(32) }]) {
      const nodes = await nodesOf(consolePageOf(scope, asked))
      expect(indexesOf(nodes)).toEqual(expect.arrayContaining(indexes))
      expect(typesOf(nodes).filter((type) => /Seq Scan|Bitmap/.test(type))).toEqual([])
    }
  })
})

describe('a total without a range is summed up from kept counts and looks at no document', () => {
  test.each([
    ['of a member', member, everything],
    ['of a member in one state', member, concluded],
    ['of a team', team, everything],
  ])('%s', async (_whose, scope, filter) => {
    const nodes = await nodesOf(totalOf(scope, filter))
    const relations = new Set(nodes.flatMap((each) => each['Relation Name'] ?? []))
    expect([...relations]).toEqual(['document_counts'])
    const { text, values } = totalOf(scope, filter)
    expect((await database.query(text, values)).rows[0].total).toBeGreaterThanOrEqual(0)
  })
})

test('a total by kept counts is what counting would say', async () => {
  for (const filter of [everything, concluded]) {
    const kept = totalOf(member, filter)
    const counted = totalOf(member, { ...filter, from: new Date(0) })
    const [one, other] = [await database.query(kept), await database.query(counted)]
    expect(one.rows[0].total).toBeGreaterThan(1000)
    expect(one.rows[0].total).toBe(other.rows[0].total)
  }
})

test('walking and searching answer with the same page', async () => {
  for (const scope of [member, { ...team, teamId: await teamOf() }]) {
    const from = new Date('2026-01-05T00:00:00Z')
    const [walked, searched] = await Promise.all(
      [many, 1].map(async (total) => {
        const { text, values } = pageOf(scope, { ...everything, from }, 3, total)
        return (await database.query(text, values)).rows
      }),
    )
    expect(walked).toHaveLength(100)
    expect(walked).toEqual(searched)
  }
})

async function teamOf(): Promise<string> {
  return (await database.query('select id from teams')).rows[0].id
}

describe('statements that are no lists are planned as PostgreSQL thinks best', () => {
  let pool: Pool
  beforeAll(() => {
    pool = createPool({ url: server.databaseUrl, connections: 1, onIdleError: () => undefined })
  })
  afterAll(() => pool.end())

  test('no planner switch holds for the connections of the pool', async () => {
    const { rows } = await pool.query(
      `select name, setting from pg_settings where source not in ('default', 'override', 'configuration file')
         and (name like 'enable%' or name in ('jit', 'plan_cache_mode', 'random_page_cost'))`,
    )
    expect(rows).toEqual([])
  })

  test('a list is planned by itself, and leaves nothing behind on its connection', async () => {
    const settings = `select current_setting('enable_seqscan') as seqscan, current_setting('plan_cache_mode') as mode`
    const { rows: inList } = await listConnection(pool).query({ text: settings })
    expect(inList).toEqual([{ seqscan: 'off', mode: 'force_generic_plan' }])
    expect((await pool.query(settings)).rows).toEqual([{ seqscan: 'on', mode: 'auto' }])
  })

  test('a list that fails tells why, and its connection goes on', async () => {
    await expect(listConnection(pool).query({ text: 'select 1 / 0' })).rejects.toThrow('division by zero')
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  })

  test('what was planned while a table held a few rows is planned anew once it was analyzed with many', async () => {
    await pool.query('create table grown (id text primary key, body text not null)')
    await pool.query(`insert into grown values ('1', '')`)
    await pool.query('analyze grown')
    const find = { name: 'find_grown', text: 'select body from grown where id = $1', values: ['1'] }
    // From the sixth time on PostgreSQL keeps one plan for all values.
    for (let time = 0; time < 8; time++) await pool.query(find)
    const plan = async () =>
      (await pool.query(`explain (costs off) execute find_grown('1')`)).rows
        .map((row) => row['QUERY PLAN'])
        .join()
    expect(await plan()).toContain('Seq Scan')
    await pool.query(`insert into grown select n::text, '' from generate_series(2, 20000) n`)
    // As autovacuum does within a minute after a tenth has changed.
    await pool.query('analyze grown')
    expect(await plan()).toContain('Index Scan')
  })
})

describe('what waits and what comes due is read from an index, and no other document', () => {
  const query = { order: 'newest', from: null, before: new Date(), after: null, limit: 30 } as const
  const key = { at: new Date(), documentId: '', participantId: '' }
  test.each([
    ['of a member', { sender: 'member-1' }, query, 'matters_of_sender'],
    ['further on', { sender: 'member-1' }, { ...query, after: key }, 'matters_of_sender'],
    ['of a team', { team: 'a-team' }, { ...query, order: 'oldest', from: new Date() }, 'matters_of_team'],
  ] as const)('%s', async (_whose, scope, asked, index) => {
    const nodes = await nodesOf(mattersOf({ scope, kinds: ['sms', 'turn'], ...asked }))
    expect(typesOf(nodes).filter((type) => /Seq Scan|Bitmap|Hash/.test(type))).toEqual([])
    const ofMatters = nodes.filter((node) => node['Relation Name'] === 'matters')
    expect(ofMatters.map((node) => [node['Node Type'], node['Index Name']])).toEqual([
      ['Index Only Scan', index],
    ])
  })
})
