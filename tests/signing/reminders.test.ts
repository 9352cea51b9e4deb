/** Recipients by mail are reminded by the plan of their document: once for each day of it, by day, and while it is their turn. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { movedClock } from '#tests/support/moved-clock.ts'
import { consent, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

let server: TestServer
let integrator: Integrator
beforeAll(async () => {
  server = await startTestServer({ env: movedClock(0) })
  const plan = { from: 'request', first: 3, every: 2, most: 2 }
  await sql(server, 'update teams set reminder_plan = $1', [JSON.stringify(plan)])
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

async function send(...recipients: Record<string, string>[]): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title: '覚書' })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  for (const each of recipients) {
    await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', ...each })
  }
  expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
  return body.id
}

/** The server of so many days and hours later, when it has looked at what is due. */
async function later(days: number, hours = 0): Promise<void> {
  await server.process().stop()
  await server.restart(movedClock(days, hours))
  integrator = await signInIntegrator(server.url, server.clientId)
  const due = () =>
    rowsOf<{ id: string }>(server, `select id from documents where remind_at <= $1`, clock(days, hours))
  await until('what was due was looked at', async () => (await due()).length === 0)
}

const clock = (days: number, hours: number) =>
  new Date(Date.now() + Number(movedClock(days, hours).MOVED_CLOCK_MS)).toISOString()

const automatic = async (documentId: string) =>
  (
    await rowsOf<{ count: number }>(
      server,
      `select count(*)::int as count from audit where document_id = $1 and type = 'turn.started'
         and row like '%"automatic":true%'`,
      documentId,
    )
  )[0]?.count

async function mailsTo(email: string, count: number) {
  const mine = async () => (await server.mails()).filter(({ to }) => to === email).reverse()
  await until(`${email} has ${count} mails`, async () => (await mine()).length >= count)
  const all = await mine()
  expect(all).toHaveLength(count)
  return all
}

const linkIn = (text = ''): string => /http\S+\/s\/\S+/.exec(text)?.[0] ?? ''

async function atTheDocument(link: string) {
  const browser = openBrowser(server.url)
  await browser.get(link)
  await browser.post(`${new URL(link).pathname}/open`)
  return browser
}

test('a recipient is reminded after three days and two more, with a new link each time, and after days of downtime once', async () => {
  const slow = await send({ email: 'slow@example.jp' })
  const reminded = await send({ email: 'by-hand@example.jp' })
  const quick = await send({ email: 'quick@example.jp' }, { email: 'next@example.jp' })
  const cancelled = await send({ email: 'cancelled@example.jp' })
  const declined = await send({ email: 'declined@example.jp' })
  const embedded = await send({ tel: freshTel(), callback: 'true' })
  await integrator.call('PUT', `/documents/${cancelled}/decline`)
  await consent(await atTheDocument(linkIn((await mailsTo('quick@example.jp', 1))[0]?.text)))
  const refusing = await atTheDocument(linkIn((await mailsTo('declined@example.jp', 1))[0]?.text))
  const base = new URL(refusing.page().url).pathname.replace('/review', '')
  await refusing.get(`${base}/decline`)
  await refusing.post(`${base}/decline`)
  await mailsTo('next@example.jp', 1)
  await later(2)
  await integrator.call('POST', `/documents/${reminded}`)
  await mailsTo('by-hand@example.jp', 2)
  expect(await automatic(slow)).toBe(0)

  await later(3, 1)
  const [first, second] = await mailsTo('slow@example.jp', 2)
  expect(second?.subject).toBe('【再送】【ご確認のお願い】覚書')
  expect((await openBrowser(server.url).get(linkIn(first?.text))).status).toBe(410)
  expect((await openBrowser(server.url).get(linkIn(second?.text))).status).toBe(200)
  await mailsTo('next@example.jp', 2)
  await mailsTo('by-hand@example.jp', 2)
  await later(3, 2)
  expect(await automatic(slow)).toBe(1)

  // Down from before the second was due until days after it.
  await later(9)
  await mailsTo('slow@example.jp', 3)
  await mailsTo('by-hand@example.jp', 3)
  await later(30)
  expect(await automatic(slow)).toBe(2)
  for (const id of [cancelled, declined, embedded]) expect(await automatic(id)).toBe(0)
  expect(await automatic(quick)).toBe(2)
  await mailsTo('quick@example.jp', 1)
  await mailsTo('slow@example.jp', 3)
  const { body } = await integrator.call('POST', `/documents/${embedded}`)
  expect(body.error).toBe('bad_request')
})

test('what is due by night waits for the morning in Tokyo', async () => {
  await later(30)
  const id = await send({ email: 'night@example.jp' })
  const dueAt = async () =>
    (await rowsOf<{ at: Date }>(server, 'select remind_at as at from documents where id = $1', id))[0]?.at
  // It was away at noon, and is back at ten in the evening.
  await later(33, 10)
  expect(await automatic(id)).toBe(0)
  const hour = ((await dueAt())?.getUTCHours() ?? 0) + 9
  expect(hour % 24).toBe(8)
  await later(33, 21)
  await mailsTo('night@example.jp', 2)
  expect(await automatic(id)).toBe(1)
})

test('whose link the sender sent by SMS is reminded by SMS, once, with a link that works; the team’s switch stops it', async () => {
  await sql(server, 'update teams set link_sms = true')
  await later(40)
  const tel = freshTel()
  const id = await send({ tel, callback: 'true' })
  const { body } = await integrator.call('GET', `/documents/${id}`)
  const page = `/console/documents/${id}/participants/${body.participants[1].id}`
  const member = await enterConsole(server, server.email, server.password)
  await member.get(`${page}/hand`)
  await member.post(`${page}/link-sms`)
  const texts = async () => (await server.sms()).filter(({ to }) => to === tel).map(({ text }) => text)
  await until('the link arrived', async () => (await texts()).length === 1)
  expect((await member.get(`/console/documents/${id}`)).html).toContain('次の再送：')
  await later(43, 1)
  await until('the reminder arrived', async () => (await texts()).length === 2)
  await later(43, 2)
  const [newest = '', first = ''] = await texts()
  expect(newest.length).toBeLessThanOrEqual(160)
  expect(linkIn(newest)).not.toBe(linkIn(first))
  expect((await openBrowser(server.url).get(linkIn(newest))).status).toBe(200)
  await sql(server, 'update teams set link_sms = false')
  await later(46)
  await later(50)
  expect(await texts()).toHaveLength(2)
})
