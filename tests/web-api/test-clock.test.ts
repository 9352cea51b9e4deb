import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { addWebhook, withReceiverOf } from '#tests/console/webhooks.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { amendDocument } from '#tests/support/amended-by-hand.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from './caller.ts'

const arrives = '07000000001'

let server: TestServer
let administrator: Recipient
let integrator: Integrator
let testing: Caller
let live: Caller

beforeAll(async () => {
  server = await startTestServer()
  administrator = await enterConsole(server)
  const clientId = await issueClientId(administrator, '時計のテスト')
  integrator = await signInIntegrator(server.url, clientId)
  testing = await aCaller(server.url, clientId)
  live = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

async function aSent(tel = arrives): Promise<Sent> {
  return sendDocument(integrator, { pdf: await contractPdf(), recipients: [{ name: '山田 花子', tel }] })
}

const move = (document_id: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
  testing.call('POST', '/test/clock', { form: { document_id, ...form }, headers })

const pathOf = async (sent: Sent) => new URL(await signingUrl(sent)).pathname

async function smsBecomes(documentId: string, state: string): Promise<void> {
  const newest = 'select state from sms_messages where document_id = $1 order by created_at desc limit 1'
  await until(`the SMS to be ${state}`, async () => {
    const [row] = await rowsOf<{ state: string }>(server, newest, documentId)
    return row?.state === state
  })
}

const trail = async (documentId: string) =>
  rowsOf<{ type: string; at: Date }>(
    server,
    'select type, at from audit where document_id = $1 order by sequence',
    documentId,
  )

describe('what follows a clock that is moved', () => {
  test('a consent URL ends with its ten days, and a call gets another', async () => {
    const sent = await aSent()
    const base = await pathOf(sent)
    const browser = openBrowser(server.url)
    expect((await browser.get(base)).html).toContain('name="tel"')
    const moved = await move(sent.documentId, { days: '11' })
    expect(moved.status).toBe(200)
    expect(moved.body).toMatchObject({ document_id: sent.documentId, ahead_seconds: 11 * 86_400 })
    expect(Math.abs(Date.parse(moved.body.now) - Date.now() - 11 * 86_400_000)).toBeLessThan(60_000)
    const ended = await browser.get(base)
    expect([ended.status, ended.html.includes('name="tel"')]).toEqual([410, false])
    expect((await browser.get(await pathOf(sent))).html).toContain('name="tel"')
    const page = await administrator.get(`/console/documents/${sent.documentId}`)
    expect(page.html).toContain('この書類の時計は、11日進んでいます')
    expect(page.html).toContain('テスト書類の時計が11日進められました')
  })

  test('a code has run out after six minutes, and the gap before the next is over', async () => {
    const sent = await aSent()
    const base = await pathOf(sent)
    const browser = openBrowser(server.url)
    await browser.get(base)
    await browser.post(`${base}/phone`, { tel: arrives })
    await move(sent.documentId, { seconds: '360' })
    expect((await browser.post(`${base}/code`, { code: '000000' })).status).toBe(422)
    await browser.post(`${base}/code/resend`)
    expect((await browser.post(`${base}/code`, { code: '000000' })).url).toMatch(/\/review$/)
  })

  test('an SMS to a slow phone arrives, and one to a gateway that is down runs out', async () => {
    const slow = await aSent('07000000003')
    const down = await aSent('07000000004')
    for (const [sent, tel] of [
      [slow, '07000000003'],
      [down, '07000000004'],
    ] as const) {
      const base = await pathOf(sent)
      const browser = openBrowser(server.url)
      await browser.get(base)
      await browser.post(`${base}/phone`, { tel })
    }
    await smsBecomes(slow.documentId, 'submitted')
    await move(slow.documentId, { seconds: '20' })
    await smsBecomes(slow.documentId, 'delivered')
    await move(down.documentId, { seconds: '301' })
    await smsBecomes(down.documentId, 'expired')
  })

  test('the alert of a day that it passes is told, once, at its own time', async () => {
    const sent = await aSent()
    // A seal that is under way is recorded at the time at which it was begun.
    await waitForNoJobs(server)
    const day = new Date(Date.now() + 5 * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10)
    const path = `/documents/${sent.documentId}/alert`
    expect((await testing.call('PUT', path, { form: { alert_at: day, enabled: '1' } })).status).toBe(200)
    await move(sent.documentId, { days: '3' })
    const due = async () => (await trail(sent.documentId)).filter(({ type }) => type === 'alert.due')
    expect(await due()).toEqual([])
    await move(sent.documentId, { days: '8' })
    await move(sent.documentId, { days: '1' })
    expect((await due()).map(({ at }) => at.toISOString())).toEqual([`${day}T00:00:00.000Z`])
    const rows = await trail(sent.documentId)
    expect(rows.every(({ at }, index) => at >= (rows[index - 1]?.at ?? at))).toBe(true)
  })

  test('so is a contract day, by a mail to the test inbox', async () => {
    const day = new Date(Date.now() + 5 * 86_400_000 + 9 * 3_600_000).toISOString().slice(0, 10)
    const { body } = await testing.call('POST', '/documents', { form: { title: '期限のある契約' } })
    const id: string = body.id
    const attribute = { validity_end_notice_at: day }
    expect((await testing.call('PUT', `/documents/${id}/attribute`, { json: attribute })).status).toBe(200)
    const concluded = { status: 'concluded', concluded_at: '2026-06-01T03:00:00Z' }
    await rowsOf(server, amendDocument, id, JSON.stringify(concluded))
    const due = async () => (await trail(id)).filter(({ type }) => type === 'notice_end.due')
    await move(id, { days: '3' })
    expect(await due()).toEqual([])
    await move(id, { days: '8' })
    await move(id, { days: '1' })
    expect((await due()).map(({ at }) => at.toISOString())).toEqual([`${day}T00:00:00.000Z`])
    await until('the mail', async () => {
      const sent = `select 1 from mail_log where document_id = $1 and kind = 'notice_end' and state = 'sent'`
      return (await rowsOf(server, sent, id)).length === 1
    })
    expect((await administrator.get('/console/test-messages?kind=mail')).html).toContain('期限のある契約')
  })

  test('what is consented to later is sealed at that time, and found good', async () => {
    const sent = await aSent()
    await move(sent.documentId, { days: '9' })
    const url = await signingUrl(sent)
    const { pathname: base } = new URL(url)
    const browser = await proveThePhone(url, arrives, async () => '000000')
    await consent(browser)
    await waitForStatus(sent, 2)
    const { bytes } = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
    const form = new FormData()
    form.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'a.pdf')
    const verified = await (await fetch(`${server.url}/verify`, { method: 'POST', body: form })).text()
    expect(verified).toContain('data-verdict="concluded"')
    expect(verified).not.toContain('verdict-invalid')
    // Concluded, and time goes on: the copies of the recipient end.
    const copies = async () => (await openBrowser(server.url).get(`${base}/copy`)).html
    expect(await copies()).toContain('name="tel"')
    expect((await move(sent.documentId, { days: '300' })).status).toBe(200)
    expect(await copies()).not.toContain('name="tel"')
    expect((await integrator.download(`/documents/${sent.documentId}/certificate`)).status).toBe(200)
  })
})

test('webhooks hear of a test document at once, with its mark, though its clock is ahead', async () => {
  await withReceiverOf(server, async (receiver) => {
    const events = ['document.sent', 'document.cancelled']
    await addWebhook(administrator, `${receiver.url}/standard`, { events })
    await addWebhook(administrator, `${receiver.url}/compatible`, {
      format: 'compatible',
      events: ['document.cancelled'],
    })
    const sent = await aSent()
    await move(sent.documentId, { days: '30' })
    await testing.call('PUT', `/documents/${sent.documentId}/decline`)
    const real = await live.call('POST', '/documents', { form: { title: '本番' } })
    expect(real.status).toBe(200)
    const told = (await receiver.heard(3)).map(({ path, body }) => ({ path, ...JSON.parse(body) }))
    const standard = told.filter(({ path }) => path === '/standard')
    expect(standard.map(({ type, data }) => [type, data.test, data.documentId]).sort()).toEqual([
      ['document.cancelled', true, sent.documentId],
      ['document.sent', true, sent.documentId],
    ])
    const compatible = told.find(({ path }) => path === '/compatible')
    expect(compatible.text).toMatch(/^CANCELED : 【テスト】/)
  })
})

describe('who moves it, and how far', () => {
  test('any other client may not, and no other document than a test of one’s own', async () => {
    const sent = await aSent()
    const refusedLive = await live.call('POST', '/test/clock', {
      form: { document_id: sent.documentId, days: '1' },
    })
    expect([refusedLive.status, refusedLive.body.error]).toEqual([403, 'forbidden'])
    const real = await live.call('POST', '/documents', { form: { title: '本番' } })
    for (const id of [real.body.id, 'nobody', '0'.repeat(32)]) {
      const answer = await move(id, { days: '1' })
      expect([answer.status, answer.body.error]).toEqual([404, 'not_found'])
    }
    expect((await testing.call('POST', '/test/clock', { token: null, form: {} })).status).toBe(400)
    expect((await testing.call('GET', '/test/clock')).status).toBe(405)
  })

  test.each([
    ['nothing', {}],
    ['no time', { days: '0', seconds: '0' }],
    ['back', { days: '-1' }],
    ['back by seconds', { seconds: '-1' }],
    ['too far', { days: '367' }],
    ['absurdly far', { days: '999999999999999999999' }],
    ['a fraction', { days: '1.5' }],
    ['infinity', { seconds: 'Infinity' }],
    ['both beyond a year', { days: '366', seconds: '1' }],
  ])('%s is refused, and moves nothing', async (_, form) => {
    const { documentId } = await aSent()
    const answer = await move(documentId, form as Record<string, string>)
    expect([answer.status, answer.body.error]).toEqual([400, 'bad_request'])
    expect((await move(documentId, { seconds: '1' })).body.ahead_seconds).toBe(1)
  })

  test('a year in all is the end, however it is come by', async () => {
    const { documentId } = await aSent()
    expect((await move(documentId, { days: '366' })).status).toBe(200)
    expect((await move(documentId, { seconds: '1' })).status).toBe(400)
  })

  test('moved twice at once it goes twice as far, and with one key once', async () => {
    const { documentId } = await aSent()
    await Promise.all([1, 2, 3, 4].map(() => move(documentId, { days: '2' })))
    expect((await move(documentId, { seconds: '1' })).body.ahead_seconds).toBe(8 * 86_400 + 1)
    const keyed = await Promise.all(
      [1, 2, 3].map(() => move(documentId, { days: '1' }, { 'idempotency-key': 'once' })),
    )
    expect(keyed.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
    expect((await move(documentId, { seconds: '1' })).body.ahead_seconds).toBe(9 * 86_400 + 2)
  })
})
