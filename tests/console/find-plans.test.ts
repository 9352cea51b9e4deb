import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { readSearch } from '#domain/document-search.ts'
import { findPlanning, listPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import {
  type Asked,
  countOf,
  mostCounted,
  pageFound,
} from '#server/adapters/postgres/documents/document-finds.ts'
import { mailLogPage, smsLogPage } from '#server/adapters/postgres/documents/message-logs.ts'
import type { DocumentFilter, FindScope } from '#server/usecases/find-ports.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const documents = 40_000

let server: TestServer
let database: Client
let teamId: string
beforeAll(async () => {
  server = await startTestServer()
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  teamId = (await database.query('select id from teams')).rows[0].id
  await database.query(
    `insert into members (id, team_id, name, organization, email)
     select 'member-' || n, $1, '', '', n || '@example.jp' from generate_series(0, 4) n`,
    [teamId],
  )
  await database.query(
    `insert into documents (id, snapshot) select d.id, to_jsonb(d) from (
       select lpad(n::text, 32, '0') as id, $1::text as team_id, 'member-' || n % 5 as sender_id,
         (array['売買契約書', '業務委託契約書', '注文書', '秘密保持契約書', '見積書', '借用書', '請書'])[1 + n % 7] || ' ' || n as title,
         '' as note, '' as message,
         (array['draft', 'awaiting', 'concluded', 'cancelled', 'imported', 'template'])[1 + n / 5 % 6] as status,
         false as can_transfer, n % 7 = 0 as private, timestamptz '2020-01-01' + n * interval '1 hour' as created_at,
         now() as updated_at, now() as last_processed_at,
         jsonb_build_array(
           jsonb_build_object('id', n || '-0', 'order', 0, 'name', '', 'organization', '', 'status', 'sent', 'email_sealed', '', 'tel_sealed', '', 'access_code_sealed', '', 'language', 'ja', 'recipient_id', '', 'callback', false),
           jsonb_build_object('id', n || '-1', 'order', 1, 'name', '山田 ' || n % 997, 'organization', '株式会社' || n % 83, 'status', 'confirmed',
             'email_sealed', '', 'email_hash', 'hash-of-address-' || n % 1009, 'access_code_sealed', '', 'language', 'ja', 'recipient_id', '', 'callback', false,
             'tel_sealed', '2:x.' || lpad(n::text, 8, '0'), 'tel_found_by', lpad((n % 9973)::text, 43, '0') || '.' || lpad(n::text, 8, '0'))) as participants
       from generate_series(1, ${documents}) n) d`,
    [teamId],
  )
  await database.query(
    `insert into document_attributes select lpad(n::text, 32, '0'), '', '取引先' || n % 211, date '2020-01-01' + n % 1500,
       null, null, null, 'unset', '', n * 100, '[]', now(), now() from generate_series(1, ${documents}, 2) n`,
  )
  // What triggers do with them is no affair of these plans, and takes its time.
  await database.query('set session_replication_role = replica')
  await database.query(
    `insert into sms_messages (id, team_id, document_id, participant_id, tel_sealed, tel_hash, state, created_at, changed_at, expires_at)
     select 'sms-' || n, $1, lpad(n::text, 32, '0'), n || '-1', '', 'h' || n % 997, case n % 500 when 0 then 'undelivered' else 'delivered' end,
       timestamptz '2020-01-01' + n * interval '1 hour', now(), now() from generate_series(1, ${documents}) n`,
    [teamId],
  )
  await database.query(
    `insert into mail_log (document_id, kind, reader_id, occasion, team_id, state, tries, at, status)
     select lpad(n::text, 32, '0'), 'requested', n || '-1', '', $1, case n % 500 when 0 then 'rejected' else 'sent' end, 1,
       timestamptz '2020-01-01' + n * interval '1 hour', '' from generate_series(1, ${documents}) n`,
    [teamId],
  )
  await database.query('set session_replication_role = default')
  await database.query('vacuum analyze')
  await database.query(`begin; ${findPlanning}`)
}, 180_000)
afterAll(async () => {
  await database.end()
  await server.close()
})

const own: FindScope = { whose: 'own', memberId: 'member-1', teamId: '' }
const all = { ordinary: true, private: true, oversight: 'team' } as const
const team = (): FindScope => ({ whose: 'team', teamId, office: { teamId, ...all } })
const departments = { colleagues: ['member-1', 'member-2'], cabinets: ['c'], everything: false }
const office = (): FindScope => ({
  whose: 'team',
  teamId,
  office: { teamId, ordinary: true, private: false, oversight: departments },
})
const received: FindScope = {
  whose: 'received',
  memberId: 'member-4',
  teamId: '',
  email: 'someone@example.jp',
}

const nothing: DocumentFilter = {
  search: null,
  statuses: null,
  test: null,
  created: { from: null, before: null },
  senderId: null,
  cabinetId: null,
  counterparty: null,
  amount: { from: null, to: null },
  contract: { from: null, to: null },
  incomplete: false,
}
/** No hash of a key: what the rows above hold. */
const secrets = {
  keyedHash: (purpose: string, ...parts: string[]) =>
    purpose === 'email' ? 'hash-of-address-7' : (parts[1] ?? '').padStart(43, '0'),
}
const asked = (scope: FindScope, filter: Partial<DocumentFilter>): Asked => ({
  scope,
  filter: { ...nothing, ...filter },
  secrets,
})

const day = (text: string) => new Date(`${text}T00:00:00+09:00`)
const criteria: Record<string, Partial<DocumentFilter>> = {
  'words of two letters': { search: readSearch('借用') },
  'one letter': { search: readSearch('請') },
  'words that few have': { search: readSearch('秘密保持 39999') },
  'the last four digits': { search: readSearch('1234') },
  'an address': { search: readSearch('a@example.jp') },
  'an amount in the one entry': { search: readSearch('1,234,100円') },
  'an id': { search: readSearch(`${'0'.repeat(28)}1234`) },
  'a counterparty': { counterparty: '取引先17' },
  'a range of amounts': { amount: { from: 100_000n, to: 120_000n } },
  'a range of contract days': { contract: { from: '2021-03-01', to: '2021-03-03' } },
  'a period': { created: { from: day('2022-03-01'), before: day('2022-03-05') } },
  'a state': { statuses: ['cancelled'] },
  'several states': { statuses: ['concluded', 'imported'] },
  'a sender': { senderId: 'member-1' },
  'a cabinet': { cabinetId: 'c' },
  'what is incomplete': { incomplete: true },
}

type Plan = { 'Node Type': string; 'Index Name'?: string; 'Relation Name'?: string; Plans?: Plan[] }
async function nodesOf({ text, values }: { text: string; values: unknown[] }): Promise<Plan[]> {
  const { rows } = await database.query(`explain (format json) ${text}`, values)
  const all = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(all)]
  return all(rows[0]['QUERY PLAN'][0].Plan)
}

const page = { after: null, limit: 30, many: false }
const select = 'select d.id from page join documents d on d.id = page.id'

describe('no search reads a whole table of documents, whatever it looks for', () => {
  const names = Object.keys(criteria)
  const pairs = names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other] as const))
  test.each([
    ...names.map((name) => [name, criteria[name]] as const),
    ...pairs.map(
      ([one, other]) => [`${one}, and ${other}`, { ...criteria[one], ...criteria[other] }] as const,
    ),
  ])('%s', async (_name, filter) => {
    for (const scope of [own, team(), office(), received]) {
      for (const statement of [
        countOf(asked(scope, filter ?? {})),
        pageFound(asked(scope, filter ?? {}), page, select),
        pageFound(asked(scope, filter ?? {}), { ...page, many: true, after: '0'.repeat(32) }, select),
      ]) {
        const scans = (await nodesOf(statement)).filter((each) => each['Node Type'] === 'Seq Scan')
        expect(scans.map((each) => each['Relation Name'])).toEqual([])
      }
    }
  })
})

describe('what is rare is read from its own index', () => {
  test.each([
    ['words that few have', 'listings_by_words'],
    ['the last four digits', 'listings_by_words'],
    ['an address', 'listings_by_words'],
    ['a range of amounts', 'listings_by_amount'],
    ['an amount in the one entry', 'listings_by_amount'],
    ['a range of contract days', 'listings_by_contract_day'],
    ['a cabinet', 'listings_of_cabinet'],
    ['a period', 'listings_of_team'],
  ])('%s', async (name, index) => {
    const nodes = await nodesOf(pageFound(asked(team(), criteria[name] ?? {}), page, select))
    expect(nodes.map((each) => each['Index Name']).join()).toContain(index)
  })
})

describe('a walk reads the list in its order and sorts nothing', () => {
  test.each([
    ['of a sender', own, {}, 'listings_of_sender'],
    ['of a sender in a state', own, { statuses: ['concluded' as const] }, 'listings_of_sender'],
    ['with words', own, { search: readSearch('契約') }, 'listings_of_sender'],
  ])('%s', async (_name, scope, filter, index) => {
    const nodes = await nodesOf(pageFound(asked(scope, filter), { ...page, many: true }, select))
    expect(nodes.map((each) => each['Index Name']).join()).toContain(index)
    const reads = nodes.find((each) => each['Index Name']?.startsWith(index))
    expect(reads?.['Node Type']).toMatch(/Index (Only )?Scan/)
  })
})

describe('walking, searching and counting find the same, and what reading every row finds', () => {
  test.each(Object.entries(criteria))('%s', async (_name, filter) => {
    for (const scope of [own, team(), office()]) {
      const given = asked(scope, filter)
      const searched = await database.query(pageFound(given, { ...page, limit: documents }, select))
      const walked = await database.query(pageFound(given, { ...page, limit: documents, many: true }, select))
      const counted = await database.query(countOf(given))
      expect(walked.rows).toEqual(searched.rows)
      expect(counted.rows[0].total).toBe(Math.min(searched.rows.length, mostCounted + 1))
    }
  })

  test('words, amount and day together', async () => {
    const { rows } = await database.query(
      pageFound(
        asked(team(), {
          search: readSearch('契約書　株式会社1'),
          amount: { from: 1_000_000n, to: 2_000_000n },
          contract: { from: '2021-01-01', to: '2022-12-31' },
          counterparty: '先1',
        }),
        { ...page, limit: documents },
        select,
      ),
    )
    const expected = await database.query(
      `select d.id from documents d join document_attributes a on a.document_id = d.id join participants p on p.document_id = d.id and p."order" = 1
       where d.title like '%契約書%' and p.organization like '%株式会社1%' and a.amount between 1000000 and 2000000
         and a.contract_at between '2021-01-01' and '2022-12-31' and a.counterparty like '%先1%'
         and d.status in ('awaiting', 'concluded', 'cancelled', 'imported') order by d.created_at desc, d.id desc`,
    )
    expect(expected.rows.length).toBeGreaterThan(10)
    expect(rows).toEqual(expected.rows)
  })
})

describe('the logs of messages are read by an index, whatever they are narrowed to', () => {
  beforeAll(() => database.query(`rollback; begin; ${listPlanning}`))
  const all = { from: null, before: null, documentId: null, after: null, limit: 50 }
  const at = day('2022-03-01')
  const narrowed = {
    'by nothing': {},
    'by a period': { from: at, before: day('2022-03-05') },
    'by a document': { documentId: '1'.padStart(32, '0') },
    'behind a place': { after: `${at.getTime()}~sms-1` },
  }
  test.each(Object.entries(narrowed))('SMS, %s', async (_name, more) => {
    for (const states of [['undelivered'], ['queued', 'delivered', 'undelivered']] as const)
      await readsByIndex(
        smsLogPage(teamId, { ...all, ...more, states }),
        /^sms_messages_(by_state|of_document)$/,
      )
  })
  test.each(
    Object.entries({ ...narrowed, 'behind a place': { after: `${at.getTime()}~d~r~requested~o` } }),
  )('mails, %s', async (_name, more) => {
    for (const states of [['rejected'], ['sent', 'rejected']] as const)
      await readsByIndex(mailLogPage(teamId, { ...all, ...more, states }), /^mail_log_(by_state|pkey)$/)
  })

  async function readsByIndex(statement: { text: string; values: unknown[] }, index: RegExp): Promise<void> {
    const nodes = await nodesOf(statement)
    expect(nodes.filter((each) => each['Node Type'] === 'Seq Scan')).toEqual([])
    expect(nodes.map((each) => each['Index Name'] ?? '').filter((name) => index.test(name))).not.toEqual([])
    const { rows } = await database.query<Record<string, string>>(
      `explain (analyze, timing off) ${statement.text}`,
      statement.values,
    )
    // No more rows of a state than a page holds are read from the index.
    const read = rows.flatMap((row) => [
      ...(row['QUERY PLAN'] ?? '').matchAll(/by_state on [^(]*\([^)]*\) \(actual rows=([0-9]+)/g),
    ])
    for (const [, count] of read) expect(Number(count)).toBeLessThanOrEqual(51)
  }
})
