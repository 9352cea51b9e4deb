import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft, type Caller } from '#tests/web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { saveAsTemplate } from './template-maker.ts'

let server: TestServer
let caller: Caller
let console_: Recipient
let template: string
let page: string

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  await addColleague(server, 'colleague@example.jp', 'a password of theirs')
  console_ = await enterConsole(server)
  const draft = await aFullDraft(caller)
  const second = { name: '乙野 次郎', email: 'otsu@example.jp' }
  const { body } = await caller.call('POST', `${draft.path}/participants`, { form: second })
  const slots = [draft.recipient, body.participants[2].id]
  template = await saveAsTemplate(console_, draft.id, { title: '雇用契約書', slots })
  page = `/console/templates/${template}/use`
})
afterAll(() => server.close())

const first = { 'p1-how': 'sms', 'p1-name': '山田 花子', 'p1-tel': '０９０-１２３４-５６７８' }
const second = { 'p2-how': 'mail', 'p2-name': '乙野 次郎', 'p2-email': 'otsu@example.jp' }
const documentOf = async (url: string) => {
  const id = /\/console\/documents\/([0-9a-f]{32})\//.exec(url)?.[1] ?? ''
  return (await caller.call('GET', `/documents/${id}`)).body
}

test('all open places are filled on one page, and the check before sending follows', async () => {
  expect((await console_.get(`/console/templates/${template}`)).html).toContain(`href="${page}"`)
  await console_.get(page)
  const made = await console_.post(page, { title: '雇用契約書（山田様）', ...first, ...second, go: 'check' })
  expect(made.url).toMatch(/\/console\/documents\/[0-9a-f]{32}\/send$/)
  const { title, status, participants } = await documentOf(made.url)
  expect({ title, status }).toEqual({ title: '雇用契約書（山田様）', status: 0 })
  expect(participants.slice(1)).toMatchObject([
    { name: '山田 花子', tel: '09012345678', callback: true },
    { name: '乙野 次郎', email: 'otsu@example.jp' },
  ])
  const sent = await console_.post(made.url.replace(server.url, ''))
  expect((await documentOf(made.url)).status).toBe(1)
  expect(sent.status).toBe(200)
})

test('a place that was left empty stays open in the draft', async () => {
  await console_.get(page)
  const made = await console_.post(page, { title: '', ...second, go: 'draft' })
  expect(made.url).toMatch(/\/draft$/)
  const { title, participants } = await documentOf(made.url)
  expect(title).toBe('雇用契約書')
  expect(participants[1].email).toBe('_1')
  expect(participants[2].name).toBe('乙野 次郎')
})

test.each([
  [{ ...first, 'p1-tel': '03-1234-5678', ...second }, '日本の携帯電話番号を入力してください。', 'p1-tel'],
  [{ ...first, ...second, 'p2-name': '' }, '氏名を入力してください。', 'p2-name'],
  [
    { ...second, 'p1-how': 'mail', 'p1-name': '甲', 'p1-email': 'OTSU@example.jp' },
    'すでに宛先にあります。',
    'p2-email',
  ],
  [{ ...first, title: '長'.repeat(501) }, '500文字以内で入力してください。', 'title'],
])('what cannot be is told beside its field, and what was typed is kept: %#', async (typed, sentence, field) => {
  const before = (await caller.call('GET', '/documents')).body.total
  await console_.get(page)
  const again = await console_.post(page, { title: '題', ...typed, go: 'check' })
  expect(again.status).toBe(400)
  expect(again.html).toContain(sentence)
  expect(again.html).toMatch(new RegExp(`<input[^>]*id="${field}"[^>]*aria-invalid="true"`))
  expect(again.html).toContain(
    'value="乙野 次郎"'.slice(0, 'p2-name' in typed && typed['p2-name'] !== '' ? 99 : 6),
  )
  expect((await caller.call('GET', '/documents')).body.total).toBe(before)
})

test('for a colleague a template that is not shared is not there', async () => {
  const colleague = await enterConsole(server, 'colleague@example.jp', 'a password of theirs')
  expect((await colleague.get(page)).status).toBe(404)
})
