/** What an operator reads of texts and mails that gateways and mail servers did not take: cause, cure and what comes next. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { createSmtpTransport } from '#server/adapters/mail/smtp-transport.ts'
import { writingTransport } from '#server/adapters/mail/writing-transport.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { kannelTemplate } from '#server/adapters/sms/http-template.ts'
import { loggedGateway, loggedTransport } from '#server/start/gateway-log.ts'
import { letterOf } from '#server/usecases/letters/letter.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aiosmtpd, type SmtpServer, startSmtpServer } from './smtp-server.ts'

type Line = Record<string, unknown> & { level: string; message: string }

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** A gateway on loopback that answers as told, with the number in its words. */
async function provider(status: number, body = 'NG 09012345678') {
  const answering = { status, body }
  const server = createServer((_, response) => response.writeHead(answering.status).end(answering.body))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, answering }
}

function collected() {
  const lines: Line[] = []
  const log = (level: string, message: string, fields: Record<string, unknown>) =>
    void lines.push({ level, message, ...fields })
  return { lines, log }
}

const templateAt = (url: string) => ({
  method: 'POST' as const,
  url,
  body: 'form' as const,
  fields: { to: '{to}', text: '{text}' },
  numberFormat: 'national' as const,
  timeoutMs: 2_000,
})

describe('of an SMS', () => {
  const clock = { now: () => new Date('2026-11-22T09:00:00Z') }
  const message = {
    idempotencyKey: 'sms-1',
    to: '+819012345678',
    text: '認証コード 123456',
    expiresAt: new Date('2026-11-22T09:05:00Z'),
  }
  const told = 'the recipient is told, and may ask for another'
  const repeated = 'it is tried again until 2026-11-22T09:05:00.000Z, when its code has run out'

  async function lineOf(url: string, kind: 'kannel' | 'http', changes = {}): Promise<Line | undefined> {
    const { lines, log } = collected()
    const template =
      kind === 'kannel' ? kannelTemplate({ url, username: 'u', password: 'geheim' }) : templateAt(url)
    const gateway = loggedGateway(
      createHttpSmsGateway({ ...template, ...changes }, clock),
      { kind, place: 'first', alone: true },
      log,
    )
    await gateway.send(message)
    expect(lines).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toMatch(/12345678|123456|geheim|NG/)
    return lines[0]
  }

  test.each<[number, 'kannel' | 'http', string, string, string]>([
    [401, 'http', 'error', 'SMS_HTTP_TEMPLATE (headers, fields)', told],
    [403, 'kannel', 'error', 'SMS_KANNEL_USERNAME and SMS_KANNEL_PASSWORD', told],
    [400, 'http', 'error', 'nothing, if it is this one number', told],
    [404, 'kannel', 'error', 'the path of SMS_KANNEL_URL', told],
    [307, 'http', 'error', 'into url in SMS_HTTP_TEMPLATE', told],
    [429, 'http', 'warn', 'a higher rate', repeated],
    [503, 'kannel', 'warn', 'nothing, if it passes', repeated],
    [500, 'http', 'warn', 'nothing, if it passes', 'it is not sent again'],
  ])('status %i of %s: level, cure and what comes next', async (status, kind, level, cure, next) => {
    const { url } = await provider(status)
    expect(await lineOf(url, kind)).toMatchObject({
      event: 'sms.answer',
      id: 'sms-1',
      reason: `http_${status}`,
      level,
      cure: expect.stringContaining(cure),
      next: expect.stringContaining(next),
    })
  })

  test('a gateway that is away, one of no known name, and one that says no with a 200', async () => {
    const away = await lineOf('http://127.0.0.1:9/', 'kannel')
    expect(away).toMatchObject({ level: 'warn', reason: 'connection_refused', next: repeated })
    expect(away?.cure).toBe('start the gateway, or check SMS_KANNEL_URL, the network and the firewall')
    const nowhere = await lineOf('http://gateway.invalid/', 'http')
    expect(nowhere?.cure).toContain('the host of url in SMS_HTTP_TEMPLATE')
    const { url } = await provider(200)
    const strict = await lineOf(url, 'http', { success: { from: 200, to: 200, body: 'OK' } })
    expect(strict).toMatchObject({ level: 'error', reason: 'answer_not_success', next: told })
    expect(strict?.cure).toContain('correct success in SMS_HTTP_TEMPLATE')
  })

  test('is in the log of a server that runs, each answer once, and the recipient is told what the line says', async () => {
    const { url, answering } = await provider(503)
    const server = await startTestServer({
      env: { SMS_GATEWAY: 'http', SMS_HTTP_TEMPLATE: JSON.stringify(templateAt(url)) },
    })
    closing.push(() => server.close())
    const integrator = await signInIntegrator(server.url, server.clientId)
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
    const browser = openBrowser(server.url)
    const signing = await signingUrl(sent)
    await browser.get(signing)
    await browser.post(`${new URL(signing).pathname}/phone`, { tel })
    const lines = () =>
      server
        .process()
        .output()
        .split('\n')
        .filter((line) => line.includes('"event":"sms.answer"'))
        .map((line) => JSON.parse(line))
    await until('the log tells of the first answer', () => lines().length > 0)
    answering.status = 401
    await until('the log tells of the last answer', () => lines().some(({ level }) => level === 50))
    expect(lines().at(0)).toMatchObject({ level: 40, next: expect.stringMatching(/until 20\d\d-.*Z/) })
    expect(lines().at(-1)).toMatchObject({ reason: 'http_401', next: told })
    const page = await browser.get(`${new URL(signing).pathname}/code`)
    expect(page.html).toContain('SMSを届けられませんでした。「認証コードを再送する」を押してください。')
    answering.status = 200
    expect(server.process().output()).not.toContain(tel)
    expect(server.process().output()).not.toContain(tel.slice(1))
  })
})

describe('of a mail', needs(aiosmtpd), () => {
  let open: SmtpServer
  let auth: SmtpServer
  beforeAll(async () => {
    open = await startSmtpServer('open')
    auth = await startSmtpServer('auth')
  })
  afterAll(async () => {
    await open?.stop()
    await auth?.stop()
  })

  async function lineOf(url: string, to: string, byHand?: true): Promise<Line | undefined> {
    const { lines, log } = collected()
    const from = { name: '', address: 'no-reply@sign.example.jp' }
    const smtp = createSmtpTransport({ url, from, startTls: 'never', timeoutMs: 5_000 })
    await loggedTransport(writingTransport(smtp), log).send({
      idempotencyKey: 'document.concluded.reader',
      to,
      letter: {
        ...letterOf('concluded', 'ja', { to: '本文', title: '秘密の題名', url: '', copies: 'attached' }),
      },
      ...(byHand && { byHand }),
    })
    expect(lines).toHaveLength(1)
    expect(JSON.stringify(lines)).not.toMatch(/example\.jp|秘密|本文|geheim/)
    return lines[0]
  }

  const urlOf = ({ port }: SmtpServer) => `smtp://127.0.0.1:${port}`
  const repeated = 'for days; then its job is parked'

  test.each([
    ['gone@example.jp', 'error', 'smtp_550_5.1.1', 'ask the sender for another address', 'not sent again'],
    ['spam@example.jp', 'error', 'smtp_554_5.7.1', 'domain in MAIL_FROM', 'not sent again'],
    ['full@example.jp', 'warn', 'smtp_452_4.2.2', 'nothing, if it passes', repeated],
    ['dies@example.jp', 'warn', 'connection_failed', 'SMTP_URL', repeated],
  ])('to %s: level, cause, cure and what comes next', async (to, level, reason, cure, next) => {
    expect(await lineOf(urlOf(open), to)).toMatchObject({
      event: 'mail.answer',
      id: 'document.concluded.reader',
      level,
      reason,
      cure: expect.stringContaining(cure),
      next: expect.stringContaining(next),
    })
  })

  test('a wrong password, and a server that is away', async () => {
    const wrong = await lineOf(`smtp://musubi:geheim@127.0.0.1:${auth.port}`, 'a@example.jp')
    expect(wrong).toMatchObject({ level: 'warn', next: expect.stringContaining(repeated) })
    expect(wrong?.cure).toBe('correct the user and the password in SMTP_URL')
    const away = await lineOf('smtp://127.0.0.1:9', 'a@example.jp')
    expect(away?.cure).toBe('start the mail server, or check SMTP_URL, the network and the firewall')
  })

  test('one that no job sends again is not said to be tried again', async () => {
    const line = await lineOf('smtp://127.0.0.1:9', 'a@example.jp', true)
    expect(line).toMatchObject({ message: 'a mail was not taken', level: 'warn' })
    expect(line?.next).toBe('whoever asked for it is told, and may ask again')
  })
})
