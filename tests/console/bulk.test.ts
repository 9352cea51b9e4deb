import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { shiftJis } from '#tests/support/shift-jis.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft, type Caller } from '#tests/web-api/caller.ts'
import { aClientOf } from '#tests/web-api/other-clients.ts'
import { aList, countsOf, documentsOf, postList, stateOf, steer } from './bulk-visitor.ts'
import { addColleague, enterConsole, givePassword, postRaw } from './console-visitor.ts'
import { saveAsTemplate, share } from './template-maker.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
let colleague: Recipient
let stranger: Recipient
let template: string
let team: string

const heading = '書類のタイトル,宛先1 氏名,宛先1 会社名・組織名,宛先1 携帯電話番号,宛先1 メールアドレス'
const listOf = (lines: string[]) => `${[heading, ...lines].join('\r\n')}\r\n`
const telOf = (n: number) => `090${String(10_000_000 + n)}`
const rightRow = (n: number) => `雇用契約書 ${n},髙橋 ①子 ${n},㈱つばめ,${telOf(n)},`

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  await addColleague(server, 'colleague@example.jp', 'a password of theirs')
  await aClientOf(server, { email: 'else@example.com', teamId: 'else' })
  await givePassword(server, 'else@example.com', 'a password of theirs')
  const [first] = await rowsOf<{ team_id: string }>(
    server,
    `select team_id from members where email = $1`,
    server.email,
  )
  team = first?.team_id ?? ''
  console_ = await enterConsole(server)
  colleague = await enterConsole(server, 'colleague@example.jp', 'a password of theirs')
  stranger = await enterConsole(server, 'else@example.com', 'a password of theirs')
  const draft = await aFullDraft(caller)
  template = await saveAsTemplate(console_, draft.id, { title: '雇用契約書', slots: [draft.recipient] })
})
afterAll(() => server.close())

const ended = (id: string) =>
  until('the list has ended', async () => ['done', 'stopped'].includes(await stateOf(server, id)), 120)

async function resultOf(browser: Recipient, id: string): Promise<string[]> {
  const { html, headers } = await browser.get(`/console/bulk-sends/${id}/result.csv`)
  expect(headers.get('content-disposition')).toContain('attachment')
  return html.trimEnd().split('\r\n')
}

describe('a thousand rows in Shift_JIS, of which twelve are faulty', () => {
  /** The faulty row, the column of the fault, and what is said of it. */
  const faulty: [row: number, line: string, column: string, sentence: string][] = [
    [2, '題,,,09011111111,', '宛先1 氏名', '氏名を入力してください。'],
    [3, '題,甲,,,', '宛先1 携帯電話番号', '携帯電話番号かメールアドレスを入力してください。'],
    [50, '題,乙,,03-1234-5678,', '宛先1 携帯電話番号', '日本の携帯電話番号を入力してください。'],
    [51, '題,丙,,9.01E+09,', '宛先1 携帯電話番号', 'Excelが番号を丸めています。'],
    [52, '題,丁,,,hanako.example.jp', '宛先1 メールアドレス', 'メールアドレスの形を確かめてください。'],
    [400, `題,${'長'.repeat(65)},,09011111111,`, '宛先1 氏名', '64文字以内で入力してください。'],
    [401, `${'長'.repeat(501)},戊,,09011111111,`, '書類のタイトル', '500文字以内で入力してください。'],
    [402, '題,己,,09011111111,,余分', '6列目', '見出しのない列です。'],
    [500, '題,庚\u0007,,09011111111,', '宛先1 氏名', '目に見えない文字（U+0007）が入っています。'],
    [777, '題,辛,,0901111111,', '宛先1 携帯電話番号', '日本の携帯電話番号を入力してください。'],
    [1000, '題,壬,,090-1111-11x1,', '宛先1 携帯電話番号', '日本の携帯電話番号を入力してください。'],
    [1001, `題,癸,${'社'.repeat(65)},09011111111,`, '宛先1 会社名・組織名', '64文字以内で入力してください。'],
  ]
  /** Right all the same: Excel took the zero, full width, hyphens, guarded. */
  const quirks: [row: number, line: string][] = [
    [10, `題,一,,${telOf(10).slice(1)},`],
    [11, `題,二,,０９０－１１１１－２２２２,`],
    [12, `題,三,,="09011113333",`],
    [13, `"二行の\n題",四,,'090-1111-4444,`],
    [14, `題,五,,+81 90 1111 5555,`],
    [15, `,六,,,ROKU＠example.jp`],
  ]
  let id: string

  beforeAll(async () => {
    const lines = Array.from({ length: 1_000 }, (_, at) => rightRow(at + 2))
    for (const [row, line] of [...faulty, ...quirks]) lines[row - 2] = line
    id = await aList(console_, template, shiftJis(`${listOf(lines)}${',,,,\r\n'.repeat(300)}`))
  })

  test('shows each fault at its row and column, with its reason and cure, and sends nothing', async () => {
    const { html } = await console_.get(`/console/bulk-sends/${id}`)
    expect(html).toContain('1,000行のうち12行に誤りがあります。まだ何も送信されていません。')
    const rows = [...html.matchAll(/<tr><td[^>]*>([0-9,]+)行目<\/td><td[^>]*>([^<]*)<\/td>.*?<\/tr>/g)]
    expect(rows.map(([, row, column]) => [Number(row?.replace(',', '')), column])).toEqual(
      faulty.map(([row, , column]) => [row, column]),
    )
    for (const [at, [, , , sentence]] of faulty.entries()) expect(rows[at]?.[0]).toContain(sentence)
    expect(await countsOf(server, id)).toEqual({ ready: 988, faulty: 12 })
    expect(await documentsOf(server, id)).toEqual([])
  })

  test('says the same in English', async () => {
    const { html } = await console_.get(`/console/bulk-sends/${id}?lang=en`)
    expect(html).toContain('12 of 1,000 rows have errors. Nothing has been sent.')
    expect(html).toContain('Recipient 1 mobile number')
    await console_.get('/console/documents?lang=ja')
  })

  test('starts only once the faulty rows are left out by hand', async () => {
    const page = await steer(console_, id, 'start')
    expect(page.status).toBe(409)
    expect(page.html).toContain('誤りのある行があります。除くか、CSVを直してください。')
    expect(await stateOf(server, id)).toBe('checked')
  })

  test('then sends one document for each of the others, and says what became of every row', async () => {
    const page = await steer(console_, id, 'start', { leave_out: '1' })
    expect(page.url).toContain('done=start')
    await ended(id)
    expect(await countsOf(server, id)).toEqual({ sent: 988, left_out: 12 })
    const documents = await documentsOf(server, id)
    expect(documents).toHaveLength(988)
    expect(new Set(documents.map(({ status }) => status))).toEqual(new Set(['awaiting']))
    expect(new Set(documents.map(({ name }) => name)).size).toBe(988)
    const lines = await resultOf(console_, id)
    expect(lines[0]).toBe('"行","書類ID","状態","理由"')
    expect(lines).toHaveLength(1_001)
    expect(lines.filter((line) => /^"\d+","[0-9a-f]{32}","送信済み",""$/.test(line))).toHaveLength(988)
    expect(lines[1]).toBe('"2","","除外","宛先1 氏名: 氏名を入力してください。"')
    // Ids are left out of the look, as digits of one may be those of a number.
    expect(lines.join().replaceAll(/"[0-9a-f]{32}"/g, '')).not.toMatch(/髙橋|09011/)
    const events = await eventsOf(server, team)
    expect(
      events.filter(({ bulkSendId }) => bulkSendId === id).map(({ type, count }) => [type, count]),
    ).toEqual([
      ['bulk_send.started', 988],
      ['bulk_send.ended', 988],
    ])
  }, 240_000)

  test('the rows that Excel had changed have their numbers and addresses', async () => {
    const made = await documentsOf(server, id)
    const found = async (name: string) => {
      const { id: document = '' } = made.find((each) => each.name === name) ?? {}
      const { body } = await caller.call('GET', `/documents/${document}`)
      const [, { tel, email }] = body.participants
      return { title: body.title, tel, email }
    }
    expect(await found('一')).toMatchObject({ tel: telOf(10) })
    expect(await found('二')).toMatchObject({ tel: '09011112222' })
    expect(await found('三')).toMatchObject({ tel: '09011113333' })
    expect(await found('四')).toMatchObject({ tel: '09011114444', title: '二行の 題' })
    expect(await found('五')).toMatchObject({ tel: '09011115555' })
    expect(await found('六')).toEqual({ title: '雇用契約書', tel: '', email: 'ROKU@example.jp' })
  })

  test('nothing that was typed of a row is kept once its document is there', async () => {
    const rows = await rowsOf<{ state: string; empty: boolean }>(
      server,
      `select distinct state, content_sealed = '' as empty from bulk_rows where bulk_send_id = $1 order by state`,
      id,
    )
    expect(rows).toEqual([
      { state: 'left_out', empty: false },
      { state: 'sent', empty: true },
    ])
  })
})

test('drafts are made where nothing is to be sent', async () => {
  const id = await aList(console_, template, listOf([rightRow(1), rightRow(2)]), { act: 'draft' })
  await steer(console_, id, 'start')
  await ended(id)
  expect((await documentsOf(server, id)).map(({ status }) => status)).toEqual(['draft', 'draft'])
  expect((await resultOf(console_, id))[1]).toMatch(/^"2","[0-9a-f]{32}","下書き",""$/)
})

test('the same form sent twice is one list', async () => {
  const press = '0192f1a2b3c47d5e8f90a1b2c3d4e5f6'
  const list = listOf([rightRow(3)])
  const ids = await Promise.all([1, 2, 3].map(() => aList(console_, template, list, { press })))
  expect(new Set(ids).size).toBe(1)
  expect(await aList(console_, template, listOf([rightRow(4)]), { press })).not.toBe(ids[0])
  // The same list with the links by SMS is another.
  expect(await aList(console_, template, list, { press, linkSms: true })).not.toBe(ids[0])
})

describe('who presses what at once', () => {
  test('two presses of start are one, and one document a row', async () => {
    const id = await aList(console_, template, listOf(Array.from({ length: 30 }, (_, n) => rightRow(n))))
    const other = await enterConsole(server)
    const pages = await Promise.all([steer(console_, id, 'start'), steer(other, id, 'start')])
    expect(pages.map(({ status }) => status)).toEqual([200, 200])
    await ended(id)
    expect(await documentsOf(server, id)).toHaveLength(30)
    const started = (await eventsOf(server, team)).filter(
      (each) => each.bulkSendId === id && each.type === 'bulk_send.started',
    )
    expect(started).toHaveLength(1)
  })

  test('start beside stop: either nothing goes any more, or it goes until it is stopped; what is made is one a row', async () => {
    const other = await enterConsole(server)
    for (let round = 0; round < 5; round++) {
      const id = await aList(console_, template, listOf(Array.from({ length: 10 }, (_, n) => rightRow(n))))
      await Promise.all([steer(console_, id, 'start'), steer(other, id, 'stop')])
      await steer(console_, id, 'stop')
      const before = await documentsOf(server, id)
      const counts = await countsOf(server, id)
      expect(await stateOf(server, id)).toMatch(/^(stopped|done)$/)
      expect(counts.sent ?? 0).toBe(before.length)
      expect(await documentsOf(server, id)).toEqual(before)
    }
  })

  test('pause holds it until it is resumed; stop is asked once and is for good', async () => {
    const id = await aList(console_, template, listOf(Array.from({ length: 60 }, (_, n) => rightRow(n))))
    await steer(console_, id, 'start')
    const paused = await steer(console_, id, 'pause')
    if (await stateOf(server, id).then((state) => state === 'paused')) {
      expect(paused.html).toContain('一時停止中')
      const before = (await documentsOf(server, id)).length
      expect((await documentsOf(server, id)).length).toBe(before)
      await steer(console_, id, 'resume')
    }
    await ended(id)
    expect(await documentsOf(server, id)).toHaveLength(60)
    const again = await steer(console_, id, 'start')
    expect(again.status).toBe(409)
  })
})

describe('a list belongs to whoever made it', () => {
  test('others find neither its page nor its result, and cannot steer it', async () => {
    await share(console_, template)
    const id = await aList(console_, template, listOf([rightRow(5)]))
    for (const other of [colleague, stranger]) {
      expect((await other.get(`/console/bulk-sends/${id}`)).status).toBe(404)
      expect((await other.get(`/console/bulk-sends/${id}/result.csv`)).status).toBe(404)
      expect((await other.get('/console/bulk-sends')).html).not.toContain(id)
      await other.get('/console/bulk-sends')
      expect((await other.post(`/console/bulk-sends/${id}/start`)).status).toBe(404)
    }
    expect((await postRaw(`${server.url}/console/bulk-sends/${id}/start`, console_, {})).status).toBe(403)
    expect(await stateOf(server, id)).toBe('checked')
    // A shared template is used by whoever may, for documents of their own.
    const theirs = await aList(colleague, template, listOf([rightRow(6)]))
    await steer(colleague, theirs, 'start')
    await ended(theirs)
    expect(await documentsOf(server, theirs)).toHaveLength(1)
    expect((await stranger.get(`/console/templates/${template}/bulk`)).status).toBe(404)
    await share(console_, template, 'unshare')
  })

  test('a template that is taken back or deleted pauses what is left, and says so', async () => {
    const draft = await aFullDraft(caller)
    const short = await saveAsTemplate(console_, draft.id, { title: '短命', slots: [draft.recipient] })
    const id = await aList(console_, short, listOf([rightRow(7)]))
    await console_.get(`/console/templates/${short}/delete`)
    await console_.post(`/console/templates/${short}/delete`)
    const page = await steer(console_, id, 'start')
    expect(page.html).toContain('確認のあとにテンプレートが変更されました。')
    expect(await documentsOf(server, id)).toEqual([])
  })

  test('a template that was changed after the check is checked anew', async () => {
    const draft = await aFullDraft(caller)
    const other = await saveAsTemplate(console_, draft.id, { title: '変わる', slots: [draft.recipient] })
    const id = await aList(console_, other, listOf([rightRow(8)]))
    await console_.get(`/console/templates/${other}`)
    await console_.post(`/console/templates/${other}/rename`, { title: '変わった' })
    expect((await steer(console_, id, 'start')).status).toBe(409)
    expect(await stateOf(server, id)).toBe('checked')
  })
})

test.each([
  ['', 'CSVファイルを選んでください。'],
  ['氏名,電話\r\n甲,090\r\n', '1行目の見出し「氏名」「電話」は使えません。'],
  [`${heading}\r\n`, '見出しの下に行がありません。'],
  [listOf(Array.from({ length: 10_001 }, () => 'a,b,,,')), '一度に扱えるのは10,000行までです。'],
])('a file that is no list is refused beside its field: %#', async (text, sentence) => {
  const page = await postList(console_, template, text, { act: 'draft' })
  expect(page.status).toBe(400)
  expect(page.html).toContain(sentence)
  expect(page.html).toContain('aria-invalid="true"')
  // What was chosen beside it stays chosen.
  expect(page.html).toMatch(/id="act-draft"[^>]*checked/)
})

test('a list without a file, and one of a template without open places, are told what lacks', async () => {
  const draft = await aFullDraft(caller)
  const closed = await saveAsTemplate(console_, draft.id, { title: '空欄なし', slots: [] })
  const page = await console_.get(`/console/templates/${closed}/bulk`)
  expect(page.html).toContain('空欄の宛先がありません。')
  expect((await postList(console_, closed, listOf([rightRow(9)]))).status).toBe(400)
})

test('where an approval is needed before sending, a list makes drafts, and one that runs stands still', async () => {
  const switched = (on: boolean) => rowsOf(server, 'update teams set approval_required = $1 returning id', on)
  const list = listOf([rightRow(1)])
  const id = await aList(console_, template, list)
  await switched(true)
  try {
    const refused = await postList(console_, template, list)
    expect([refused.status, refused.html.includes('送信前に承認が必要です')]).toEqual([400, true])
    const before = (await documentsOf(server, id)).length
    await steer(console_, id, 'start')
    await until('the list stands still', async () => (await stateOf(server, id)) === 'paused')
    expect((await documentsOf(server, id)).length).toBe(before)
    expect((await console_.get(`/console/bulk-sends/${id}`)).html).toContain('送信前の承認が必要になりました')
    const drafts = await aList(console_, template, list, { act: 'draft' })
    await steer(console_, drafts, 'start')
    await ended(drafts)
    expect(await countsOf(server, drafts)).toEqual({ made: 1 })
  } finally {
    await switched(false)
  }
})
