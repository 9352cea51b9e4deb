/** What a sender does with a document at every state: the story, another one like it, a day to think of it. */
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague, enterConsole, formEntries, postRaw } from './console-visitor.ts'

let server: TestServer
let integrator: Integrator
let member: Recipient
let concluded: string

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  member = await enterConsole(server)
  const [first, second] = [freshTel(), freshTel()]
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title: '二人の契約',
    recipients: [
      { name: '山田 花子', tel: first },
      { name: '鈴木 一郎', tel: second },
    ],
    widgets: true,
  })
  concluded = sent.documentId
  for (const [index, tel] of [first, second].entries()) {
    await consent(await proveThePhone(await signingUrl(sent, index), tel, server.codeFor))
  }
  await waitForStatus(sent, 2)
})
afterAll(() => server.close())

const timeline = (html: string) => /<section class="card timeline"[\s\S]*?<\/section>/.exec(html)?.[0] ?? ''

test('a contract of two recipients is told in at most twelve lines, each opening to all of its rows', async () => {
  const told = timeline((await member.get(`/console/documents/${concluded}`)).html)
  const lines = told.replaceAll(/<details[\s\S]*?<\/details>/g, '').match(/<li /g) ?? []
  expect(lines.length).toBeLessThanOrEqual(12)
  expect(lines.length).toBeGreaterThan(6)
  const steps = [...told.matchAll(/<details[\s\S]*?<\/details>/g)].flatMap(
    ([each]) => each.match(/<li>/g) ?? [],
  )
  const alone = lines.length - (told.match(/<details/g) ?? []).length
  const rows = await rowsOf(server, 'select 1 from audit where document_id = $1', concluded)
  expect(steps.length + alone).toBe(rows.length)
})

test('a concluded document is duplicated: files, people and fields come along, nothing of what was done does', async () => {
  await member.get(`/console/documents/${concluded}`)
  const { url, html } = await member.post(`/console/documents/${concluded}/duplicate`)
  const id = /documents\/([0-9a-f]{32})\/draft/.exec(url)?.[1] ?? ''
  expect(id).not.toBe(concluded)
  expect(html).toContain('複製しました')
  const { body } = await integrator.call('GET', `/documents/${id}`)
  const { body: before } = await integrator.call('GET', `/documents/${concluded}`)
  expect(body).toMatchObject({ status: 0, title: '二人の契約' })
  const names = (each: { participants: { name: string }[] }) => each.participants.map(({ name }) => name)
  expect(names(body)).toEqual(names(before))
  const widgets = (each: { files: { widgets: unknown[] }[] }) =>
    each.files.flatMap((file) => file.widgets).length
  expect(widgets(body)).toBe(widgets(before))
  expect(JSON.stringify(body)).not.toContain(concluded)
  const [stored] = await rowsOf<{
    body: { acts: unknown[]; widgets: { input: unknown; filled: boolean }[] }
  }>(server, 'select snapshot as body from documents where id = $1', id)
  expect(stored?.body.acts).toEqual([])
  expect(stored?.body.widgets.every(({ input, filled }) => input === null && !filled)).toBe(true)
  // It is whole: it can be sent.
  expect((await integrator.call('POST', `/documents/${id}`)).status).toBe(200)
  expect((await integrator.call('GET', `/documents/${concluded}`)).body.status).toBe(2)
  expect(timeline((await member.get(`/console/documents/${id}`)).html)).toContain('複製して作成されました')
})

test('a concluded document is saved as a template: its people are open places, and nothing of what they did is there', async () => {
  const action = `/console/documents/${concluded}/template`
  expect((await member.get(`/console/documents/${concluded}`)).html).toContain(`href="${action}"`)
  const asked = await member.get(action)
  expect(asked.html).toContain('宛先2名は、すべて空欄の宛先になります。')
  expect(asked.html).not.toContain('name="slot-')
  // Pressed twice at once, and once more from the same page.
  const { origin } = new URL(server.url)
  const form = { ...formEntries(asked.html), title: '締結済からのひな形' }
  const press = () => postRaw(`${server.url}${action}`, member, form, { origin })
  const answers = [...(await Promise.all([press(), press()])), await press()]
  const places = new Set(answers.map((each) => each.headers.get('location')))
  expect([places.size, answers.map(({ status }) => status)]).toEqual([1, [303, 303, 303]])
  const [place = ''] = places
  const id = /templates\/([0-9a-f]{32})\?done=saved/.exec(place ?? '')?.[1] ?? ''
  const found = await rowsOf(
    server,
    `select 1 from documents where snapshot->>'title' = '締結済からのひな形'`,
  )
  expect(found).toHaveLength(1)
  const [stored] = await rowsOf<{ text: string }>(
    server,
    'select snapshot::text as text from documents where id = $1',
    id,
  )
  expect(stored?.text).not.toMatch(/山田|花子|鈴木|confirmed|"filled": true/)
  const { body } = await integrator.call('GET', `/documents/${id}`)
  const { body: before } = await integrator.call('GET', `/documents/${concluded}`)
  expect(body.participants.map((each: { name: string }) => each.name).slice(1)).toEqual(['', ''])
  expect(body.files[0].widgets).toHaveLength(before.files[0].widgets.length)
  // The bytes are those that were uploaded, not those that were sealed.
  const uploaded = createHash('sha256')
    .update(await contractPdf())
    .digest('hex')
  expect(stored?.text).toContain(uploaded)
  expect((await member.get(`/console/templates/${id}/files/${body.files[0].id}`)).status).toBe(200)
  const draft = await integrator.call('POST', '/documents', { template_id: id })
  expect([draft.status, draft.body.status]).toEqual([200, 0])
  expect((await integrator.call('GET', `/documents/${concluded}`)).body.status).toBe(2)
})

test('nobody duplicates or plans for a document of somebody else', async () => {
  await addColleague(server, 'plain@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'plain@example.jp', 'a password of theirs')
  for (const act of ['duplicate', 'alert', 'template']) {
    await colleague.get('/console/home')
    expect((await colleague.post(`/console/documents/${concluded}/${act}`)).status).toBe(404)
  }
})

test('an alert is set, kept as typed where it is refused, changed, and switched off', async () => {
  const page = `/console/documents/${concluded}/alert`
  await member.get(page)
  const wrong = await member.post(page, { day: 'いつか', memo: '更新を決める', enabled: '1' })
  expect([
    wrong.status,
    wrong.html.includes('更新を決める'),
    wrong.html.includes('aria-invalid="true"'),
  ]).toEqual([400, true, true])
  const long = await member.post(page, { day: '2099-01-31', memo: '長'.repeat(1001), enabled: '1' })
  expect(long.status).toBe(400)
  const done = await member.post(page, { day: '2099-01-31', memo: '更新を決める', enabled: '1' })
  expect(done.html).toMatch(/アラートを保存しました[\s\S]*2099\/01\/31[\s\S]*更新を決める/)
  expect((await member.get('/console/due?kind=alert')).html).toContain(concluded)
  await member.get(page)
  await member.post(page, { day: '2099-01-31', memo: '' })
  const off = (await member.get(`/console/documents/${concluded}`)).html
  expect(off).toContain('止めています')
  expect(off).not.toContain('更新を決める')
  expect((await member.get('/console/due?kind=alert')).html).not.toContain(concluded)
})
