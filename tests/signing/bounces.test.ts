/** Mails that a mail server took and that came back later: by a real Postfix, and as other mail servers write it. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { settingsOf } from '#tests/support/command.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { postfixPrograms, startPostfix } from '#tests/support/postfix.ts'
import { freePort } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

const secret = 'a-secret-of-the-mail-server'
const settings = (mail: { port: number }) => ({
  ...mailSettings(mail),
  MAIL_BOUNCE_ADDRESS: 'bounces@returns.sign.test',
  MAIL_BOUNCE_SECRET: secret,
})

async function askByMail(integrator: Integrator, email: string, title: string): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
  expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
  return body.id
}

async function rejected(server: TestServer, documentId: string) {
  const rows = await rowsOf<{ row: string }>(
    server,
    `select row from audit where document_id = $1 and type = 'mail.rejected' order by sequence`,
    documentId,
  )
  return rows.map(({ row }) => JSON.parse(row))
}

/** `musubi bounce` as an alias runs it. */
async function bounceCommand(server: TestServer, env: Record<string, string>, message: string | Buffer) {
  const child = spawn(process.execPath, ['dist/musubi.mjs', 'bounce'], {
    env: {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
      ...settingsOf(server),
      ...env,
    },
  })
  let out = ''
  child.stdout.on('data', (chunk) => (out += chunk))
  child.stderr.on('data', (chunk) => (out += chunk))
  child.stdin.end(message)
  const [code] = await once(child, 'close')
  return [code, out.trim()]
}

test(
  'a real Postfix whose next hop refuses the mail hands it over, and the sender hears of it once',
  needs(aiosmtpd, postfixPrograms),
  async () => {
    const port = await freePort()
    const last = await startSmtpServer('open')
    const server = await startTestServer({ env: settings({ port }) })
    const postfix = await startPostfix({ port, next: last.port, url: server.url, secret })
    try {
      const integrator = await signInIntegrator(server.url, server.clientId)
      const id = await askByMail(integrator, 'gone@example.jp', '戻ってきた覚書')
      await until('the bounce is recorded', async () => (await rejected(server, id)).length > 0)
      await waitForNoJobs(server)
      const [event, ...more] = await rejected(server, id)
      expect(more).toEqual([])
      expect(event).toMatchObject({ kind: 'requested', status: '5.1.1' })
      expect(JSON.stringify(event)).not.toContain('@')
      const told = () => last.taken().filter(({ to }) => to[0] === server.email)
      await until('the sender is told', () => told().length > 0)
      expect(told()).toHaveLength(1)
      expect(part(told()[0]?.content ?? '', 'text/plain')).toContain('戻ってきた覚書')
      expect(told()[0]?.from).toMatch(/^bounces\+[0-9a-z]{41}@returns\.sign\.test$/)
      const { html } = await (await enterConsole(server)).get(`/console/documents/${id}`)
      expect(html).toContain('届いていません（確認依頼、5.1.1）')
      expect(server.process().output()).toContain('"event":"mail.bounce","result":"recorded"')
      expect(server.process().output()).not.toMatch(/gone@|bounces\+/)
    } finally {
      await server.close()
      await postfix.stop()
      await last.stop()
    }
  },
)

test(
  'what a Postfix cannot hand over while the server is away it keeps, and hands over afterwards',
  needs(aiosmtpd, postfixPrograms),
  async () => {
    const port = await freePort()
    const last = await startSmtpServer('open')
    const server = await startTestServer({ env: settings({ port }) })
    const postfix = await startPostfix({ port, next: last.port, url: server.url, secret, holds: true })
    try {
      const integrator = await signInIntegrator(server.url, server.clientId)
      const id = await askByMail(integrator, 'gone@example.jp', '戻ってきた覚書')
      await waitForNoJobs(server)
      await server.process().stop()
      postfix.goOn()
      await until('it is kept', async () => /status=deferred \(temporary failure/.test(await postfix.log()))
      await server.restart()
      postfix.goOn()
      await until('the bounce is recorded', async () => (await rejected(server, id)).length > 0)
      expect(await postfix.log()).not.toContain(secret)
    } finally {
      await server.close()
      await postfix.stop()
      await last.stop()
    }
  },
)

const bounceFolder = new URL('../fixtures/bounces/', import.meta.url)

describe('a message at a return address', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  let integrator: Integrator
  let people = 0
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    server = await startTestServer({ env: settings(mail) })
    integrator = await signInIntegrator(server.url, server.clientId)
  })
  afterAll(async () => {
    await server?.close()
    await mail?.stop()
  })

  /** A request that the mail server took; its document and its return address. */
  async function asked() {
    people += 1
    const email = `hanako-${people}@example.jp`
    const id = await askByMail(integrator, email, '覚書')
    await until('it is taken', () => mail.taken().some(({ to }) => to[0] === email))
    await waitForNoJobs(server)
    const from = mail.taken().find(({ to }) => to[0] === email)?.from ?? ''
    return { id, email, from }
  }

  async function post(message: string | Uint8Array, { query = '', token = secret } = {}) {
    const answer = await fetch(`${server.url}/mail/bounces${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
      body: message as BodyInit,
    })
    return [answer.status, (await answer.json()).result] as const
  }

  /** As a mail server wrote it, to this address. */
  async function written(name: string, to: string): Promise<string> {
    const text = await readFile(new URL(`${name}.eml`, bounceFolder), 'utf8')
    return text.replaceAll('RETURN-ADDRESS', to).replaceAll(/\r?\n/g, '\r\n')
  }

  test.each([
    ['postfix', '5.1.1'],
    ['exim', '5.0.0'],
    ['sendmail', '5.1.1'],
    ['exchange', '5.1.10'],
    ['gmail', '5.1.1'],
    ['qmail', '5.1.1'],
    // Nobody tries again, whatever was in the way.
    ['given-up', '4.4.7'],
    ['qmail-given-up', '4.4.1'],
  ])('of %s is the end of its mail, once, though it comes twice', async (name, status) => {
    const { id, from } = await asked()
    const message = await written(name, from)
    expect(await post(message)).toEqual([200, 'recorded'])
    expect(await post(message)).toEqual([200, 'known'])
    await waitForNoJobs(server)
    const [event, ...more] = await rejected(server, id)
    expect(more).toEqual([])
    expect(event).toMatchObject({ kind: 'requested', status })
    const [logged] = await rowsOf(server, 'select state, status from mail_log where document_id = $1', id)
    expect(logged).toEqual({ state: 'rejected', status })
  })

  test('that comes twice at the same moment is recorded once', async () => {
    const { id, from } = await asked()
    const message = await written('postfix', from)
    const results = await Promise.all([1, 2, 3, 4].map(() => post(message)))
    expect(results.map(([, result]) => result).sort()).toEqual(['known', 'known', 'known', 'recorded'])
    expect(await rejected(server, id)).toHaveLength(1)
  })

  test.each([
    ['a delay', 'delayed', 'not_permanent'],
    ['a delivery', 'delivered', 'not_permanent'],
    ['an absent reader', 'out-of-office', 'no_report'],
    ['a read receipt', 'read-receipt', 'no_report'],
    ['a bounce that somebody forwarded', 'forwarded', 'no_report'],
  ])('that tells of %s changes nothing', async (_what, name, result) => {
    const { id, from } = await asked()
    expect(await post(await written(name, from))).toEqual([200, result])
    expect(await rejected(server, id)).toEqual([])
  })

  test('of a mail that is not ours, or whose token somebody made up, changes nothing', async () => {
    const [one, other] = [await asked(), await asked()]
    const swap = (from: string, at: number) =>
      from.slice(0, at) + (from[at] === 'a' ? 'b' : 'a') + from.slice(at + 1)
    const start = 'bounces+'.length
    const forged = [
      swap(one.from, start + 3),
      swap(one.from, start + 30),
      swap(one.from, start + 40),
      // The document of one, the proof of the other.
      one.from.slice(0, start + 25) + other.from.slice(start + 25),
      'bounces@returns.sign.test',
      one.from.replace('returns.sign.test', 'returns.evil.test'),
      'hanako@example.jp',
    ]
    for (const from of forged)
      expect(await post(await written('postfix', from)), from).toEqual([200, 'no_mail_of_ours'])
    expect([...(await rejected(server, one.id)), ...(await rejected(server, other.id))]).toEqual([])
    // In capital letters it is the same address.
    expect(await post(await written('postfix', one.from.toUpperCase()))).toEqual([200, 'recorded'])
    // The envelope's address, where the message names another.
    const query = `?recipient=${encodeURIComponent(other.from)}`
    expect(await post(await written('postfix', 'postmaster@sign.test'), { query })).toEqual([200, 'recorded'])
  })

  const logOf = (id: string) =>
    rowsOf<{ state: string }>(
      server,
      `select state from mail_log where document_id = $1 and kind = 'requested' order by occasion`,
      id,
    )

  test('of a request after which they were asked again is in the log only, and their reminders go on', async () => {
    const plan = { from: 'request', first: 3, every: 3, most: 3 }
    await sql(server, 'update teams set reminder_plan = $1', [JSON.stringify(plan)])
    const { id, email, from } = await asked()
    await sql(server, 'update teams set reminder_plan = null')
    const dueAt = async () =>
      (
        await rowsOf<{ at: Date | null }>(server, 'select remind_at as at from documents where id = $1', id)
      )[0]?.at
    await integrator.call('POST', `/documents/${id}`)
    const mine = () => mail.taken().filter(({ to }) => to[0] === email)
    await until('the second is taken', () => mine().length === 2)
    await waitForNoJobs(server)
    const before = await dueAt()
    expect(before).toBeInstanceOf(Date)
    expect(await post(await written('postfix', from))).toEqual([200, 'over'])
    expect([await rejected(server, id), await dueAt()]).toEqual([[], before])
    expect(await logOf(id)).toEqual([{ state: 'rejected' }, { state: 'sent' }])
    const newer = mine().find((each) => each.from !== from)?.from ?? ''
    expect(await post(await written('postfix', newer))).toEqual([200, 'recorded'])
    expect([(await rejected(server, id)).length, await dueAt()]).toEqual([1, null])
  })

  test('of a request whose document is over is in the log only, and nobody is told to send it again', async () => {
    const { id, from } = await asked()
    await integrator.call('PUT', `/documents/${id}/decline`)
    await waitForNoJobs(server)
    const told = () => mail.taken().filter(({ to }) => to[0] === server.email).length
    const before = told()
    expect(await post(await written('postfix', from))).toEqual([200, 'over'])
    await waitForNoJobs(server)
    expect([await rejected(server, id), told()]).toEqual([[], before])
    expect(await logOf(id)).toEqual([{ state: 'rejected' }])
  })

  test.each([
    ['the recipient', 'requested'],
    ['the sender', 'mail_rejected'],
  ])('that is here before the job of the mail to %s has ended is to be handed over again', async (who, kind) => {
    const recipients = await asked()
    const { id } = recipients
    const toSender = () => mail.taken().filter(({ to }) => to[0] === server.email)
    const before = toSender().length
    if (who === 'the sender') {
      expect(await post(await written('postfix', recipients.from))).toEqual([200, 'recorded'])
      await until('the sender is told', () => toSender().length > before)
      await waitForNoJobs(server)
    }
    const from = who === 'the sender' ? (toSender().at(-1)?.from ?? '') : recipients.from
    const [row] = await rowsOf<{ reader: string; occasion: string }>(
      server,
      `delete from mail_log where document_id = $1 and kind = $2 returning reader_id as reader, occasion`,
      id,
      kind,
    )
    // As its job names the reader.
    const readerId = who === 'the sender' ? 'sender' : row?.reader
    const [{ participantId: about = null } = {}] = await rejected(server, id)
    await rowsOf(
      server,
      `select graphile_worker.add_job('deliver-mail', $1::json, run_at => now() + interval '1 hour')`,
      { documentId: id, kind, readerId, occasion: row?.occasion, about },
    )
    const message = await written('postfix', from)
    expect(await post(message)).toEqual([503, 'not_yet'])
    expect(await bounceCommand(server, settings(mail), message)).toEqual([75, 'not_yet'])
    await rowsOf(server, 'update graphile_worker._private_jobs set run_at = now()')
    await rowsOf(server, `select pg_notify('jobs:insert', '{"count":1}')`)
    await waitForNoJobs(server)
    expect(await post(message)).toEqual([200, 'recorded'])
    expect((await rejected(server, id)).at(-1)).toMatchObject({ kind })
  })

  test('of the newest of thousands of mails about a document is found, and the page shows the newest', async () => {
    const { id, from } = await asked()
    await rowsOf(
      server,
      `insert into mail_log (document_id, kind, reader_id, occasion, team_id, state, tries, at, status)
       select document_id, kind, '0' || n, '2020-01-01T00:00:00.000Z', team_id, 'sent', 1, at, '' from mail_log,
         generate_series(1, 2500) n where document_id = $1`,
      id,
    )
    expect(await post(await written('postfix', from))).toEqual([200, 'recorded'])
    const { html } = await (await enterConsole(server)).get(`/console/documents/${id}`)
    expect(html).toContain('届いていません（確認依頼、5.1.1）')
    await rowsOf(server, `delete from mail_log where document_id = $1 and reader_id like '0%'`, id)
  })

  test('of a mail of two months ago changes nothing', async () => {
    const { id, from } = await asked()
    await rowsOf(server, `update mail_log set at = at - interval '60 days' where document_id = $1`, id)
    expect(await post(await written('postfix', from))).toEqual([200, 'too_old'])
    expect(await rejected(server, id)).toEqual([])
  })

  test('that is huge is read as far as its report, one that is hostile is passed over, and the server goes on', async () => {
    const { from } = await asked()
    const whole = await written('postfix', from)
    const huge = whole + 'A'.repeat(20 * 1024 * 1024)
    expect(await post(huge)).toEqual([200, 'recorded'])
    const nested = `To: ${from}\r\n${Array.from(
      { length: 5_000 },
      (_, at) =>
        `Content-Type: multipart/report; report-type=delivery-status; boundary=b${at}\r\n\r\n--b${at}\r\n`,
    ).join('')}`
    const hostile: [string, string | Uint8Array][] = [
      ['no_report', nested],
      ['unreadable', `${'X-Header: a\r\n'.repeat(20_000)}\r\n`],
      ['unreadable', new Uint8Array(300_000).fill(0xff)],
      ['no_report', ''],
      ['no_report', '\r\n\r\n'],
      ['no_report', whole.slice(0, 400)],
      ['no_report', `To: ${'a@b,'.repeat(5_000)}\r\n\r\n`],
      ['no_report', `To: ${'a'.repeat(60_000)}\r\n\r\n`],
      ['no_report', `To: ${'('.repeat(60_000)}\r\n\r\n`],
      ['no_report', whole.replace('message/delivery-status', 'text/plain')],
      ['no_report', whole.replace('report-type=delivery-status', 'report-type=feedback-report')],
    ]
    for (const [result, message] of hostile)
      expect(await post(message), String(message).slice(0, 80)).toEqual([200, result])
    expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
  })

  test('is taken from nobody who does not name the secret, and where there is none there is no such page', async () => {
    const { id, from } = await asked()
    const message = await written('postfix', from)
    for (const token of ['', 'wrong', `${secret}x`])
      expect((await post(message, { token }))[0], token).toBe(401)
    expect(await rejected(server, id)).toEqual([])
    await server.process().stop()
    await server.restart({ MAIL_BOUNCE_SECRET: '' })
    expect((await fetch(`${server.url}/mail/bounces`, { method: 'POST', body: message })).status).toBe(404)
    // The command of an alias needs no secret.
    const env = { ...settings(mail), MAIL_BOUNCE_SECRET: '' }
    expect(await bounceCommand(server, env, message)).toEqual([0, 'recorded'])
    expect(await bounceCommand(server, env, message)).toEqual([0, 'known'])
    expect(await bounceCommand(server, env, Buffer.alloc(3_000_000, 65))).toEqual([0, 'unreadable'])
    expect(await rejected(server, id)).toHaveLength(1)
    const away = { ...env, DATABASE_URL: 'postgresql://nobody@127.0.0.1:9/none' }
    expect((await bounceCommand(server, away, message))[0]).toBe(75)
    const [unset, why] = await bounceCommand(server, { ...env, MAIL_BOUNCE_ADDRESS: '' }, message)
    expect([unset, why]).toEqual([75, expect.stringContaining('MAIL_BOUNCE_ADDRESS is not set')])
    expect((await bounceCommand(server, { ...env, SMTP_STARTTLS: 'perhaps' }, message))[0]).toBe(75)
    // An update that has not migrated yet.
    await rowsOf(server, 'delete from migrations where name = (select max(name) from migrations)')
    expect((await bounceCommand(server, env, message))[0]).toBe(75)
  })
})
