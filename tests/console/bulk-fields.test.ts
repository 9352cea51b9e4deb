/** The sender's own text fields in a list: a column for each name, judged and filled row by row. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, aFullDraft, type Caller } from '#tests/web-api/caller.ts'
import { aList, countsOf, documentsOf, postList, stateOf, steer } from './bulk-visitor.ts'
import { enterConsole } from './console-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
let template: string

/** A text field of the sender's, on page 1. */
type Field = { label: string; text: string; y: number; size?: string }
const fields: Field[] = [
  { label: '賃金', text: '月額 200,000円', y: 100 },
  { label: '入社日', text: '2026年12月1日', y: 140 },
  // Twice the same, as on the two copies of one sheet.
  { label: '賃 金', text: '月額 200,000円', y: 180 },
  // Without a name it has no column, and keeps what it says.
  { label: '', text: '株式会社つばめ', y: 220 },
]

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  console_ = await enterConsole(server)
  const draft = await aFullDraft(caller)
  for (const { label, text, y } of fields) {
    const place = { participant_id: draft.sender, type: '1', page: '0', x: '40', y: String(y) }
    const path = `${draft.path}/files/${draft.file}/widgets`
    const { status } = await caller.call('POST', path, { form: { ...place, label, text } })
    expect(status).toBe(200)
  }
  template = await saveAsTemplate(console_, draft.id, { title: '雇用契約書', slots: [draft.recipient] })
})
afterAll(() => server.close())

const heading = '宛先1 氏名,宛先1 携帯電話番号,送信者の項目 賃金,送信者の項目 入社日'
const listOf = (lines: string[]) => `${[heading, ...lines].join('\r\n')}\r\n`
const ended = (id: string) =>
  until('the list has ended', async () => ['done', 'stopped'].includes(await stateOf(server, id)))

/** What the sender's fields of a document say, by their places from above. */
async function textsOf(documentId = ''): Promise<string[]> {
  const { body } = await caller.call('GET', `/documents/${documentId}`)
  const widgets: { y: number; text: string }[] = body.files[0].widgets
  return widgets.toSorted((one, other) => one.y - other.y).map(({ text }) => text)
}

test('the sample has a column for each name, with what the template says as its example', async () => {
  const { html } = await console_.get(`/console/templates/${template}/bulk/sample.csv`)
  const [first, example] = html.split('\r\n')
  expect(first).toMatch(/"送信者の項目 賃金","送信者の項目 入社日"$/)
  expect(example).toMatch(/"月額 200,000円","2026年12月1日"$/)
  const page = await console_.get(`/console/templates/${template}/bulk`)
  expect(page.html).toContain('送信者の項目（賃金、入社日）も、行ごとに変えられます。')
})

test('each row fills them; where a cell is empty, what the template says stays', async () => {
  const id = await aList(
    console_,
    template,
    listOf(['甲,09011111111,月額 250000円,2027年4月1日', '乙,09022222222,,2027年5月1日']),
  )
  await steer(console_, id, 'start')
  await ended(id)
  const [first, second] = await documentsOf(server, id)
  expect(await textsOf(first?.id)).toEqual([
    '月額 250000円',
    '2027年4月1日',
    '月額 250000円',
    '株式会社つばめ',
  ])
  expect(await textsOf(second?.id)).toEqual([
    '月額 200,000円',
    '2027年5月1日',
    '月額 200,000円',
    '株式会社つばめ',
  ])
  expect([first?.status, second?.status]).toEqual(['awaiting', 'awaiting'])
})

test('what would not be seen in its field is a fault of its column', async () => {
  const { html } = await postList(
    console_,
    template,
    listOf([
      `甲,09011111111,${'長'.repeat(120)},2027年4月1日`,
      `乙,09022222222,${'長'.repeat(1_001)},`,
      '丙,09033333333,🍣,',
      '丁,09044444444,,2027年\u0007',
    ]),
  )
  const faults = [...html.matchAll(/<tr><td[^>]*>([0-9]+)行目<\/td><td[^>]*>([^<]*)<\/td>(.*?)<\/tr>/g)]
  expect(faults.map(([, row, column]) => [row, column])).toEqual([
    ['2', '送信者の項目 賃金'],
    ['3', '送信者の項目 賃金'],
    ['4', '送信者の項目 賃金'],
    ['5', '送信者の項目 入社日'],
  ])
  const said = faults.map(([, , , rest]) => rest)
  expect(said[0]).toContain('項目の枠に収まりません。')
  expect(said[1]).toContain('1,000文字以内'.replace(',', ''))
  expect(said[2]).toContain('書類に印字できません。')
  expect(said[3]).toContain('目に見えない文字（U+0007）')
})

test('the same by the Web API, by the label', async () => {
  const row = { recipient_1_name: '甲', recipient_1_tel: '09011111111' }
  const made = await caller.call('POST', '/bulk_sends', {
    json: {
      template_id: template,
      act: 'draft',
      rows: [
        { ...row, field_賃金: '時給 1500円' },
        { ...row, field_手当: '1円' },
      ],
    },
  })
  expect(made.body).toMatchObject({ status: 'checked', counts: { ready: 1, faulty: 1 } })
  const { body } = await caller.call('GET', `/bulk_sends/${made.body.id}/rows?status=faulty`)
  expect(body.rows[0].faults[0].column).toBe('field_手当')
  await caller.call('POST', `/bulk_sends/${made.body.id}/start`, { form: { leave_out_faulty: 'true' } })
  await ended(made.body.id)
  const [document] = await documentsOf(server, made.body.id)
  expect((await textsOf(document?.id))[0]).toBe('時給 1500円')
})

test('a field that says nothing in the template is filled by each row, or the row is faulty', async () => {
  const draft = await aFullDraft(caller)
  const place = { participant_id: draft.sender, type: '1', page: '0', x: '40', y: '100', label: '賃金' }
  const path = `${draft.path}/files/${draft.file}/widgets`
  const { body } = await caller.call('POST', path, { form: { ...place, text: '仮' } })
  await caller.call('PUT', `${path}/${body.files[0].widgets[0].id}`, { form: { text: '' } })
  const open = await saveAsTemplate(console_, draft.id, { title: '空の項目', slots: [draft.recipient] })
  const list = '宛先1 氏名,宛先1 携帯電話番号,送信者の項目 賃金\r\n甲,09011111111,1円\r\n乙,09022222222,\r\n'
  const id = await aList(console_, open, list)
  expect(await countsOf(server, id)).toEqual({ ready: 1, faulty: 1 })
  expect((await console_.get(`/console/bulk-sends/${id}`)).html).toContain('この項目を入力してください。')
  await steer(console_, id, 'start', { leave_out: '1' })
  await ended(id)
  const [document] = await documentsOf(server, id)
  expect(await textsOf(document?.id)).toEqual(['1円'])
})

test('a text that was typed for one field never comes to stand in another, whatever became of the template', async () => {
  const id = await aList(console_, template, listOf(['甲,09011111111,月額 250000円,2027年4月1日']))
  // Only a maker's hand changes a template: the field is called otherwise now.
  await rowsOf(
    server,
    `update documents set snapshot = replace(snapshot::text, '"入社日"', '"退職日"')::json where id = $1 returning id`,
    template,
  )
  const refused = await steer(console_, id, 'start')
  expect(refused.status).toBe(200)
  await ended(id)
  expect(await countsOf(server, id)).toEqual({ refused: 1 })
  expect(await documentsOf(server, id)).toEqual([])
  expect((await console_.get(`/console/bulk-sends/${id}`)).html).toContain('送信者の項目 入社日')
})
