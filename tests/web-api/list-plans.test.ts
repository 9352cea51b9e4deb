import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  fewDocuments,
  type ListFilter,
  type ListScope,
  type ListStatement,
  pageOf,
  totalOf,
} from '#server/adapters/postgres/document-lists.ts'
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
    `insert into documents (id, team_id, sender_id, title, note, message, status, can_transfer, private, created_at,
       updated_at, last_processed_at)
     select lpad(n::text, 32, '0'), team_id, 'member-' || n % 5, '', '', '',
       (array['draft', 'awaiting', 'concluded', 'cancelled', 'imported', 'template'])[1 + n / 5 % 6], false, n % 7 = 0,
       timestamp '2026-01-01' + n * interval '1 minute', now(), timestamp '2026-01-01' + n * interval '1 minute'
     from documents, generate_series(1, 20000) n where id = $1`,
    [template],
  )
  await database.query(
    `insert into received_documents select id, 'hash' || (case when sender_id = 'member-2' then '' else sender_id end), sender_id, created_at, status, last_processed_at
     from documents where status not in ('draft', 'template') and sender_id <> 'member-1'`,
  )
  await database.query('vacuum analyze')
  // So few rows are read whole in no time. What a million's plans are is checked by `npm run bench -- --lists`.
  await database.query('set enable_seqscan = off; set enable_bitmapscan = off')
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
