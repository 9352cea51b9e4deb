/** People to inform are changed, a file is asked for, and a document duplicated twice is one draft. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel } from '#tests/support/integrator.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { addColleague, enterConsole, formEntries } from './console-visitor.ts'
import { begin } from './making-visitor.ts'

let server: TestServer
let caller: Caller
let member: Recipient
let id: string
let people: string[]
const base = () => `/console/documents/${id}`
const onWire = async () => (await caller.call('GET', `/documents/${id}`)).body

beforeAll(async () => {
  server = await startTestServer()
  caller = await aCaller(server.url, server.clientId)
  member = await enterConsole(server)
  id = await begin(member)
  for (const name of ['山田 花子', '鈴木 一郎']) {
    await member.get(`${base()}/draft`)
    await member.post(`${base()}/people`, { how: 'sms', name, tel: freshTel() })
  }
  await member.get(`${base()}/draft`)
  await member.post(`${base()}/reportees`, {
    ...{ name: '経理', organization: 'つばめ不動産', email: 'keiri@example.jp' },
  })
  people = (await onWire()).participants.slice(1).map((each: { id: string }) => each.id)
})
afterAll(() => server.close())

test('somebody to inform is changed; what fails keeps what was typed, and a company that was taken out is gone', async () => {
  const reportee = (await onWire()).reportees[0].id
  const page = `${base()}/reportees/${reportee}`
  expect((await member.get(page)).html).toContain('value="keiri@example.jp"')
  const refused = await member.post(page, { name: '経理部', organization: '', email: 'keiri' })
  expect(refused.status).toBe(400)
  expect(refused.html).toContain('id="reportee_email-error"')
  expect(refused.html).toContain('value="経理部"')
  const done = await member.post(page, { name: '経理部', organization: '', email: 'bu@example.jp' })
  expect(done.html).toContain('共有先を保存しました。')
  expect((await onWire()).reportees).toMatchObject([
    { name: '経理部', organization: '', email: 'bu@example.jp' },
  ])
  expect((await member.get(`${base()}/reportees/${'0'.repeat(32)}`)).status).toBe(404)
})

test('one recipient is asked for a file, once however often it is pressed, and asked no more', async () => {
  const page = `${base()}/attachment`
  await member.get(page)
  const nobody = await member.post(page, { description: '免許証' })
  expect([nobody.status, nobody.html.includes('id="participant-error"')]).toEqual([400, true])
  expect(nobody.html).toContain('>免許証</textarea>')
  const fields = { participant: people[1] ?? '', description: '運転免許証の写し', required: '1' }
  const token = formEntries((await member.get(page)).html).form_token ?? ''
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const press = () =>
    fetch(`${server.url}${page}`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ ...fields, form_token: token }),
      headers: { accept: 'text/html', origin: server.url, cookie },
    })
  expect((await Promise.all([press(), press(), press()])).map(({ status }) => status)).toEqual([
    303, 303, 303,
  ])
  expect((await onWire()).attachment).toMatchObject({
    ...{ participant_id: people[1], description: '運転免許証の写し', required: true },
  })
  expect((await member.get(`${base()}/send`)).html).toContain(
    '鈴木 一郎さんにファイルの提出を依頼しています。',
  )
})

test('what is asked for is changed and withdrawn; too much is refused, and so is a team that asks for no files', async () => {
  const page = `${base()}/attachment`
  await member.get(page)
  const long = await member.post(page, { description: '長'.repeat(201) })
  expect([long.status, long.html.includes('id="description-error"')]).toEqual([400, true])
  await member.get(page)
  await member.post(page, { description: 'どちらでも' })
  expect((await onWire()).attachment).toMatchObject({ description: 'どちらでも', required: false })
  await sql(server, 'update teams set recipient_uploads = false')
  expect((await member.get(`${base()}/draft`)).html).not.toContain('id="attachment"')
  await member.get(page)
  expect((await member.post(page, { description: 'なし' })).html).toContain(
    'ファイルの提出をお願いできません',
  )
  await sql(server, 'update teams set recipient_uploads = true')
  await member.get(page)
  await member.post(`${page}/remove`)
  expect((await onWire()).attachment).toBe(null)
})

test('nobody else opens these pages', async () => {
  await addColleague(server, 'else@example.jp', 'a password of theirs')
  const colleague = await enterConsole(server, 'else@example.jp', 'a password of theirs')
  const reportee = (await onWire()).reportees[0].id
  for (const path of ['attachment', `reportees/${reportee}`]) {
    expect((await colleague.get(`${base()}/${path}`)).status).toBe(404)
  }
})

test('a document is duplicated once by one form, pressed twice or at once, and again by a form of later', async () => {
  const press = formEntries((await member.get(base())).html).press ?? ''
  const token = formEntries(member.page().html).form_token ?? ''
  const cookie = [...member.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const duplicate = () =>
    fetch(`${server.url}${base()}/duplicate`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({ form_token: token, press }),
      headers: { accept: 'text/html', origin: server.url, cookie },
    })
  const answers = [...(await Promise.all([duplicate(), duplicate(), duplicate()])), await duplicate()]
  const places = answers.map(({ headers }) => headers.get('location'))
  expect(places[0]).toMatch(/\/draft\?done=duplicated$/)
  expect(new Set(places).size).toBe(1)
  await member.get(base())
  await member.post(`${base()}/duplicate`)
  expect(member.page().url).not.toContain(places[0] ?? '')
  const made = await rowsOf(server, `select 1 from audit where type = 'document.duplicated'`)
  expect(made).toHaveLength(2)
})
