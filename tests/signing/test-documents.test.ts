/** A test client on a production server: its own gateway, mail server and TSA are never asked. */
import { execFileSync } from 'node:child_process'
import { createHash, randomInt } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { productionUrl, startProduction, startShunnedPeer } from '#tests/support/production.ts'
import { consent, isPreparing, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { until } from '#tests/support/until.ts'

type Peer = Awaited<ReturnType<typeof startShunnedPeer>>
let server: TestServer
let production: Awaited<ReturnType<typeof startProduction>>
let gateway: Peer
let mailServer: Peer
let tsa: Peer
let integrator: Integrator
let administrator: Recipient

beforeAll(async () => {
  server = await startTestServer()
  const clientId = await issueClientId(await enterConsole(server), '予約サイト テスト')
  await server.process().stop()
  gateway = await startShunnedPeer()
  mailServer = await startShunnedPeer()
  tsa = await startShunnedPeer()
  production = await startProduction(server, {
    SMS_GATEWAY: 'kannel',
    SMS_KANNEL_URL: `http://127.0.0.1:${gateway.port}/cgi-bin/sendsms`,
    SMS_KANNEL_USERNAME: 'u',
    SMS_KANNEL_PASSWORD: 'p',
    SMTP_URL: `smtp://127.0.0.1:${mailServer.port}`,
    MAIL_FROM: 'musubi@example.jp',
    SMTP_STARTTLS: 'never',
    TSA_URL: `http://127.0.0.1:${tsa.port}/tsa`,
  })
  integrator = await signInIntegrator(production.url, clientId)
  // The administrator has not been here before: a sign-in from a second device is told to them by a real mail.
  await rowsOf(server, 'update sign_in_accounts set entered_at = null')
  administrator = openBrowser(production.url, {}, productionUrl)
  await administrator.get('/console/sign-in')
  await administrator.post('/console/sign-in', { email: server.email, password: server.password })
})
afterAll(async () => {
  await production?.stop()
  await server?.close()
  for (const peer of [gateway, mailServer, tsa]) peer?.close()
})

/** Somebody with this number who has asked for a code. */
async function asksForCode(tel: string): Promise<{ sent: Sent; browser: Recipient; base: string }> {
  const pdf = await contractPdf()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
  const { pathname: base } = new URL(await signingUrl(sent))
  const browser = openBrowser(production.url, {}, productionUrl)
  await browser.get(base)
  const page = await browser.post(`${base}/phone`, { tel })
  expect(page.url).toMatch(/\/code$/)
  return { sent, browser, base }
}

async function stateBecomes(documentId: string, state: string): Promise<void> {
  await until(`the SMS to be ${state}`, async () => {
    const rows = await rowsOf<{ state: string }>(
      server,
      'select state from sms_messages where document_id = $1 order by created_at desc limit 1',
      documentId,
    )
    return rows[0]?.state === state
  })
}

const inbox = async (kind: 'sms' | 'mail') =>
  (await administrator.get(`/console/test-messages?kind=${kind}`)).html

describe('a code of a test document', () => {
  test('to any number is random, taken by nobody’s gateway, and read in the console', async () => {
    const tel = freshTel()
    const { sent, browser, base } = await asksForCode(tel)
    await stateBecomes(sent.documentId, 'submitted')
    const html = await inbox('sms')
    expect(html).toContain(`${tel.slice(0, 3)}-****-**${tel.slice(-2)}`)
    expect(html).not.toContain(tel)
    const code = /(?<!\d)(\d{6})(?!\d)/.exec(html.slice(html.indexOf('class="as-typed"')))?.[1] ?? ''
    expect((await browser.post(`${base}/code`, { code })).url).toMatch(/\/review$/)
    expect(gateway.came()).toBe(0)
  })

  test('to 07000000001 is 000000 and arrives', async () => {
    const { sent, browser, base } = await asksForCode('07000000001')
    await stateBecomes(sent.documentId, 'delivered')
    expect((await browser.post(`${base}/code`, { code: '000000' })).url).toMatch(/\/review$/)
  })

  test('000000 opens no document of another number', async () => {
    const { sent, browser, base } = await asksForCode(freshTel())
    await stateBecomes(sent.documentId, 'submitted')
    // One time in a million it would be the random one.
    expect((await browser.post(`${base}/code`, { code: '000000' })).status).toBe(422)
  })

  test('to 07000000002 does not arrive: the page says so, the trail has the event, the sender the mail', async () => {
    const { sent, browser, base } = await asksForCode('07000000002')
    await stateBecomes(sent.documentId, 'undelivered')
    expect((await browser.get(`${base}/code`)).html).toContain('届きませんでした')
    const events = await rowsOf<{ type: string }>(
      server,
      `select type from audit where document_id = $1 and type = 'sms.undelivered'`,
      sent.documentId,
    )
    expect(events).toHaveLength(1)
    await until('the mail to the sender', async () => (await inbox('mail')).includes('admin@musubi.example'))
    expect(mailServer.came()).toBe(0)
  })

  test('to 07000000003 arrives only after a while', async () => {
    const { sent } = await asksForCode('07000000003')
    await stateBecomes(sent.documentId, 'submitted')
    const due = await rowsOf<{ receipt_at: Date | null }>(
      server,
      'select receipt_at from test_messages where document_id = $1',
      sent.documentId,
    )
    expect(due[0]?.receipt_at).not.toBeNull()
    await rowsOf(
      server,
      `update test_messages set receipt_at = now() where document_id = $1`,
      sent.documentId,
    )
    await stateBecomes(sent.documentId, 'delivered')
  })

  test('to 07000000004 waits for a gateway that is down, and nobody’s inbox has it', async () => {
    const { sent } = await asksForCode('07000000004')
    await until('the first try', async () => {
      const rows = await rowsOf<{ gateway: string | null }>(
        server,
        'select gateway from sms_messages where document_id = $1',
        sent.documentId,
      )
      return rows[0]?.gateway === 'test'
    })
    await stateBecomes(sent.documentId, 'queued')
    const kept = await rowsOf(server, 'select id from test_messages where document_id = $1', sent.documentId)
    expect(kept).toHaveLength(0)
    expect(gateway.came()).toBe(0)
  })

  test('counts for no limit: a number that a person has is not worn out, nor the team’s day', async () => {
    const days = await rowsOf<{ asked: number }>(server, 'select asked from sms_days where $1 <> $2', '', 'x')
    expect(days).toEqual([])
    const tel = freshTel()
    for (let n = 0; n < 6; n++) await asksForCode(tel)
    const html = (await administrator.get('/console/sms')).html
    expect(html).toContain('まだSMSを送っていません')
  })
})

test('a request by mail stays in the inbox with its link, which opens the document', async () => {
  const { body } = await integrator.call('POST', '/documents', { title: '覚書（テスト）' })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  await integrator.call('POST', `/documents/${body.id}/participants`, {
    name: '山田 花子',
    email: 'hanako@example.jp',
  })
  expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
  await until('the request', async () => (await inbox('mail')).includes('hanako@example.jp'))
  const link = /https:\/\/sign\.example\.jp(\/s\/[A-Za-z0-9_-]+)/.exec(await inbox('mail'))?.[1] ?? ''
  const page = await openBrowser(production.url).get(link)
  expect(page.status).toBe(200)
  expect(mailServer.came()).toBe(0)
})

test('it is concluded with keys for tests, every page says so, and the verification page too', async () => {
  const { sent, browser, base } = await asksForCode('07000000001')
  await stateBecomes(sent.documentId, 'delivered')
  const first = await browser.post(`${base}/code`, { code: '000000' })
  expect(first.html).toContain('評価用の画面です')
  await until('the file to read', async () => !isPreparing((await browser.get(`${base}/review`)).html))
  expect((await consent(browser)).status).toBe(200)
  await waitForStatus(sent, 2)
  const file = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const certificate = await integrator.download(`/documents/${sent.documentId}/certificate`)
  for (const { bytes } of [file, certificate]) {
    const text = execFileSync('pdftotext', ['-', '-'], { input: bytes }).toString()
    expect(text).toContain('評価用')
    const path = join(server.dataDirectory, 'sealed.pdf')
    await writeFile(path, bytes)
    const signatures = execFileSync('pdfsig', ['-nocert', path]).toString()
    expect(signatures).toContain('EVALUATION')
    expect(signatures).not.toContain('CN=Operator')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const verified = await (await fetch(`${production.url}/verify?sha256=${sha256}`)).text()
    expect(verified).toContain('【テスト】')
    expect(verified).toContain('契約の効力はなく')
    expect(verified).not.toContain('verdict good')
    const form = new FormData()
    form.set('file', new Blob([bytes as BlobPart], { type: 'application/pdf' }), 'a.pdf')
    const uploaded = await (await fetch(`${production.url}/verify`, { method: 'POST', body: form })).text()
    expect(uploaded).toContain('【テスト】')
  }
})

test('a thousand numbers that chance gives are asked for a code, and no gateway hears of one', async () => {
  const asked = 1000
  const { documentId, participants } = await sendDocument(integrator, { pdf: await contractPdf() })
  const path = `/documents/${documentId}/participants/${participants[0]}`
  for (let n = 0; n < asked; n++) {
    const tel = `0${6 + randomInt(4)}0${String(randomInt(100_000_000)).padStart(8, '0')}`
    expect((await integrator.call('PUT', path, { tel })).status).toBe(200)
    // Past the gap that is kept between two codes.
    await integrator.call('POST', '/test/clock', { document_id: documentId, seconds: '121' })
    const { body } = await integrator.call('POST', `${path}/signing_url`)
    const { pathname: base } = new URL(body.url)
    const browser = openBrowser(production.url, {}, productionUrl)
    await browser.get(base)
    expect((await browser.post(`${base}/phone`, { tel })).url).toMatch(/\/code$/)
  }
  await until('every code in the inbox', async () => {
    const kept = 'select count(*)::int as count from test_messages where document_id = $1'
    const [row] = await rowsOf<{ count: number }>(server, kept, documentId)
    return row?.count === asked
  })
}, 600_000)

test('nothing was asked of the gateway, the mail server or the TSA', () => {
  expect([gateway.came(), mailServer.came(), tsa.came()]).toEqual([0, 0, 0])
})
