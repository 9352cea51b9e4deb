import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hiddenFields, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole, formEntries, postRaw } from './console-visitor.ts'

let server: TestServer
let sender: Caller
let console_: Recipient
let office: Recipient
let plain: Recipient
let database: Client
const ids = new Map<string, string>()

const made: Record<string, Record<string, unknown> | null> = {
  売買: { counterparty: '青空商事', contract_at: '2026-04-01', amount: 1_000_000 },
  委託: { counterparty: '=1+1 食品', contract_at: '2026-05-15', amount: 250_000 },
  賃貸: { counterparty: '青空運輸', contract_at: '2026-05-15', amount: 9_007_199_254_740 },
  返金: { counterparty: '青空運輸', contract_at: '1998-12-31', amount: -500 },
  未入力: null,
  確認中: { counterparty: '青空商事', contract_at: '2026-04-01', amount: 1_000_000 },
}
const idOf = (title: string) => ids.get(title) ?? ''

beforeAll(async () => {
  server = await startTestServer()
  database = new Client({ connectionString: server.databaseUrl })
  await database.connect()
  sender = await aCaller(server.url, server.clientId)
  for (const [title, attribute] of Object.entries(made)) {
    const { id, path } = await aFullDraft(sender)
    ids.set(title, id)
    await sender.call('PUT', path, { form: { title } })
    if (attribute !== null) await sender.call('PUT', `${path}/attribute`, { json: attribute })
  }
  // As a person with psql would: what the body says is what lists find.
  await database.query(
    `update documents set snapshot = jsonb_set(jsonb_set(snapshot::jsonb, '{status}',
       to_jsonb(case title when '確認中' then 'awaiting' else 'concluded' end)), '{concluded_at}', '"2026-06-01T03:00:00Z"')`,
  )
  await addColleague(server, 'office@example.jp', 'a password of theirs')
  await database.query(`update members set document_administrator = true where email = 'office@example.jp'`)
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  console_ = await enterConsole(server)
  office = await enterConsole(server, 'office@example.jp', 'a password of theirs')
  plain = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
}, 120_000)
afterAll(async () => {
  await database.end()
  await server.close()
})

const titlesIn = (html: string) =>
  [...html.matchAll(/class="row-title"[^>]*>([^<]*)</g)].map((match) => match[1] ?? '').sort()
const sorted = (...titles: string[]) => titles.sort()
const register = (query: Record<string, string>) => `/console/register?${new URLSearchParams(query)}`
const csvOf = async (by: Recipient, filter: Record<string, string>) => {
  const { html } = await by.get('/console/register')
  const token = hiddenFields(html, '/console/register/csv').form_token ?? ''
  const answer = await postRaw(`${server.url}/console/register/csv`, by, { form_token: token, ...filter })
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    bytes: Buffer.from(await answer.arrayBuffer()),
  }
}
const rowsOf = (csv: Buffer) => csv.toString().split('\r\n').slice(1, -1)

describe('the register finds what is concluded', () => {
  test.each([
    ['all of it, and nothing else', {}, ['売買', '委託', '賃貸', '返金', '未入力']],
    ['a range of days', { day_from: '2026-04-01', day_to: '2026-04-30' }, ['売買']],
    ['a day of the last century', { day_to: '1998-12-31' }, ['返金']],
    ['a range of amounts', { min: '250000', max: '1000000' }, ['売買', '委託']],
    ['amounts beyond 32 bits', { min: '9,007,199,254,740' }, ['賃貸']],
    ['a counterparty', { party: '青空' }, ['売買', '賃貸', '返金']],
    ['days and amounts', { day_from: '2026-05-01', max: '300000' }, ['委託']],
    ['days and counterparty', { day_from: '2026-05-01', party: '青空' }, ['賃貸']],
    ['amounts and counterparty', { min: '1', max: '2000000', party: '青空' }, ['売買']],
    [
      'all three',
      { day_from: '2026-01-01', day_to: '2026-12-31', min: '1', max: '2000000', party: '商事' },
      ['売買'],
    ],
    ['what is not filled in', { incomplete: '1' }, ['未入力']],
    ['nothing', { party: 'だれでもない' }, []],
  ] as [string, Record<string, string>, string[]][])('%s', async (_what, query, titles) => {
    const page = await console_.get(register(query))
    expect(page.status).toBe(200)
    expect(titlesIn(page.html)).toEqual(sorted(...titles))
    expect(page.html).toContain(`<strong>${titles.length}件</strong>`)
    const { status, bytes } = await csvOf(console_, query)
    expect(status).toBe(200)
    expect(
      rowsOf(bytes)
        .map((row) => row.split('","')[3] ?? '')
        .sort(),
    ).toEqual(sorted(...titles))
  })

  test.each([
    ['day_from', '2026-13-01'],
    ['day_to', 'x'],
    ['min', '1.5'],
    ['max', '9223372036854775808'],
  ])('names the field %s that it cannot read, in the page and for the CSV', async (field, value) => {
    const page = await console_.get(register({ [field]: value }))
    expect([page.status, page.html.includes(`id="${field}-error"`)]).toEqual([400, true])
    const { status, bytes } = await csvOf(console_, { [field]: value })
    expect([status, bytes.toString().includes(`id="${field}-error"`)]).toEqual([400, true])
  })

  test('by office what the team concluded, and nothing for a colleague without one', async () => {
    expect(titlesIn((await office.get(register({ party: '青空' }))).html)).toEqual(
      sorted('売買', '賃貸', '返金'),
    )
    expect(titlesIn((await plain.get(register({}))).html)).toEqual([])
    expect(rowsOf((await csvOf(plain, {})).bytes)).toEqual([])
    expect((await csvOf(office, {})).bytes.toString()).toContain('賃貸')
  })

  test('with departments, one’s own too where no department is one’s own', async () => {
    await database.query('update teams set departments_enabled = true')
    try {
      expect(titlesIn((await console_.get(register({}))).html)).toContain('売買')
      expect(titlesIn((await office.get(register({}))).html)).toEqual([])
    } finally {
      await database.query('update teams set departments_enabled = false')
    }
  })

  test('never a test document', async () => {
    await database.query('alter table documents disable trigger user')
    await database.query('update document_listings set test = true where document_id = $1', [idOf('賃貸')])
    const page = await console_.get(register({}))
    const { bytes } = await csvOf(console_, {})
    await database.query('update document_listings set test = false where document_id = $1', [idOf('賃貸')])
    await database.query('alter table documents enable trigger user')
    expect(titlesIn(page.html)).not.toContain('賃貸')
    expect(bytes.toString()).not.toContain('賃貸')
  })
})

describe('the CSV', () => {
  test('is what Excel takes for UTF-8, with no formula in it and numbers that stay numbers', async () => {
    const { type, bytes } = await csvOf(console_, {})
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(type).toBe('text/csv; charset=utf-8')
    const text = bytes.toString()
    expect(text).toContain('"取引日","取引先","金額","タイトル","状態","締結日時","書類ID"')
    expect(text).toContain(
      `"2026-05-15","'=1+1 食品","250000","委託","締結済み","2026-06-01 12:00:00","${idOf('委託')}"`,
    )
    expect(text).toContain('"1998-12-31","青空運輸","-500"')
  })

  test('is recorded as an export, by fields and without words', async () => {
    await csvOf(console_, { party: '秘密の相手' })
    const { rows } = await database.query(
      `select row from team_events where type = 'export.register' order by sequence desc limit 1`,
    )
    expect(JSON.parse(rows[0].row).fields).toEqual(['party'])
    expect(rows[0].row).not.toContain('秘密の相手')
    expect((await console_.get('/console/history')).html).toContain('取引台帳をCSVで書き出しました')
  })

  test('needs a form of ours', async () => {
    const answer = await postRaw(`${server.url}/console/register/csv`, console_, { form_token: 'x' })
    expect(answer.status).toBe(403)
  })

  test('of more than are read at a time has each once', async () => {
    await database.query(
      `insert into documents (id, snapshot) select n.id, (replace(d.snapshot::text, d.id, n.id)::jsonb
         || jsonb_build_object('title', '写し ' || n.n, 'participants', '[]'::jsonb, 'acts', '[]'::jsonb, 'revisions', '[]'::jsonb))::json
       from documents d, (select n, lpad(n::text, 32, '0') as id from generate_series(1, 2500) n) n where d.id = $1`,
      [idOf('売買')],
    )
    const rows = rowsOf((await csvOf(console_, { incomplete: '1' })).bytes)
    expect(new Set(rows).size).toBe(2501)
    expect(rows.length).toBe(2501)
    // What is concluded goes by the team's retention alone: here everybody knew of it.
    await database.query(
      `insert into retention_ends (document_id, team_id, told_at, examined_at)
         select id, team_id, now(), now() from documents where title like '写し%'`,
    )
    await database.query(`delete from documents where title like '写し%'`)
  })
})

describe('what is recorded', () => {
  const path = () => `/console/documents/${idOf('売買')}/information`
  const save = async (by: Recipient, at: string, entry: Record<string, string>) => {
    const { html } = await by.get(at)
    return by.post(at, { ...formEntries(html), ...entry })
  }

  test('is corrected on a concluded document, with who, when, from and to', async () => {
    const saved = await save(console_, path(), { amount: '￥１，２００，０００', contract_at: '2026-04-02' })
    expect(saved.url).toContain('done=information')
    expect(saved.html).toContain('1,200,000')
    const { html } = await console_.get(path())
    for (const text of ['1,000,000', '1,200,000', '2026-04-01', '2026-04-02', '評価 太郎'])
      expect(html).toContain(text)
    expect(titlesIn((await console_.get(register({ min: '1200000', max: '1200000' }))).html)).toEqual([
      '売買',
    ])
    expect(titlesIn((await console_.get(register({ min: '1000000', max: '1000000' }))).html)).toEqual([])
  })

  test('tells of nothing that was not changed', async () => {
    const count = async () =>
      (
        await database.query('select count(*)::int as n from attribute_changes where document_id = $1', [
          idOf('売買'),
        ])
      ).rows[0].n
    const before = await count()
    await save(console_, path(), {})
    expect(await count()).toBe(before)
    await save(console_, path(), { local_id: 'A-1' })
    expect(await count()).toBe(before + 1)
  })

  test('keeps what was typed and names what is wrong', async () => {
    const page = await save(console_, path(), {
      amount: 'abc',
      contract_at: '2026-02-30',
      counterparty: '新しい相手',
    })
    expect(page.status).toBe(400)
    expect(page.html).toContain('id="amount-error"')
    expect(page.html).toContain('id="contract_at-error"')
    expect(page.html).toContain('value="新しい相手"')
    const long = await save(console_, path(), { counterparty: 'あ'.repeat(501) })
    expect([long.status, long.html.includes('id="counterparty-error"')]).toEqual([400, true])
    const strange = await save(console_, path(), { title: 'a\u202eb' })
    expect([strange.status, strange.html.includes('id="title-error"')]).toEqual([400, true])
  })

  test('of a page that somebody overtook is shown again, with what was typed', async () => {
    const shown = formEntries((await console_.get(path())).html)
    await sender.call('PUT', `/documents/${idOf('売買')}/attribute`, { json: { amount: 7 } })
    const page = await console_.post(path(), { ...shown, counterparty: '遅れた人' })
    expect(page.status).toBe(409)
    expect(page.html).toContain('value="遅れた人"')
    const again = await console_.post(path(), formEntries(page.html))
    expect(again.url).toContain('done=information')
  })

  test('is read by an office, not written; and not there for others', async () => {
    const seen = await office.get(path())
    expect(seen.html).toContain('変更の履歴')
    expect(seen.html).not.toContain('name="amount"')
    expect((await plain.get(path())).status).toBe(404)
    const { form_token = '' } = hiddenFields(
      (await office.get('/console/documents')).html,
      '/console/sign-out',
    )
    const written = await postRaw(`${server.url}${path()}`, office, { form_token, amount: '1' })
    expect(written.status).toBe(404)
  })

  test('goes with a draft that is deleted, its history too', async () => {
    const { id, path: draft } = await aFullDraft(sender)
    await sender.call('PUT', `${draft}/attribute`, { json: { counterparty: '消える相手', amount: 1 } })
    expect((await sender.call('DELETE', draft)).status).toBe(204)
    for (const table of ['attribute_changes', 'document_listings', 'document_attributes']) {
      const { rows } = await database.query(`select from ${table} where document_id = $1`, [id])
      expect(rows, table).toEqual([])
    }
  })

  test('has a history that nobody can change, also not with psql', async () => {
    await expect(database.query('update attribute_changes set after = null')).rejects.toThrow('never changed')
    await expect(database.query('delete from attribute_changes')).rejects.toThrow('never changed')
  })
})
