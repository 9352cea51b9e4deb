/** The one click by which mail programs unsubscribe (RFC 8058), and the page that it is for a person. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { aiosmtpd, mailSettings, type SmtpServer, startSmtpServer } from '#tests/adapters/smtp-server.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Integrator, signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { until } from '#tests/support/until.ts'

let mail: SmtpServer
let server: TestServer
let integrator: Integrator
/** The server speaks http; a proxy in front of it does not. */
let at: string
beforeAll(async () => {
  mail = await startSmtpServer('open')
  server = await startTestServer({ env: { ...mailSettings(mail), PUBLIC_URL: 'https://sign.example.jp' } })
  at = `http://127.0.0.1:${server.process().port}`
  integrator = await signInIntegrator(at, server.clientId)
})
afterAll(async () => {
  await server?.close()
  await mail?.stop()
})

const toSender = () => mail.taken().filter(({ to }) => to[0] === server.email)
const header = (content: string, name: string) =>
  new RegExp(`^${name}: ([^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*)`, 'im')
    .exec(content)?.[1]
    ?.replaceAll(/\r?\n[ \t]/g, '') ?? null

/** A document whose request is refused by the mail server, which is told to its sender. */
async function refusedRequest(title: string): Promise<void> {
  const { body } = await integrator.call('POST', '/documents', { title })
  await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
  const recipient = { name: '山田 花子', email: 'gone@example.jp' }
  await integrator.call('POST', `/documents/${body.id}/participants`, recipient)
  await integrator.call('POST', `/documents/${body.id}`)
  await until('it is refused', async () => {
    const rows = await rowsOf(
      server,
      `select 1 from audit where document_id = $1 and type = 'mail.rejected'`,
      body.id,
    )
    return rows.length > 0
  })
  await waitForNoJobs(server)
}

const oneClick = (path: string, init: RequestInit = {}) =>
  fetch(`${at}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: 'List-Unsubscribe=One-Click',
    redirect: 'manual',
    ...init,
  })
const changes = async () => {
  const [team] = await rowsOf<{ id: string }>(server, 'select id from teams')
  return (await eventsOf(server, team?.id ?? '')).filter(({ type }) => type === 'member.mails_chosen')
}

test(
  'a mail program ends mails of one kind by a POST, and by nothing else; twice is once',
  needs(aiosmtpd),
  async () => {
    await refusedRequest('一通目')
    const [first] = toSender()
    const content = first?.content ?? ''
    expect(header(content, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click')
    const address = header(content, 'List-Unsubscribe') ?? ''
    expect(address).toMatch(/^<https:\/\/sign\.example\.jp\/u\/[0-9a-f]{32}\.mail_rejected\.[\w-]{43}>$/)
    const path = new URL(address.slice(1, -1)).pathname
    // Filters and previews open what they find.
    for (const method of ['GET', 'HEAD']) expect((await fetch(`${at}${path}`, { method })).status).toBe(200)
    expect(await changes()).toEqual([])
    await refusedRequest('二通目')
    expect(toSender()).toHaveLength(2)

    const answers = await Promise.all([1, 2, 3].map(() => oneClick(path)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(await changes()).toMatchObject([{ actor: 'stranger', off: ['mail_rejected'] }])
    await refusedRequest('三通目')
    expect(toSender()).toHaveLength(2)
    // Programs may send the same as a form of parts, or nothing at all.
    const parts = new FormData()
    parts.set('List-Unsubscribe', 'One-Click')
    const asParts = await fetch(`${at}${path}`, { method: 'POST', body: parts })
    expect([asParts.status, (await oneClick(path, { body: null })).status]).toEqual([200, 200])
    expect(await changes()).toHaveLength(1)
  },
)

test(
  'the page asks a person first, says what has become of it, and names nobody',
  needs(aiosmtpd),
  async () => {
    await rowsOf(server, `update members set mails_off = '{}'`)
    const path = new URL(header(toSender()[0]?.content ?? '', 'List-Unsubscribe')?.slice(1, -1) ?? '')
      .pathname
    const asked = await (await fetch(`${at}${path}`)).text()
    expect(asked).toContain('「メールが届かないときの連絡」のメールを止めますか')
    expect(asked).toContain(`<form method="post" action="${path}">`)
    const done = await (await oneClick(path)).text()
    expect(done).toContain('「メールが届かないときの連絡」のメールを止めました')
    expect(done).toContain('href="/console/mails"')
    expect(await (await fetch(`${at}${path}?lang=en`)).text()).toContain('No more e-mails of the kind')
    expect(asked + done).not.toMatch(new RegExp(`${server.email}|評価 太郎`))
  },
)

test('an address that somebody made up is none', needs(aiosmtpd), async () => {
  await rowsOf(server, `update members set mails_off = '{}'`)
  const path = new URL(header(toSender()[0]?.content ?? '', 'List-Unsubscribe')?.slice(1, -1) ?? '').pathname
  const [member = '', kind = '', proof = ''] = path.slice(3).split('.')
  const made = [
    [member, 'concluded', proof],
    ['0'.repeat(32), kind, proof],
    [member, 'requested', proof],
    [member, kind, `${proof.slice(0, -1)}_`],
    [member, kind],
    [member],
  ]
  for (const parts of made) {
    const token = parts.join('.')
    expect([(await fetch(`${at}/u/${token}`)).status, (await oneClick(`/u/${token}`)).status]).toEqual([
      404, 404,
    ])
  }
  const rows = await rowsOf(server, 'select mails_off from members')
  expect(rows.flatMap(({ mails_off }) => mails_off)).toEqual([])
})
