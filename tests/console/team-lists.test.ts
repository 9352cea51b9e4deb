/** Members, clients and approvals: narrowed in the address, a page at a time, along an index, and empty for a reason that is said. */
import { createHash } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { listPlanning } from '#server/adapters/postgres/connection/index-reads.ts'
import { approvalPage } from '#server/adapters/postgres/documents/approval-reads.ts'
import type { ListStatement } from '#server/adapters/postgres/documents/document-lists.ts'
import { clientPage, memberPage } from '#server/adapters/postgres/teams/team-lists.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { enterConsole } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
let teamId: string
let me: string

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  const [row] = await rowsOf<{ id: string; team: string }>(
    server,
    'select id, team_id as team from members where email = $1',
    server.email,
  )
  ;[teamId, me] = [row?.team ?? '', row?.id ?? '']
  await sql(
    server,
    `insert into members (id, team_id, name, organization, email, document_approver, disabled_at)
     select md5('m' || n), $1, '社員 ' || lpad(n::text, 4, '0'), case when n % 2 = 0 then 'ｶﾌﾞｼｷ商店' else '' end,
       'm' || n || '@example.jp', n % 10 = 0, case when n > 115 then now() end from generate_series(1, 120) n`,
    [teamId],
  )
  await sql(
    server,
    `insert into clients (id, team_id, member_id, label, ending, id_hash, created_at, test, revoked_at)
     select lpad(n::text, 32, '0'), $1, $2, '連携 ' || n, lpad(n::text, 4, '0'), 'hash ' || n, now(), n % 5 = 0,
       case when n % 3 = 0 then now() end from generate_series(1, 260) n`,
    [teamId, me],
  )
  const draft = await aDraft(await aCaller(server.url, server.clientId))
  const approval = `{"id":"a","state":"requested","content":"","approver_id":null,"comment":"","asked_at":"2026-11-01T00:00:00.000Z","answered_by":null,"answered_at":null,"answer":""}`
  await sql(
    server,
    `insert into documents (id, snapshot) select n.id, (replace(d.snapshot::text, d.id, n.id)::jsonb || jsonb_build_object(
         'title', '承認 ' || n.n, 'sender_id', md5('m' || 1 + n.n % 2), 'approval', $2::jsonb || jsonb_build_object('approver_id', case when n.n % 4 = 0 then $3::text end),
         'participants', jsonb_build_array((d.snapshot->'participants'->0)::jsonb || jsonb_build_object('id', md5(n.id), 'email_sealed', ''))))::json
       from documents d, (select n, lpad(n::text, 32, 'a') as id from generate_series(1, 130) n) n where d.id = $1`,
    [draft, approval, me],
  )
  await sql(
    server,
    `insert into approvals_waiting select d.id, d.team_id, d.sender_id, (d.snapshot->'approval'->>'approver_id'),
       timestamptz '2026-11-01' + (row_number() over (order by length(title), title)) * interval '1 minute' from documents d where title like '承認 %'`,
    [],
  )
}, 120_000)
afterAll(() => server.close())

const rowsIn = (html: string) =>
  [...html.matchAll(/class="row-title"[^>]*>([^<]*)</g)].map(([, name]) => name ?? '')

/** Every row of a list, page by page as its links lead; and how many pages there were. */
async function walk(path: string): Promise<{ rows: string[]; pages: number }> {
  const rows: string[] = []
  let pages = 0
  for (let next: string | undefined = path; next !== undefined && pages < 20; pages++) {
    const { status, html } = await administrator.get(next)
    expect(status).toBe(200)
    rows.push(...rowsIn(html))
    const links = [...html.matchAll(/<a class="[^"]*button[^"]*" href="([^"]*after=[^"]*)"/g)]
    next = links.at(-1)?.[1]?.replaceAll('&amp;', '&')
  }
  return { rows, pages }
}

const range = (count: number) => Array.from({ length: count }, (_, n) => n + 1)

describe('members', () => {
  test('are all there, by name, each once', async () => {
    const { rows, pages } = await walk('/console/members')
    expect([rows.length, new Set(rows).size, pages]).toEqual([121, 121, 3])
    expect(rows.filter((name) => name.startsWith('社員'))).toEqual(
      range(120).map((n) => `社員 ${String(n).padStart(4, '0')}`),
    )
  })

  test.each([
    ['a name', 'q=社員 0007', ['社員 0007']],
    ['an address', 'q=M12@example', ['社員 0012']],
    ['a company in full width, and a role', 'q=カブシキ商店&role=documentApprover', 12],
    ['a state', 'state=disabled', 5],
    ['invited, on the second page too', 'state=invited', 115],
    ['what there is not', 'role=nonsense&state=disabled', 5],
  ] as [string, string, string[] | number][])('by %s', async (_what, query, expected) => {
    const { rows } = await walk(`/console/members?${new URLSearchParams(query)}`)
    expect(typeof expected === 'number' ? rows.length : rows).toEqual(expected)
  })
})

describe('client ids', () => {
  test('are all there, the newest first, and the oldest can be revoked', async () => {
    const { rows } = await walk('/console/clients')
    expect(rows.filter((label) => label.startsWith('連携'))).toEqual(
      range(260)
        .reverse()
        .map((n) => `連携 ${n}`),
    )
    const asked = await administrator.get(`/console/clients/${'1'.padStart(32, '0')}/revoke`)
    expect([asked.status, asked.html.includes('連携 1')]).toEqual([200, true])
  })

  test.each([
    ['a label', 'q=連携 26', 2],
    ['its last characters', 'q=0259', 1],
    ['a state', 'state=revoked', 86],
    ['a kind and a state', 'kind=test&state=active', 35],
  ])('by %s', async (_what, query, count) => {
    expect((await walk(`/console/clients?${new URLSearchParams(query)}`)).rows).toHaveLength(count)
  })
})

describe('approvals', () => {
  test('are all there, those first that have waited longest', async () => {
    const { rows, pages } = await walk('/console/approvals')
    expect([rows, pages]).toEqual([range(130).map((n) => `承認 ${n}`), 3])
  })

  test('by sender, and by whom they ask', async () => {
    const [{ id } = { id: '' }] = await rowsOf<{ id: string }>(server, `select md5('m1') as id`)
    expect((await walk(`/console/approvals?sender=${id}`)).rows).toHaveLength(65)
    expect((await walk('/console/approvals?asked=me')).rows).toHaveLength(32)
  })

  test('go on behind one that was answered meanwhile', async () => {
    const first = await administrator.get('/console/approvals')
    const next = /href="([^"]*after=([^"]*))"/.exec(first.html)
    const last = next?.[2] ?? ''
    await sql(
      server,
      `insert into audit (document_id, sequence, type, at, row, hash) values ($1, 900, 'approval.requested', '2026-11-01T00:50:00Z', '{}', '')`,
      [last],
    )
    await sql(server, 'delete from approvals_waiting where document_id = $1', [last])
    expect(rowsIn((await administrator.get(next?.[1] ?? '')).html)[0]).toBe('承認 51')
  })
})

test.each([
  ['/console/members?q=zzz', '条件に合うメンバーはいません'],
  ['/console/clients?q=zzz', '条件に合うクライアントIDはありません'],
  [
    `/console/approvals?sender=${createHash('md5').update('m3').digest('hex')}`,
    '条件に合う承認待ちの書類はありません',
  ],
])('%s says why it is empty, and leads out', async (path, sentence) => {
  const { html } = await administrator.get(path)
  expect(html).toContain(sentence)
  expect(html).toContain('条件を外す')
})

test('nothing that may stand in an address is a fault of ours', async () => {
  for (const path of ['members', 'clients', 'approvals'])
    for (const query of ['q=%00', 'after=zzz&q=%25', 'after=%27', 'q=a&q=b', `q=${'a'.repeat(3000)}`]) {
      const { status } = await administrator.get(`/console/${path}?${query}`)
      expect([200, 400], `${path} ${query}`).toContain(status)
    }
})

describe('a page is read along its index and sorts nothing', () => {
  const place = { after: 'a', limit: 50 }
  const everyone = { search: '', role: null, state: null }
  const member = { teamId: 't', id: 'm' }
  test.each([
    ['members', memberPage('t', everyone, place), 'members_by_name'],
    [
      'members of a state',
      memberPage('t', { search: 'x', role: null, state: 'disabled' }, place),
      'members_by_name',
    ],
    ['clients', clientPage('t', { search: 'x', state: 'active', test: false }, place), 'clients_by_team'],
    ['approvals', approvalPage(member, { senderId: 's', named: true }, place), 'approvals_waiting_of_team'],
  ] as [string, ListStatement, string][])('%s', async (_what, { text, values }, index) => {
    const database = new Client({ connectionString: server.databaseUrl })
    await database.connect()
    try {
      await database.query(`analyze; begin; ${listPlanning}`)
      const { rows } = await database.query(`explain ${text}`, values)
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Sort|Seq Scan on (?:members|clients|approvals_waiting)/)
    } finally {
      await database.end()
    }
  })
})
