import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createOutboxMailTransport } from '#server/adapters/mail/outbox-transport.ts'
import { createSmtpTransport } from '#server/adapters/mail/smtp-transport.ts'
import type { WrittenMail } from '#server/adapters/mail/written-mail.ts'
import { linux } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'
import { until } from '#tests/support/until.ts'
import { aiosmtpd, part, type SmtpServer, startSmtpServer, type TlsFiles } from './smtp-server.ts'

const mail: WrittenMail = {
  idempotencyKey: 'mail-00000001',
  to: 'tanaka@example.jp',
  subject: '【むすび】ご契約の締結が完了しました',
  text: '田中 様\n\nご契約が締結されました。\n.\nhttps://sign.example.jp/\n',
}

function transportTo(server: string, changes: { timeoutMs?: number; startTls?: 'required' | 'never' } = {}) {
  const from = { name: 'むすび不動産', address: 'no-reply@sign.example.jp' }
  return createSmtpTransport({ url: server, from, startTls: 'never', timeoutMs: 5_000, ...changes })
}

/** RFC 2047 encoded words; blanks between two of them do not count (§6.2). */
function decodedWords(header: string): string {
  return header
    .replaceAll(/\?=\s+=\?/g, '?==?')
    .replaceAll(/=\?utf-8\?([BQ])\?([^?]*)\?=/gi, (_, how: string, text: string) => {
      const bytes = text
        .replaceAll('_', ' ')
        .replace(/=([0-9A-F]{2})/g, (_each, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
      return Buffer.from(how === 'B' ? text : bytes, how === 'B' ? 'base64' : 'latin1').toString('utf8')
    })
}

describe('a real SMTP server', needs(aiosmtpd), () => {
  let open: SmtpServer
  let auth: SmtpServer
  let directory: string
  let url: string

  beforeAll(async () => {
    open = await startSmtpServer('open')
    auth = await startSmtpServer('auth')
    url = `smtp://127.0.0.1:${open.port}`
    directory = await mkdtemp(join(tmpdir(), 'musubi-mail-'))
  })

  const hasTaken = (key: string) => open.taken().some(({ content }) => content.includes(key))

  afterAll(async () => {
    await Promise.all([open?.stop(), auth?.stop()])
    if (directory) await rm(directory, { recursive: true })
  })

  it('takes a Japanese mail with text, HTML and an attachment, as written', async () => {
    const path = join(directory, 'sealed.pdf')
    const bytes = Buffer.from('%PDF-1.7 not really\n'.repeat(5_000))
    await writeFile(path, bytes)
    const outcome = await transportTo(url).send({
      ...mail,
      html: '<p>田中 様</p>',
      attachments: [{ name: '賃貸借契約書.pdf', mediaType: 'application/pdf', path }],
    })
    expect(outcome).toEqual({ outcome: 'accepted', providerId: '<mail-00000001@sign.example.jp>' })

    const taken = await open.mailWith('Message-ID: <mail-00000001@')
    expect(taken).toMatchObject({ from: 'no-reply@sign.example.jp', to: ['tanaka@example.jp'] })
    const { content } = taken
    expect(content).toContain('Message-ID: <mail-00000001@sign.example.jp>')
    expect(content).toContain('Auto-Submitted: auto-generated')
    expect(part(content, 'text/plain').replaceAll('\r\n', '\n').trimEnd()).toBe(mail.text.trimEnd())
    expect(part(content, 'text/html')).toBe('<p>田中 様</p>')
    const attached = part(content, 'application/pdf')
    expect(createHash('sha256').update(attached).digest('hex')).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    )
  })

  it('gets long Japanese subjects and names folded, as RFC 2047 asks, and whole', async () => {
    const idempotencyKey = 'mail-folded-00001'
    const subject = `【ご確認のお願い】${'賃貸借契約書（コーポ柚子）'.repeat(6)}`
    expect(await transportTo(url).send({ ...mail, idempotencyKey, subject })).toMatchObject({
      outcome: 'accepted',
    })
    const { content } = await open.mailWith(idempotencyKey)
    const headers = content.slice(0, content.indexOf('\r\n\r\n'))
    for (const line of headers.split('\r\n')) expect(line).toMatch(/^[\x20-\x7e\t]{1,78}$/)
    const unfolded = headers.replaceAll(/\r\n[ \t]/g, ' ')
    expect(decodedWords(/^Subject: (.*)$/m.exec(unfolded)?.[1] ?? '')).toBe(subject)
    expect(decodedWords(/^From: (.*) <no-reply@/m.exec(unfolded)?.[1] ?? '')).toBe('むすび不動産')
    expect(headers).not.toMatch(/^(Reply-To|List-Unsubscribe|Bcc):/im)
  })

  it('gets the same Message-ID at every try of one mail', async () => {
    const key = 'job 17 / 田中'
    const ids = [
      await transportTo(url).send({ ...mail, idempotencyKey: key }),
      await transportTo(url).send({ ...mail, idempotencyKey: key }),
    ].map((outcome) => (outcome.outcome === 'accepted' ? outcome.providerId : null))
    expect(ids[0]).toMatch(/^<[0-9a-f]{64}@sign\.example\.jp>$/)
    expect(ids[1]).toBe(ids[0])
  })

  it.each([
    ['gone@example.jp', { outcome: 'rejected', reason: 'smtp_550_5.1.1', tryAgain: false }],
    ['full@example.jp', { outcome: 'rejected', reason: 'smtp_452_4.2.2', tryAgain: true }],
    ['spam@example.jp', { outcome: 'rejected', reason: 'smtp_554_5.7.1', tryAgain: false }],
    ['dies@example.jp', { outcome: 'unknown', reason: 'connection_failed' }],
  ])('answers for %s with codes and no address', async (to, outcome) => {
    expect(await transportTo(url).send({ ...mail, to })).toEqual(outcome)
  })

  it('gets the mails of a batch over one connection, with one sign-in', async () => {
    const transport = transportTo(`smtp://musubi:p%40ss%3Aw%2Frd@127.0.0.1:${auth.port}`)
    const keys = ['batch-0001', 'batch-0002', 'batch-0003']
    for (const idempotencyKey of keys)
      expect(await transport.send({ ...mail, idempotencyKey })).toMatchObject({ outcome: 'accepted' })
    const taken = await Promise.all(keys.map((key) => auth.mailWith(key)))
    expect(new Set(taken.map(({ connection }) => connection)).size).toBe(1)
    transport.close()
    expect(await transport.send({ ...mail, idempotencyKey: 'batch-0004' })).toMatchObject({
      outcome: 'accepted',
    })
    expect((await auth.mailWith('batch-0004')).connection).not.toBe(taken[0]?.connection)
    transport.close()
  })

  it.each([
    ['ended after a mail', 'last@example.jp'],
    ['wants no other mail over it (421)', 'tired@example.jp'],
    ['hangs up without a word', 'mute@example.jp'],
  ])('whose kept connection %s loses no mail and needs no second try', async (_, to) => {
    const transport = transportTo(url)
    const keys = [`first-${to}`, `next-${to}`]
    expect(await transport.send({ ...mail, subject: keys[0] ?? '', to })).toMatchObject({
      outcome: 'accepted',
    })
    // The server ends the connection by itself.
    if (to.startsWith('last@')) await sleep(200)
    expect(await transport.send({ ...mail, subject: keys[1] ?? '' })).toMatchObject({ outcome: 'accepted' })
    const first = await open.mailWith(`Subject: first-${to}`)
    const next = await open.mailWith(`Subject: next-${to}`)
    expect(next.connection).not.toBe(first.connection)
    expect(open.taken().filter(({ content }) => content.includes(`Subject: next-${to}`))).toHaveLength(1)
    transport.close()
  })

  it('keeps no connection after a refusal, so that the next mail is not part of it', async () => {
    const transport = transportTo(url)
    const send = (to: string) => transport.send({ ...mail, to, subject: `after a refusal ${to}` })
    expect(await send('a@example.jp')).toMatchObject({ outcome: 'accepted' })
    expect(await send('gone@example.jp')).toMatchObject({ outcome: 'rejected', tryAgain: false })
    expect(await send('b@example.jp')).toMatchObject({ outcome: 'accepted' })
    transport.close()
  })

  it('that greylists takes the second try', async () => {
    const to = 'grey@example.jp'
    const first = await transportTo(url).send({ ...mail, to })
    expect(first).toEqual({ outcome: 'rejected', reason: 'smtp_451_4.7.1', tryAgain: true })
    expect(await transportTo(url).send({ ...mail, to })).toMatchObject({ outcome: 'accepted' })
  })

  it.each([
    ['hangs@example.jp', { outcome: 'rejected', reason: 'timeout', tryAgain: true }],
    ['drops@example.jp', { outcome: 'rejected', reason: 'connection_failed', tryAgain: true }],
  ])('that gives no answer to %s took nothing, and it is tried again', async (to, outcome) => {
    expect(await transportTo(url, { timeoutMs: 700 }).send({ ...mail, to })).toEqual(outcome)
  })

  it('leaves it unknown when the server took the mail and says nothing', async () => {
    const outcome = await transportTo(url, { timeoutMs: 700 }).send({ ...mail, to: 'silent@example.jp' })
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'timeout' })
  })

  it('signs in with a password that a URL has to encode', async () => {
    const right = transportTo(`smtp://musubi:p%40ss%3Aw%2Frd@127.0.0.1:${auth.port}`)
    expect(await right.send(mail)).toMatchObject({ outcome: 'accepted' })
  })

  it('does not count a refused sign-in as a bounce', async () => {
    const wrong = transportTo(`smtp://musubi:wrong@127.0.0.1:${auth.port}`)
    expect(await wrong.send(mail)).toMatchObject({ outcome: 'rejected', tryAgain: true })
  })

  it('gives nothing to a server without TLS where TLS is required', async () => {
    const secret = { ...mail, idempotencyKey: 'mail-not-in-clear' }
    const outcome = await transportTo(url, { startTls: 'required' }).send(secret)
    expect(outcome).toMatchObject({ outcome: 'rejected', tryAgain: true })
    expect(hasTaken('mail-not-in-clear')).toBe(false)
  })

  it('is told to try again when an attachment cannot be read, and the server takes nothing', async () => {
    const idempotencyKey = 'mail-without-attachment'
    const missing = { name: 'a.pdf', mediaType: 'application/pdf', path: join(directory, 'missing.pdf') }
    const outcome = await transportTo(url).send({ ...mail, idempotencyKey, attachments: [missing] })
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'attachment_unreadable', tryAgain: true })
    expect(hasTaken(idempotencyKey)).toBe(false)
  })

  it('that refuses or says nothing leaves no attachment open', needs(linux), async () => {
    const path = join(directory, 'large.pdf')
    await writeFile(path, Buffer.alloc(3_000_000, 'x'))
    const attachments = [{ name: 'a.pdf', mediaType: 'application/pdf', path }]
    const transport = transportTo(url, { timeoutMs: 700 })
    expect(await transport.send(mail)).toMatchObject({ outcome: 'accepted' })
    for (const to of ['gone@example.jp', 'hangs@example.jp', 'drops@example.jp'])
      expect(await transport.send({ ...mail, to, attachments })).toMatchObject({ outcome: 'rejected' })
    const open = async () =>
      Promise.all(
        (await readdir('/proc/self/fd')).map((each) => readlink(`/proc/self/fd/${each}`).catch(() => '')),
      )
    await until('it is closed', async () => !(await open()).includes(path))
  })

  it.each([
    'a@example.jp, b@example.jp',
    'a@example.jp\r\nBcc: b@example.jp',
    'Tanaka <a@example.jp>',
    'nobody',
  ])('never sees an address that is not one address: %j', async (to) => {
    const idempotencyKey = 'mail-to-no-address'
    const outcome = await transportTo(url).send({ ...mail, idempotencyKey, to })
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'address_malformed', tryAgain: false })
    expect(hasTaken(idempotencyKey)).toBe(false)
  })

  it('cannot be given a header through a subject', async () => {
    const idempotencyKey = 'mail-two-line-subject'
    await transportTo(url).send({ ...mail, idempotencyKey, subject: 'Hello\r\nBcc: b@example.jp' })
    const taken = await open.mailWith(idempotencyKey)
    expect(taken.content).not.toMatch(/^Bcc:/im)
    expect(taken.to).toEqual(['tanaka@example.jp'])
  })

  describe('with STARTTLS', () => {
    let secure: SmtpServer
    let tls: TlsFiles
    let secureUrl: string

    beforeAll(async () => {
      tls = { certificate: join(directory, 'cert.pem'), key: join(directory, 'key.pem') }
      const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=relay']
      const named = ['-addext', 'subjectAltName=IP:127.0.0.1', '-keyout', tls.key, '-out', tls.certificate]
      execFileSync('openssl', ['req', '-x509', ...made, ...named], { stdio: 'ignore' })
      secure = await startSmtpServer('open', tls)
      secureUrl = `smtp://127.0.0.1:${secure.port}`
    })
    afterAll(() => secure?.stop())

    it('is not given to a server that nobody vouches for', async () => {
      const outcome = await transportTo(secureUrl, { startTls: 'required' }).send(mail)
      expect(outcome).toMatchObject({ outcome: 'rejected', tryAgain: true })
      expect(secure.taken()).toEqual([])
    })

    it('goes encrypted to a server whose authority the operator trusts', async () => {
      const script = `
        import { createSmtpTransport } from '#server/adapters/mail/smtp-transport.ts'
        const from = { name: 'むすび', address: 'no-reply@sign.example.jp' }
        const config = { url: process.argv[1], from, startTls: 'required', timeoutMs: 5000 }
        const transport = createSmtpTransport(config)
        console.log(JSON.stringify(await transport.send(JSON.parse(process.argv[2]))))
        transport.close()`
      const args = ['--input-type=module', '-e', script, secureUrl, JSON.stringify(mail)]
      // Node reads the operator's authorities only when it starts.
      const env = { ...process.env, NODE_EXTRA_CA_CERTS: tls.certificate }
      const { stdout } = await promisify(execFile)(process.execPath, args, { env })
      expect(JSON.parse(stdout)).toMatchObject({ outcome: 'accepted' })
      await secure.mailWith('Message-ID: <mail-00000001@')
    })
  })

  // Last: the server is gone afterwards.
  it('is worth another try when it is away', async () => {
    await open.stop()
    const outcome = await transportTo(url).send(mail)
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'connection_failed', tryAgain: true })
  })
})

describe('mail without a server', () => {
  it('stops the start when the URL is no SMTP URL, without telling its password', () => {
    expect(() => transportTo('http://user:secret@127.0.0.1/')).toThrow(/SMTP URL/)
    expect(() => transportTo('http://user:secret@127.0.0.1/')).not.toThrow(/secret/)
  })

  it('is kept by the outbox for the playground', async () => {
    const kept: WrittenMail[] = []
    const outcome = await createOutboxMailTransport(async (each) => void kept.push(each)).send(mail)
    expect(outcome).toEqual({ outcome: 'accepted', providerId: null })
    expect(kept).toEqual([mail])
  })
})
