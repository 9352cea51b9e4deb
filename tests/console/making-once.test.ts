import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { hiddenFields, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { addColleague, enterConsole } from './console-visitor.ts'
import { postFiles } from './making-visitor.ts'

let server: TestServer
let clerk: Recipient
let api: Caller

beforeAll(async () => {
  server = await startTestServer()
  clerk = await enterConsole(server)
  api = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

const start = '/console/documents/new'
const total = async () => (await api.call('GET', '/documents')).body.total
const namesIn = async (id: string): Promise<string[]> =>
  (await api.call('GET', `/documents/${id}`)).body.files.map(({ name }: { name: string }) => name).sort()
const draftIn = (url: string) => /documents\/([0-9a-f]{32})\/draft/.exec(url)?.[1] ?? ''

/** The browser with the page that it shows now, however often it sends its form. */
const keptPage = (browser: Recipient): Recipient => {
  const { html, url } = browser.page()
  return { ...browser, page: () => ({ ...browser.page(), html, url }) }
}

test('a draft does not begin with files that are all refused, and the page that it begins on says why', async () => {
  const before = await total()
  await clerk.get(start)
  const refused = [{ name: '表計算.xlsx', bytes: 'PK not a pdf' }]
  const page = await postFiles(clerk, start, refused)
  expect(page.status).toBe(400)
  expect(page.html).toContain('表計算.xlsx')
  expect(page.html).toContain('PDFファイルではありません。')
  expect(page.html).toContain(`action="${start}"`)
  const headers = { accept: 'application/json' }
  const told = await postFiles(clerk, start, refused, { headers })
  expect(JSON.parse(told.html)).toMatchObject({ draft: null, documentId: null, added: [] })
  expect(await total()).toBe(before)
  const next = [{ name: '次.pdf', bytes: await contractPdf() }]
  const taken = JSON.parse((await postFiles(clerk, start, next, { headers })).html)
  expect(taken.added).toEqual(['次.pdf'])
  expect(await namesIn(taken.documentId)).toEqual(['次.pdf'])
  expect(await total()).toBe(before + 1)
})

test('a draft begins once, however often the same form arrives at once', async () => {
  const before = await total()
  await clerk.get(start)
  const kept = keptPage(clerk)
  const files = [
    { name: '二度.pdf', bytes: await contractPdf() },
    { name: '別紙.pdf', bytes: await contractPdf() },
  ]
  const press = () => postFiles(kept, start, files)
  const pages = await Promise.all([press(), press(), press()])
  const ids = new Set(pages.map(({ url }) => draftIn(url)))
  expect(ids.size).toBe(1)
  expect(await total()).toBe(before + 1)
  const [id = ''] = ids
  expect(await namesIn(id)).toEqual(['二度.pdf', '別紙.pdf'])
  await press()
  expect(await namesIn(id)).toHaveLength(2)
  // Deleted, and the page gone back to: it is told to be old, and nothing comes back to life.
  await clerk.get(`/console/documents/${id}/delete`)
  await clerk.post(`/console/documents/${id}/delete`)
  expect(await total()).toBe(before)
  const late = await press()
  expect(late.status).toBe(403)
  expect(late.html).toContain('画面が古くなっています')
  expect(await total()).toBe(before)
})

test('a press of another member leads to no draft of theirs', async () => {
  await addColleague(server, 'press@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'press@example.jp', 'a password of theirs')
  await clerk.get(start)
  const { press = '' } = hiddenFields(clerk.page().html, start)
  const files = [{ name: 'x.pdf', bytes: await contractPdf() }]
  const mine = draftIn((await postFiles(clerk, start, files)).url)
  const { html } = await colleague.get(start)
  const forged = html.replace(/name="press" value="[^"]*"/, `name="press" value="${press}"`)
  expect(forged).not.toBe(html)
  const page = () => ({ ...colleague.page(), html: forged })
  const theirs = draftIn((await postFiles({ ...colleague, page }, start, files)).url)
  expect(theirs).toHaveLength(32)
  expect(theirs).not.toBe(mine)
})

test('a draft whose form lay open for long stands once in the list, and hides no other', async () => {
  await clerk.get(start)
  const kept = keptPage(clerk)
  for (let k = 0; k < 35; k++) await api.call('POST', '/documents', { form: { title: `待ち ${k}` } })
  await postFiles(kept, start, [{ name: '待ち 35.pdf', bytes: await contractPdf() }])
  for (let k = 36; k < 65; k++) await api.call('POST', '/documents', { form: { title: `待ち ${k}` } })
  const seen: string[] = []
  let path: string | undefined = `/console/documents?q=${encodeURIComponent('待ち')}`
  for (let pages = 0; path !== undefined && pages < 5; pages++) {
    const { html } = await clerk.get(path)
    seen.push(...[...html.matchAll(/待ち (\d+)<\/a>/g)].map((match) => match[1] ?? ''))
    path = /class="button quiet" href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&')
  }
  expect(seen).toEqual(Array.from({ length: 65 }, (_, k) => `${64 - k}`))
})

test('the list goes on behind a draft that was deleted meanwhile', async () => {
  for (let k = 0; k < 31; k++) await api.call('POST', '/documents', { form: { title: `消す ${k}` } })
  const { html } = await clerk.get(`/console/documents?q=${encodeURIComponent('消す')}`)
  const path =
    /class="button quiet" href="([^"]*after=[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const last = /after=([0-9a-f]{32})/.exec(path)?.[1]
  await api.call('DELETE', `/documents/${last}`)
  expect((await clerk.get(path)).html).toContain('消す 0</a>')
})
