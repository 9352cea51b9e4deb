import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { movedClock } from '#tests/support/moved-clock.ts'
import { hiddenFields, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole, postRaw } from './console-visitor.ts'

let server: TestServer
let sender: Caller
let console_: Recipient
let office: Recipient
const ids = new Map<string, string>()

type Made = {
  recipient: Record<string, string>
  attribute?: Record<string, unknown>
  send?: boolean
}

const made: Record<string, Made> = {
  'ＡＢＣ 売買契約書': {
    recipient: { name: '山田 花子', tel: '09012341111', callback: '1', organization: '青空商事' },
    attribute: { counterparty: '青空商事株式会社', contract_at: '2026-04-01', amount: 1_000_000 },
    send: true,
  },
  業務委託契約書: {
    recipient: { name: '髙橋 一郎', email: 'ichiro@example.com', organization: 'カブシキ食品' },
    attribute: { counterparty: '100%食品_店', contract_at: '2026-05-15', amount: 250_000 },
    send: true,
  },
  '見積書 1111': {
    recipient: { name: '佐藤 次郎', tel: '08099998888', callback: '1' },
    attribute: { counterparty: '青空運輸', contract_at: '2026-05-15', amount: -1 },
  },
  下書きの覚書: { recipient: { name: '鈴木 三郎', tel: '07055554444', callback: '1' } },
}

beforeAll(async () => {
  server = await startTestServer()
  sender = await aCaller(server.url, server.clientId)
  for (const [title, { recipient, attribute, send }] of Object.entries(made)) {
    const drafted = await aFullDraft(sender, recipient)
    ids.set(title, drafted.id)
    await sender.call('PUT', drafted.path, { form: { title } })
    if (attribute !== undefined)
      expect((await sender.call('PUT', `${drafted.path}/attribute`, { json: attribute })).status).toBe(200)
    if (send === true) expect((await sender.call('POST', drafted.path)).status).toBe(200)
  }
  console_ = await enterConsole(server)
  await addColleague(server, 'office@example.jp', 'a password of theirs')
  await addColleague(server, 'ichiro@example.com', 'a password of theirs')
  await sql(server, `update members set document_administrator = true where email = 'office@example.jp'`)
  office = await enterConsole(server, 'office@example.jp', 'a password of theirs')
}, 120_000)
afterAll(() => server.close())

async function rows(text: string) {
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  const { rows } = await client.query(text)
  await client.end()
  return rows
}

const [abc, work, quote, memo] = Object.keys(made)
const titlesIn = (html: string) =>
  [...html.matchAll(/class="row-title"[^>]*>([^<]*)</g)].map((match) => match[1])
const address = (query: Record<string, string>) => `/console/documents?${new URLSearchParams(query)}`
const find = async (query: Record<string, string>, by = console_) => {
  const page = await by.get(address(query))
  expect(page.status).toBe(200)
  return titlesIn(page.html).sort()
}
const all = (...titles: (string | undefined)[]) => titles.sort()

describe('one entry finds a document', () => {
  test.each([
    ['two letters of a title', '売買', [abc]],
    ['one letter', '覚', [memo]],
    ['capitals and full width alike', 'abc', [abc]],
    ['half width katakana', 'ｶﾌﾞｼｷ', [work]],
    ['several words, wherever they stand', '契約書　青空', [abc]],
    ['a name', '佐藤', [quote]],
    ['the last four digits of a number, and a title with these digits', '1111', [abc, quote]],
    ['full width digits', '８８８８', [quote]],
    ['a whole address', 'Ichiro@Example.com', [work]],
    ['a part of an address', 'ichiro', []],
    ['three digits of a number', '888', []],
    ['what no document has', '存在しない', []],
    ['what means something to a pattern', '%', []],
    ['a stroke', '_', []],
  ])('%s', async (_what, q, titles) => {
    expect(await find({ q })).toEqual(all(...titles))
  })

  test('an id, also with blanks around it', async () => {
    expect(await find({ q: ` ${ids.get(memo ?? '')} ` })).toEqual([memo])
  })

  test('the page says where was looked, and how many there are', async () => {
    const { html } = await console_.get(address({ q: '1111' }))
    expect(html).toContain('「1111」を、タイトル・宛先の名前・会社名・電話番号の下4桁・金額から探しました。')
    expect(html).toContain('<strong>2件</strong>')
  })

  test.each([
    '@example.com',
    'ichiro@',
    'ichiro＠example',
  ])('whoever types a part of an address, %s, is told that it is found whole', async (q) => {
    const { html } = await console_.get(address({ q }))
    expect(titlesIn(html)).toEqual([])
    expect(html).toContain('メールアドレスは暗号化して保存しているため')
  })

  test('whoever types a word that nothing has is told nothing of addresses', async () => {
    expect((await console_.get(address({ q: '存在しない' }))).html).not.toContain('暗号化して保存')
  })

  test('a number that was corrected is found by its new digits alone', async () => {
    const { body } = await sender.call('GET', `/documents/${ids.get(memo ?? '')}`)
    const person = body.participants[1].id
    const changed = await sender.call('PUT', `/documents/${ids.get(memo ?? '')}/participants/${person}`, {
      form: { name: '鈴木 三郎', tel: '07055557777', callback: '1' },
    })
    expect(changed.status).toBe(200)
    expect(await find({ q: '4444' })).toEqual([])
    expect(await find({ q: '7777' })).toEqual([memo])
  })
})

describe('from the first page any document is reached in two acts', () => {
  test.each([
    ['its title', '売買', abc],
    ['a recipient', '髙橋', work],
    ['their company', '青空商事', abc],
    ['the last four digits of their number', '8888', quote],
    ['its id', () => ids.get(memo ?? '') ?? '', memo],
    ['its amount', '1,000,000', abc],
    ['its amount as people write it', '￥２５０，０００', work],
    ['an amount below nothing', '-1円', quote],
  ])('by %s', async (_what, typed, title) => {
    const home = await console_.get('/console/home')
    let acts = 0
    // Typed into the one entry of the page, and Enter.
    acts += 1
    const form = /<form method="get" action="([^"]*)">(?:(?!<\/form>).)*name="q"/s.exec(home.html)?.[1]
    const q = typeof typed === 'function' ? typed() : typed
    const found = await console_.get(`${form}?${new URLSearchParams({ q })}`)
    // A press on what was found.
    acts += 1
    const [, path] = new RegExp(`class="row-title" href="([^"]*)">${title}<`).exec(found.html) ?? []
    const page = await console_.get(path ?? '/nowhere')
    expect([page.status, acts]).toEqual([200, 2])
    expect(page.url).toContain(ids.get(title ?? ''))
  })

  test('what a sender recorded is no way for a recipient', async () => {
    const ichiro = await enterConsole(server, 'ichiro@example.com', 'a password of theirs')
    expect(await find({ list: 'received', q: '250000' }, ichiro)).toEqual([])
    expect(await find({ list: 'team', q: '250000' }, office)).toEqual([work])
  })
})

describe('filters, alone and together', () => {
  test.each([
    ['a state', { status: 'draft' }, [quote, memo]],
    ['a counterparty', { party: '青空' }, [abc, quote]],
    ['a counterparty with signs of patterns', { party: '%食品_' }, [work]],
    ['amounts', { min: '250,000', max: '１，０００，０００円' }, [abc, work]],
    ['an amount below nothing', { max: '-1' }, [quote]],
    ['contract days, both ends included', { day_from: '2026-05-15', day_to: '2026-05-15' }, [work, quote]],
    ['a day as it is written', { day_to: '2026/4/1' }, [abc]],
    ['days of making', { from: '2020-01-01' }, [abc, work, quote, memo]],
    ['days of making that are over', { to: '2020-01-01' }, []],
    ['day and amount', { day_from: '2026-05-01', min: '0' }, [work]],
    ['day and counterparty', { day_from: '2026-05-01', party: '青空' }, [quote]],
    ['amount and counterparty', { min: '1', party: '青空' }, [abc]],
    ['words and state', { q: '書', status: 'draft' }, [quote, memo]],
    [
      'words, day, amount, counterparty and state',
      { q: '契約', day_to: '2026-04-30', min: '1', party: '商事', status: 'awaiting' },
      [abc],
    ],
    ['no tests', { tests: 'only', q: '書' }, []],
  ] as [string, Record<string, string>, (string | undefined)[]][])('%s', async (_what, query, titles) => {
    expect(await find(query)).toEqual(all(...titles))
  })

  test('the whole filter stands in the address, in the form and in the ways to other pages', async () => {
    const { html } = await console_.get(address({ q: '書', party: '青空', min: '-5', status: 'draft' }))
    expect(html).toMatch(/name="party"[^>]*value="青空"|value="青空"[^>]*name="party"/)
    expect(html).toContain('status=concluded&amp;q=%E6%9B%B8&amp;party=')
    expect(hiddenFields(html, '/console/documents')).toMatchObject({ status: 'draft' })
  })

  test('an empty list says so and offers to look anew', async () => {
    const { html } = await console_.get(address({ q: 'zzz' }))
    expect(html).toContain('条件に合う書類はありません')
    expect(html).toContain('<strong>0件</strong>')
  })
})

describe('what cannot be read is named by its field, and what was typed stays', () => {
  test.each([
    ['from', '2026-02-30', '日付を'],
    ['day_to', 'morgen', '日付を'],
    ['min', '12x', '金額を数字で'],
    ['max', '99999999999999999999', '金額を数字で'],
    ['sender', 'somebody', 'ここにないもの'],
    ['cabinet', "' or 1=1", 'ここにないもの'],
  ])('%s', async (field, value, sentence) => {
    const page = await console_.get(address({ [field]: value, q: '書' }))
    expect(page.status).toBe(400)
    expect(page.html).toContain(sentence)
    expect(page.html).toContain(`id="${field}-error"`)
    expect(titlesIn(page.html)).toEqual([])
  })

  test('ends before beginnings', async () => {
    const days = await console_.get(address({ day_from: '2026-05-02', day_to: '2026-05-01' }))
    expect([days.status, days.html.includes('id="day_to-error"')]).toEqual([400, true])
    const amounts = await console_.get(address({ min: '2', max: '1' }))
    expect([amounts.status, amounts.html.includes('id="max-error"')]).toEqual([400, true])
  })

  test('nothing that may stand in an address is a fault of ours', async () => {
    for (const query of [
      'q=%00&party=%00',
      `q=${encodeURIComponent('\ud83d\ude00')}`,
      'q=%ED%A0%80',
      `q=${'a'.repeat(5000)}`,
      'q=a&q=b&status=draft&status=awaiting',
      'status=whatever',
      'after=zzz&q=a',
      `after=${'f'.repeat(32)}&q=a`,
      'q=%5C%5C%25__',
      'list=nobody&tests=none',
      'min=+1&max=%EF%BC%91',
    ]) {
      const { status } = await console_.get(`/console/documents?${query}`)
      expect([200, 400], query).toContain(status)
    }
  })
})

describe('whoever looks finds what they may see', () => {
  test('by office: what was sent, by sender too, and by number', async () => {
    expect(await find({ list: 'team', q: '契約' }, office)).toEqual(all(abc, work))
    expect(await find({ list: 'team', q: '1111' }, office)).toEqual([abc])
    const [{ id: senderId } = { id: '' }] = await rows(`select sender_id as id from documents limit 1`)
    expect(await find({ list: 'team', sender: senderId, party: '青空' }, office)).toEqual([abc])
    expect(await find({ q: '契約' }, office)).toEqual([])
  })

  test('a colleague without office finds nothing of others', async () => {
    await addColleague(server, 'plain@example.jp', 'a password of theirs')
    const plain = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
    for (const list of ['own', 'team', 'received']) expect(await find({ list, q: '契約' }, plain)).toEqual([])
    expect(await find({ q: ids.get(abc ?? '') ?? '' }, plain)).toEqual([])
  })

  test('a recipient finds what they received by its words, not by numbers, and not by what the sender recorded', async () => {
    const ichiro = await enterConsole(server, 'ichiro@example.com', 'a password of theirs')
    expect(await find({ list: 'received', q: '委託' }, ichiro)).toEqual([work])
    expect(await find({ list: 'received', party: 'そんな人はいない' }, ichiro)).toEqual([work])
    expect(await find({ list: 'received', q: 'ichiro@example.com' }, ichiro)).toEqual([])
    const { html } = await ichiro.get(address({ list: 'received' }))
    expect(html).not.toContain('name="party"')
  })
})

describe('the columns of a list', () => {
  test('are chosen, kept for the member and the list, and show what is recorded', async () => {
    const before = await console_.get(address({ q: '契約' }))
    expect(before.html).not.toContain('>1,000,000<')
    const chosen = {
      column_amount: '1',
      column_day: '1',
      column_party: '1',
      column_sender: '1',
      column_what: '1',
    }
    const page = await console_.post('/console/documents/columns', chosen)
    expect(page.url).toContain('q=%E5%A5%91%E7%B4%84')
    expect(page.html).toContain('表示する項目を保存しました')
    for (const text of ['>1,000,000<', '2026-04-01', '青空商事株式会社']) expect(page.html).toContain(text)
    const headings = [...page.html.matchAll(/<th scope="col"[^>]*>([^<]*)</g)].map((match) => match[1])
    expect(headings.filter(Boolean)).toEqual(['タイトル', '取引日', '取引先', '金額'])
    const again = await enterConsole(server)
    expect((await again.get('/console/documents')).html).toContain('>1,000,000<')
    expect((await office.get('/console/documents?list=team')).html).not.toContain('>1,000,000<')
  })

  test('lead back to the list and nowhere else', async () => {
    const { html } = await console_.get('/console/documents')
    const token = hiddenFields(html, '/console/documents/columns').form_token ?? ''
    for (const back of ['https://example.org/', '//example.org', '/console/settings', '']) {
      const page = await console_.post('/console/documents/columns', { form_token: token, list: 'own', back })
      expect(page.url).toBe(`${server.url}/console/documents?done=columns`)
    }
  })
})

describe('the CSV of a list', () => {
  const csvOf = async (query: Record<string, string>, { by = console_, columns = 'shown' } = {}) => {
    const { html } = await by.get('/console/home')
    const form_token = hiddenFields(html, '/console/sign-out').form_token ?? ''
    const fields = { form_token, columns, back: address(query) }
    const answer = await postRaw(`${server.url}/console/documents/csv`, by, fields, {})
    const bytes = Buffer.from(await answer.arrayBuffer())
    const lines = bytes.toString().split('\r\n')
    const table = lines.slice(0, -1).map((line) => line.replace(/^\ufeff?"|"$/g, '').split('","'))
    return { answer, bytes, head: table[0] ?? [], rows: table.slice(1) }
  }

  test.each([
    {},
    { q: '契約' },
    { party: '青空', min: '-5' },
    { status: 'draft' },
    { tests: 'only' },
  ])('has what the page has, in its order: %j', async (query) => {
    const { rows } = await csvOf(query)
    expect(rows.map(([title]) => title)).toEqual(titlesIn((await console_.get(address(query))).html))
  })

  test('has the columns that are shown, or every one, and opens in Excel with numbers that are numbers', async () => {
    await console_.get(address({}))
    const columns = { column_amount: '1', column_day: '1', column_party: '1' }
    await console_.post('/console/documents/columns', columns)
    const shown = await csvOf({ q: '売買' })
    expect([...shown.bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
    expect(shown.answer.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(shown.answer.headers.get('content-disposition')).toContain('documents.csv')
    expect(shown.head).toEqual(['タイトル', 'テスト', '取引日', '取引先', '金額'])
    expect(shown.rows).toEqual([['ＡＢＣ 売買契約書', '', '2026-04-01', '青空商事株式会社', '1000000']])
    const all = await csvOf({ q: '売買' }, { columns: 'all' })
    const record = Object.fromEntries(all.head.map((name, n) => [name, all.rows[0]?.[n] ?? '']))
    expect(record).toMatchObject({ 宛先: '青空商事 山田 花子', 状態: '確認中', 書類ID: ids.get(abc ?? '') })
    expect(record.作成日時).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
    const minus = await csvOf({ q: '見積' })
    expect(minus.rows[0]).toContain('-1')
  })

  test('runs nothing in a spreadsheet', async () => {
    const { id, path } = await aFullDraft(sender, { name: '=1+1', email: 'sum@example.com' })
    await sender.call('PUT', path, { form: { title: '=HYPERLINK("http://evil")' } })
    const { bytes } = await csvOf({ q: id }, { columns: 'all' })
    expect(bytes.toString()).toContain(`"'=HYPERLINK(""http://evil"")"`)
    expect(bytes.toString()).toContain(`"'=1+1"`)
    await sender.call('DELETE', path)
  })

  test('has of others’ documents what this member may see, and of received ones nothing that a sender recorded', async () => {
    const team = await csvOf({ list: 'team' }, { by: office, columns: 'all' })
    expect(team.rows.map(([title]) => title).sort()).toEqual(all(abc, work))
    expect((await csvOf({ list: 'own' }, { by: office })).rows).toEqual([])
    const ichiro = await enterConsole(server, 'ichiro@example.com', 'a password of theirs')
    expect((await csvOf({ list: 'team' }, { by: ichiro })).rows).toEqual([])
    const received = await csvOf({ list: 'received' }, { by: ichiro, columns: 'all' })
    expect(received.rows.map(([title]) => title)).toEqual([work])
    expect(received.bytes.toString()).not.toMatch(/250000|100%食品_店|取引先/)
  })

  test('is recorded once, by fields and without words', async () => {
    const before = await rows(`select row from team_events where type = 'export.document_list'`)
    await csvOf({ party: '青空', q: '売買' })
    const events = await rows(
      `select row from team_events where type = 'export.document_list' order by sequence`,
    )
    expect(events.length - before.length).toBe(1)
    expect(JSON.parse(events.at(-1).row)).toMatchObject({ list: 'own', fields: ['q', 'party'] })
    expect(events.at(-1).row).not.toMatch(/青空|売買/)
    expect((await console_.get('/console/history')).html).toContain('書類の一覧をCSVで書き出しました')
  })

  test('of a filter that cannot be read leads back to what is wrong; a form that is not ours gets nothing', async () => {
    const { answer } = await csvOf({ min: '12x' })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/console/documents?min=12x'])
    const stranger = await postRaw(`${server.url}/console/documents/csv`, console_, { form_token: 'x' })
    expect(stranger.status).toBe(403)
  })

  test('of more than are read at a time has each once, narrowed or not', async () => {
    await sql(
      server,
      `insert into documents (id, snapshot) select n.id, (replace(d.snapshot::text, d.id, n.id)::jsonb
         || jsonb_build_object('title', '写し ' || n.n, 'participants', jsonb_build_array((d.snapshot->'participants'->0)::jsonb || jsonb_build_object('id', md5(n.id), 'email_sealed', '')), 'acts', '[]'::jsonb, 'revisions', '[]'::jsonb))::json
       from documents d, (select n, lpad(n::text, 32, '0') as id from generate_series(1, 1100) n) n
       where d.id = '${ids.get(memo ?? '')}'`,
    )
    for (const [query, count] of [
      [{ q: '写し' }, 1100],
      [{}, 1104],
    ] as [Record<string, string>, number][]) {
      const { rows } = await csvOf(query, { columns: 'all' })
      expect([rows.length, new Set(rows.map((row) => row.at(-1))).size]).toEqual([count, count])
    }
    await sql(server, `delete from documents where title like '写し%'`)
  })
})

/** As an earlier release leaves it: no number says how to find it. */
async function forgetNumbers(): Promise<void> {
  await sql(
    server,
    `update documents set snapshot = (select jsonb_set(snapshot::jsonb, '{participants}',
    (select jsonb_agg(p - 'tel_found_by') from jsonb_array_elements(snapshot::jsonb->'participants') p))::json)`,
  )
  await sql(server, `alter table participants disable trigger user`)
  await sql(server, `update participants set tel_found_by = null`)
  await sql(server, `alter table participants enable trigger user`)
}

describe('documents of an earlier release', () => {
  test('get what they are found by in the background, wherever it was stopped', async () => {
    await server.process().stop()
    await forgetNumbers()
    await sql(server, 'delete from document_listings')
    await sql(server, `update listing_progress set done_at = null, reached = ''`)
    await server.restart()
    const again = await enterConsole(server)
    await expect
      .poll(async () => titlesIn((await again.get(address({ q: '1111' }))).html).sort())
      .toEqual(all(abc, quote))
    await expect
      .poll(async () => (await rows('select done_at is not null as done from listing_progress'))[0]?.done)
      .toBe(true)
    expect((await again.get(address({ q: '1111' }))).html).not.toContain('準備しています')
  })

  test('that it made beside this one, after all were listed, are found by their numbers, too', async () => {
    const drafted = await aFullDraft(sender, { name: '並木 一', tel: '09087652222', callback: '1' })
    await sender.call('PUT', drafted.path, { form: { title: '並行の契約' } })
    await server.process().stop()
    await forgetNumbers()
    await sql(server, `select list_document('${drafted.id}')`)
    await server.restart(movedClock(1))
    const again = await enterConsole(server, server.email, server.password)
    await expect
      .poll(async () => titlesIn((await again.get(address({ q: '2222' }))).html))
      .toEqual(['並行の契約'])
  })
})
