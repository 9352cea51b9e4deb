/** Mail to the parties: one to each address and occasion, and who hears of what. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { aiosmtpd, mailSettings, type SmtpServer, startSmtpServer } from '#tests/adapters/smtp-server.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { sql } from '../web-api/other-clients.ts'

type Party = { name: string; email: string; language_code?: string }

/** A sent document whose recipients are asked by mail, in this order. */
async function sendByMail(
  integrator: Integrator,
  recipients: Party[],
  reportees: Party[] = [],
  title = '覚書',
): Promise<string> {
  const { body } = await integrator.call('POST', '/documents', { title })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  for (const each of recipients) await integrator.call('POST', `/documents/${body.id}/participants`, each)
  for (const each of reportees) await integrator.call('POST', `/documents/${body.id}/reportees`, each)
  const sent = await integrator.call('POST', `/documents/${body.id}`)
  expect(sent.status).toBe(200)
  return body.id
}

async function atTheDocument(server: TestServer, link: string): Promise<Recipient> {
  const browser = openBrowser(server.url)
  await browser.get(link)
  await browser.post(`${new URL(link).pathname}/open`)
  return browser
}

const linkIn = (text: string): string => /http\S+\/s\/\S+/.exec(text)?.[0] ?? ''

describe('in the outbox', () => {
  let server: TestServer
  let integrator: Integrator
  beforeAll(async () => {
    server = await startTestServer()
    integrator = await signInIntegrator(server.url, server.clientId)
  })
  afterAll(() => server?.close())

  /** What this address got, oldest first; waits for as many. */
  async function mailsTo(email: string, atLeast: number) {
    let mails: Awaited<ReturnType<TestServer['mails']>> = []
    await until(`as many mails as ${atLeast} came`, async () => {
      mails = (await server.mails()).filter(({ to }) => to === email).reverse()
      return mails.length >= atLeast
    })
    return mails
  }

  test('a reminder says 【再送】, and the link of the first mail says that a newer one was sent', async () => {
    const email = 'remind@example.jp'
    await sql(server, 'update teams set return_url = $1', ['https://shop.example/return'])
    const id = await sendByMail(integrator, [{ name: '山田 花子', email }])
    const [first] = await mailsTo(email, 1)
    expect(first?.subject).toBe('【ご確認のお願い】覚書')
    await integrator.call('POST', `/documents/${id}`)
    const [, second] = await mailsTo(email, 2)
    expect(second?.subject).toBe('【再送】【ご確認のお願い】覚書')
    const old = await openBrowser(server.url).get(linkIn(first?.text ?? ''))
    expect(old.status).toBe(410)
    expect(old.html).toContain('新しいメールをお送りしています')
    // A way back to the team's site without `error` would say there that the person had consented.
    expect(old.html).not.toContain('https://shop.example/return')
    const browser = await atTheDocument(server, linkIn(second?.text ?? ''))
    expect((await consent(browser)).url).toMatch(/\/done$/)
  })

  test('a reader of Chinese is asked in their own writing, and the mailbox shows the HTML part in a sandbox', async () => {
    const [mainland, taiwan] = ['zh-hans@example.jp', 'zh-hant@example.jp']
    await sendByMail(integrator, [{ name: '王小明', email: mainland, language_code: 'zh-CHS' }])
    await sendByMail(integrator, [{ name: '陳美玲', email: taiwan, language_code: 'zh-CHT' }])
    expect((await mailsTo(mainland, 1))[0]?.subject).toBe('【请您确认】覚書')
    expect((await mailsTo(taiwan, 1))[0]?.subject).toBe('【請您確認】覚書')
    const inbox = await (await fetch(`${server.url}/playground/mail`)).text()
    const [, path = ''] =
      /href="(\/playground\/mail\/[0-9a-f]{16})"[^>]*>(?:(?!<\/a>).)*zh-hans@/.exec(inbox) ?? []
    const reading = await fetch(server.url + path)
    const page = await reading.text()
    expect(reading.headers.get('content-security-policy')).toMatch(/style-src 'self'.* frame-src 'self'/)
    expect(page).toContain(`<iframe class="mail-html" title="メールの本文" src="${path}/html"`)
    const html = await fetch(`${server.url}${path}/html`)
    expect(html.headers.get('content-security-policy')).toMatch(/^sandbox allow-popups .*default-src 'none'/)
    expect(await html.text()).toMatch(/<html lang="zh-Hans"[\s\S]*查看并确认/)
    expect((await fetch(`${server.url}/playground/mail/0000000000000000/html`)).status).toBe(404)
  })

  test('whoever has consented hears that another party declined, without the reason', async () => {
    const [hanako, taro] = ['hanako@example.jp', 'taro@example.jp']
    await sendByMail(integrator, [
      { name: '山田 花子', email: hanako },
      { name: '山田 太郎', email: taro },
    ])
    await consent(await atTheDocument(server, linkIn((await mailsTo(hanako, 1))[0]?.text ?? '')))
    const second = await atTheDocument(server, linkIn((await mailsTo(taro, 1))[0]?.text ?? ''))
    const base = new URL(second.page().url).pathname.replace('/review', '')
    await second.get(`${base}/decline`)
    await second.post(`${base}/decline`, { reason: '家賃が高い' })
    const [, told] = await mailsTo(hanako, 2)
    expect(told?.subject).toBe('【却下】覚書')
    expect(told?.text).not.toContain('家賃が高い')
    expect((await mailsTo(server.email, 1)).at(-1)?.text).toContain('家賃が高い')
    expect(await mailsTo(taro, 1)).toHaveLength(1)
  })

  test('whoever has consented, and whoever was asked, hear that the sender cancelled', async () => {
    const [hanako, taro, jiro] = ['hanako2@example.jp', 'taro2@example.jp', 'jiro2@example.jp']
    const id = await sendByMail(integrator, [
      { name: '山田 花子', email: hanako },
      { name: '山田 太郎', email: taro },
      { name: '山田 次郎', email: jiro },
    ])
    await consent(await atTheDocument(server, linkIn((await mailsTo(hanako, 1))[0]?.text ?? '')))
    await mailsTo(taro, 1)
    await integrator.call('PUT', `/documents/${id}/decline`, { comment: '条件を改めます' })
    expect((await mailsTo(hanako, 2))[1]?.subject).toBe('【取消】覚書')
    expect((await mailsTo(taro, 2))[1]?.subject).toBe('【取消】覚書')
    expect((await server.mails()).filter(({ to }) => to === jiro)).toEqual([])
  })

  test('an embedded recipient is mailed the concluded document where the sender gave an address, and nothing else or otherwise', async () => {
    const people = [
      { name: '山田 花子', tel: freshTel(), email: 'embedded@example.jp' },
      { name: '山田 太郎', tel: freshTel() },
    ]
    const title = '組込みの覚書'
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients: people, title })
    for (const [at, { tel }] of people.entries())
      await consent(await proveThePhone(await signingUrl(sent, at), tel, server.codeFor))
    await waitForStatus(sent, 2)
    await waitForNoJobs(server)
    const about = (await server.mails()).filter(({ subject }) => subject.includes(title))
    expect(about.map(({ to, subject }) => `${subject} ${to}`).toSorted()).toEqual([
      `【締結完了】${title} ${server.email}`,
      `【締結完了】${title} embedded@example.jp`,
    ])
  })

  test('one address gets one mail of a conclusion, whatever roles it has', async () => {
    const email = 'both@example.jp'
    // The sender's own address may be a recipient's as well.
    const id = await sendByMail(
      integrator,
      [{ name: '評価 太郎', email: server.email.toUpperCase() }],
      [{ name: '控え', email }],
      '両方の書類',
    )
    const link = linkIn((await mailsTo(server.email.toUpperCase(), 1))[0]?.text ?? '')
    await consent(await atTheDocument(server, link))
    await waitForStatus({ documentId: id, fileId: '', participants: [], integrator }, 2)
    await mailsTo(email, 1)
    // The two mails go out in any order.
    await waitForNoJobs(server)
    const all = (await server.mails()).filter(
      ({ to, subject }) => to.toLowerCase() === server.email && subject === '【締結完了】両方の書類',
    )
    expect(all).toHaveLength(1)
  })
})

describe('with a mail server that defers one of five mailboxes', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    server = await startTestServer({ env: mailSettings(mail) })
  })
  afterAll(async () => {
    await server?.close()
    await mail?.stop()
  })

  test('the others get theirs once and at once; the slow one’s job alone is tried again, and cured it gets its mail once', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const others = ['a@example.jp', 'b@example.jp', 'c@example.jp']
    const readers = ['full@example.jp', ...others]
    const id = await sendByMail(
      integrator,
      [{ name: '山田 花子', email: 'hanako@example.jp' }],
      readers.map((email) => ({ name: '控え', email })),
    )
    const request = await mail.mailWith('hanako@example.jp')
    const body = Buffer.from(
      /\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(request.content)?.[1] ?? '',
      'base64',
    ).toString()
    const link = linkIn(body) || linkIn(request.content.replaceAll('=\r\n', '').replaceAll('=3D', '='))
    await consent(await atTheDocument(server, link))
    await waitForStatus({ documentId: id, fileId: '', participants: [], integrator }, 2)
    const concluded = () => mail.taken().filter(({ to }) => others.includes(to[0] ?? ''))
    await until('three of them got it', () => concluded().length >= 3)
    const answers = () =>
      server
        .process()
        .output()
        .split('\n')
        .filter((line) => line.includes('"event":"mail.answer"'))
        .map((line) => JSON.parse(line))
    const deferred = () => answers().filter(({ reason }) => reason === 'smtp_452_4.2.2')
    // At once, and exp(1) seconds later.
    await until('the deferred mail was tried twice', () => deferred().length >= 2)
    expect(deferred().at(-1)).toMatchObject({
      level: 40,
      msg: 'a mail was not taken and is tried again',
      cure: expect.stringContaining('ask whoever runs the mailbox'),
      next: expect.stringContaining('for days'),
    })
    expect(new Set(deferred().map((line) => line.id))).toHaveLength(1)
    const jobs = () =>
      rowsOf<{ seconds: number; locked: boolean }>(
        server,
        `select extract(epoch from run_at - now())::float8 as seconds, locked_at is not null as locked
           from graphile_worker._private_jobs`,
      )
    await until('its job waits again', async () => (await jobs()).every(({ locked }) => !locked))
    const [waiting, ...more] = await jobs()
    expect(more).toEqual([])
    mail.makeRoom()
    const toTheSlowOne = () => mail.taken().filter(({ to }) => to[0] === 'full@example.jp')
    // The next try is due exp(2) seconds after the second; the worker looks once a second.
    await until('the deferred mail arrives', () => toTheSlowOne().length > 0, Number(waiting?.seconds) + 60)
    await waitForNoJobs(server)
    expect(toTheSlowOne()).toHaveLength(1)
    const [{ id: key } = { id: '' }] = deferred()
    expect(answers().filter((line) => line.id === key && line.msg === 'a mail was taken')).toHaveLength(1)
    // The tries of the deferred one repeated nobody else's mail.
    expect(
      concluded()
        .map(({ to }) => to[0])
        .sort(),
    ).toEqual(others)
    expect(mail.taken().filter(({ to }) => to[0] === server.email)).toHaveLength(1)
    expect(server.process().output()).not.toContain('@example.jp')
  })
})
