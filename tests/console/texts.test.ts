/** What nobody sees is refused in whatever the console's forms take (sealing.md §2), and told in words a person can act on. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole, formEntries } from './console-visitor.ts'

let server: TestServer
let administrator: Recipient
beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
})
afterAll(() => server.close())

const seen = '\u202e'
const member = { name: '佐藤 一郎', organization: 'つばめ不動産', email: 'sato@example.jp' }

test.each([
  ['/console/members', 'name', member, '佐藤\u202e 一郎'],
  ['/console/members', 'organization', member, 'つばめ\u202e不動産'],
  ['/console/members', 'email', member, 'sato\u202e@example.jp'],
  ['/console/clients', 'label', {}, '予約\u202eサイト'],
  ['/console/settings', 'contact', {}, '窓口\u202e 03-0000-0000'],
  ['/console/settings', 'terms_text', {}, '規約\u202e'],
])('%s tells of one in %s, by its name', async (path, field, others: Record<string, string>, text) => {
  expect(text).toContain(seen)
  const { html } = await administrator.get(path)
  const page = await administrator.post(path, { ...formEntries(html), ...others, [field]: text })
  expect(page.status).toBe(400)
  expect(page.html).toContain('目に見えない文字（U+202E）が入っています')
})

test.each([
  'terms_url',
  'privacy_url',
  'return_url',
])('an address of the settings holds none: %s', async (field) => {
  const { html } = await administrator.get('/console/settings')
  const wrong = { ...formEntries(html), [field]: 'https://example.jp/terms\u202eabc' }
  expect((await administrator.post('/console/settings', wrong)).status).toBe(400)
})

test("a member's name is kept in one line, as certificates print it", async () => {
  await administrator.get('/console/members')
  const typed = { ...member, name: '辻\u{e01ef}\r\n花子', email: 'tsuji@example.jp' }
  const page = await administrator.post('/console/members', typed)
  expect(page.status).toBe(200)
  expect((await administrator.get('/console/members')).html).toContain('辻 花子')
})
