/**
 * A whole flow, with what goes wrong in it: what people told us, and what proves who they are, stands in no line of the log,
 * however much is logged, in no measurement and in no trace.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishedEvents } from '#domain/event-catalogue.ts'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { addWebhook } from '#tests/console/webhooks.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { type Collector, startCollector } from '#tests/support/collector.ts'
import { waitForStatus } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { type Recipient as Browser, openBrowser } from '#tests/support/recipient.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import type { HandMadeBrowser } from '../signing/hand-made-browser.ts'
import { openScene, type Scene, wrongCode } from '../signing/scene.ts'
import { aCaller, type Caller, upload } from '../web-api/caller.ts'
import { type EchoingGateway, startEchoingGateway } from './echoing-gateway.ts'
import { formsOfTel, foundIn, sendRaw, type Told } from './told-secrets.ts'

const tel = '09073541896'
const mistyped = '08073541897'
const wished = '07073541898'
const person = {
  name: '隠岐島 たまき',
  organization: '九十九里浜商会',
  email: 'tamaki.okinoshima@mail.example.jp',
  second: 'gone@okinoshima.example.jp',
  reportee: 'soumu@tsukumo.example.jp',
  title: '門外不出の覚書',
  message: '内密にお願いいたします',
  note: '送信者だけの控え書き',
  entry: '千葉県山武郡九十九里町片貝',
  accessCode: 'himitsu-no-kagi-42',
  wrongAccessCode: 'himitsu-no-kagi-43',
  reason: '家賃が高すぎるため',
  wish: '機種を変えて番号も変わったため',
  waits: 'machibito.okinoshima@mail.example.jp',
  bounced: 'modori.okinoshima@mail.example.jp',
  file: '門外不出.pdf',
  subject: 'member-no-7354-1896',
}
const operatorToken = 'a-token-of-the-operator'
const hookSecret = 'secret-in-the-query'
const bounceSecret = 'secret-of-the-mail-server'

let scene: Scene
let gateway: EchoingGateway
let mail: SmtpServer
let receiver: Receiver
let collector: Collector
let caller: Caller
const told: Told[] = [
  ...formsOfTel(tel).map((text) => ({ what: 'a telephone number', text })),
  ...formsOfTel(mistyped).map((text) => ({ what: 'a number that was mistyped', text })),
  ...formsOfTel(wished).map((text) => ({ what: 'a number that was asked for', text })),
  ...Object.entries(person).map(([what, text]) => ({ what, text })),
  { what: 'the first part of an address', text: 'tamaki.okinoshima' },
  { what: 'the metrics token', text: operatorToken },
  { what: "the query of a team's URL", text: hookSecret },
  { what: "the mail server's secret", text: bounceSecret },
  { what: "the provider's key", text: 'key-of-the-provider' },
  { what: "the provider's token", text: 'token-of-the-provider' },
]
const learn = (what: string, text: string) => {
  expect(text, what).not.toBe('')
  told.push({ what, text })
}

beforeAll(async () => {
  if (!aiosmtpd.isHere) return
  gateway = await startEchoingGateway()
  mail = await startSmtpServer('open')
  receiver = await startReceiver()
  collector = await startCollector()
  const env = {
    LOG_LEVEL: 'debug',
    METRICS_TOKEN: operatorToken,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    ...gateway.settings,
    ...mailSettings(mail),
    MAIL_BOUNCE_ADDRESS: 'bounces@returns.sign.test',
    MAIL_BOUNCE_SECRET: bounceSecret,
  }
  scene = await openScene({ env })
  learn("the administrator's address", scene.server.email)
  learn("the administrator's password", scene.server.password)
  learn('a client id', scene.server.clientId)
  caller = await aCaller(scene.server.url, scene.server.clientId)
  learn('an access token', caller.token)
  learn('another access token', scene.integrator.token)
})
afterAll(async () => {
  await scene?.close()
  await mail?.stop()
  await receiver?.close()
  collector?.close()
  gateway?.close()
})

/** Drafted and sent by the Web API, with everything that a sender can say; the first recipient's id. */
async function send(
  recipient: Record<string, string>,
): Promise<{ id: string; file: string; recipient: string }> {
  const draft = { title: person.title, message: person.message, note: person.note }
  const { body } = await caller.call('POST', '/documents', { form: draft })
  const path = `/documents/${body.id}`
  const uploaded = await caller.call('POST', `${path}/files`, {
    raw: upload(await contractPdf(), person.file),
  })
  const { name, organization } = person
  const form = { name, organization, ...recipient }
  const added = await caller.call('POST', `${path}/participants`, { form })
  const file: string = uploaded.body.files[0].id
  const id: string = added.body.participants[1].id
  const widget = { participant_id: id, page: '0', x: '60', y: '600', type: '1', label: person.note }
  await caller.call('POST', `${path}/files/${file}/widgets`, { form: widget })
  const reportee = { name, organization, email: person.reportee }
  await caller.call('POST', `${path}/reportees`, { form: reportee })
  expect((await caller.call('POST', path)).status).toBe(200)
  return { id: body.id, file, recipient: id }
}

async function refusedCalls(document: string): Promise<void> {
  const { name, email, organization } = person
  const path = `/documents/${document}`
  const refused = [
    await caller.call('POST', '/documents', { form: { title: person.title.repeat(100) } }),
    await caller.call('POST', '/documents', { raw: `{"title":"${person.title}",,`, headers: json }),
    await caller.call('POST', `${path}/participants`, {
      form: { name, email, tel: `${tel}9`, callback: '1' },
    }),
    await caller.call('POST', `${path}/participants?tel=${tel}&email=${email}`),
    await caller.call('POST', path, { token: `${scene.server.clientId}-wrong` }),
    await caller.call('GET', `/documents/${encodeURIComponent(name)}`),
    await caller.call('GET', `/nowhere/${encodeURIComponent(organization)}?email=${email}`),
    await caller.call('POST', '/token', { form: { client_id: `${scene.server.clientId}x` }, token: null }),
  ]
  for (const { status } of refused) expect(status).toBeGreaterThanOrEqual(400)
  // What nobody knows is passed over, and is a stranger's text all the same.
  await caller.call('POST', '/documents', { json: { title: person.title, [name]: email } })
}

const json = { 'content-type': 'application/json' }

/** What is no HTTP, no path, no host: it never reaches a door. */
async function strayRequests(base: string): Promise<void> {
  const head = `host: ${person.name}\r\nx-request-id: ${tel}\r\nreferer: http://a.example${base}\r\n`
  const lines = [
    `GET /%zz${base}?tel=${tel} HTTP/1.1\r\nhost: localhost\r\n\r\n`,
    `GET ${base}/nowhere?email=${person.email} HTTP/1.1\r\n${head}\r\n`,
    `${person.email} ${tel}\r\n\r\n`,
    `GET ${base} HTTP/1.1\r\nhost: localhost\r\ncontent-length: ${person.email}\r\n\r\n`,
    `GET ${base} HTTP/1.1\r\nhost: localhost\r\nx-${tel}: ${'a'.repeat(20_000)}\r\n\r\n`,
    `POST ${base}/phone HTTP/1.1\r\nhost: localhost\r\ntransfer-encoding: chunked\r\n\r\n${tel}\r\n`,
  ]
  for (const each of lines) await sendRaw(scene.port, each)
}

/** Cookies of a recipient or a member, but the probe, which says nothing. */
function learnCookies(cookies: Map<string, string>): void {
  for (const [name, value] of cookies) if (!name.endsWith('musubi-probe')) learn('a session', value)
}

/** The database fails with words that quote what it was given, as its messages do. */
async function withDatabaseThatQuotes(at: string, work: () => Promise<void>): Promise<void> {
  await scene.sql(`create or replace function quotes_everything() returns trigger language plpgsql as $$
    begin raise exception 'no row with ${person.name} ${tel} % may be', new; end $$`)
  await scene.sql(`create trigger quoting before ${at} on sms_messages
    for each row execute function quotes_everything()`)
  await work()
  await scene.sql(`drop trigger quoting on sms_messages`)
}

async function again(browser: HandMadeBrowser, base: string, participant: string): Promise<void> {
  await scene.sql(
    `update sms_codes set created_at = created_at - interval '1 hour' where participant_id = $1`,
    [participant],
  )
  await browser.post(`${base}/code/resend`)
}

const stateOfSms = async (participant: string) =>
  (
    await scene.sql('select state from sms_messages where participant_id = $1 order by created_at', [
      participant,
    ])
  )
    .map(({ state }) => state)
    .join()

/** Another number is asked for, with a reason, and its sender looks at both and refuses. */
async function askForAnotherNumber(
  { id, recipient }: { id: string; recipient: string },
  base: string,
  administrator: Browser,
): Promise<void> {
  const browser = scene.browser()
  await browser.get(`${base}/number`)
  await browser.post(`${base}/number`, { tel: person.wish, reason: person.wish })
  await browser.post(`${base}/number`, { tel: wished, reason: person.wish })
  learnCookies(browser.cookies)
  const page = `/console/documents/${id}/participants/${recipient}/number`
  const shown = (await administrator.get(page)).html
  expect(shown).toContain(person.wish)
  const requestId = /name="request_id" value="([^"]+)"/.exec(shown)?.[1] ?? ''
  expect((await administrator.post(`${page}/refuse`, { request_id: requestId })).url).toContain(
    'done=tel_refused',
  )
}

/** A mail that was taken comes back, as one does, and as nobody would write it. */
async function comesBack(): Promise<void> {
  await send({ email: person.bounced })
  const from = () => mail.taken().find(({ to }) => to[0] === person.bounced)?.from ?? ''
  await until('the request arrives', () => from() !== '')
  learn('the token of a return address', from().slice('bounces+'.length, from().indexOf('@')))
  const report = `To: ${from()}\r\nSubject: ${person.title}\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; ${person.bounced}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; ${person.name} ${person.bounced}\r\n--b--\r\n`
  const hand = async (message: string, { query = '', token = bounceSecret } = {}) =>
    (
      await fetch(`${scene.server.url}/mail/bounces${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
        body: message,
      })
    ).status
  expect(await hand(report, { token: `${person.bounced}` })).toBe(401)
  await until('it is taken', async () => (await hand(report)) === 200)
  await hand(`To: ${person.bounced}\r\n${person.name}\r\n\r\n${report}`, { query: `?recipient=${from()}` })
  await hand(report.replace('5.1.1', person.name).slice(0, 200))
}

/** What a plan reminds of fails for one document, and is due for another. */
async function remind(document: string): Promise<void> {
  const due = `'{"remind_at": "2026-01-01T00:00:00Z"}'::jsonb`
  await scene.sql(
    `insert into documents (id, snapshot)
     select md5('due'), d.snapshot::jsonb || ${due} || jsonb_build_object('id', md5('due'), 'acts', '[]'::jsonb, 'revisions', '[]'::jsonb,
       'participants', jsonb_build_array(d.snapshot::jsonb #> '{participants,0}' || '{"id": "nobody"}'))
     from documents d where d.id = $1`,
    [document],
  )
  await scene.sql(
    `update documents set snapshot = jsonb_set(snapshot::jsonb, '{reminding,at}', '"2026-01-01T00:00:00Z"') || ${due} where id = $1`,
    [document],
  )
}

async function bySms(administrator: Browser): Promise<void> {
  const sent = await send({ tel, callback: '1', email: person.email })
  await refusedCalls(sent.id)
  const path = `/documents/${sent.id}/participants/${sent.recipient}/signing_url`
  const statement = {
    authentication_method: 'password',
    authentication_instant: '2026-11-30T09:00:00Z',
    authentication_subject: person.subject,
  }
  const { body } = await caller.call('POST', path, { form: statement })
  const base = new URL(body.url).pathname
  learn('a consent URL', base.slice(3))
  await strayRequests(base)
  await askForAnotherNumber(sent, base, administrator)
  const first = scene.browser()
  await first.get(base)
  await first.post(`${base}/phone`, { tel: mistyped })
  await withDatabaseThatQuotes('insert', async () => {
    await first.get(base)
    expect((await first.post(`${base}/phone`, { tel })).status).toBe(500)
  })
  learnCookies(first.cookies)
  const browser = scene.browser()
  gateway.answering(400, 200, 503, 200)
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel: `${tel.slice(0, 3)}-${tel.slice(3, 7)}-${tel.slice(7)}` })
  learn('a code that nobody got', (await gateway.text(1)).code)
  await until('it is refused', async () => (await stateOfSms(sent.recipient)) === 'rejected')
  await again(browser, base, sent.recipient)
  const lost = await gateway.text(2)
  learn('a code that was lost', lost.code)
  learn('the address for a receipt', new URL(lost.receipt).pathname.slice(-24))
  await until('it is taken', async () => (await stateOfSms(sent.recipient)).endsWith('submitted'))
  expect(await gateway.tell(lost, 'lost')).toBeLessThan(300)
  await until('it is lost', async () => (await stateOfSms(sent.recipient)).endsWith('undelivered'))
  await withDatabaseThatQuotes('update', async () => {
    await again(browser, base, sent.recipient)
    await until('a job fails', () => scene.server.process().output().includes('a job failed'))
  })
  const right = await gateway.text(4)
  learn('the code', right.code)
  learn('a wrong code', wrongCode(right.code))
  await until('the last is taken', async () => (await stateOfSms(sent.recipient)).endsWith('submitted'))
  await gateway.tell(right, 'there')
  await browser.post(`${base}/code`, { code: wrongCode(right.code) })
  await browser.post(`${base}/code`, { code: right.code })
  expect(browser.page.path).toBe(`${base}/review`)
  learnCookies(browser.cookies)
  const fields = Object.fromEntries(
    [...browser.page.html.matchAll(/<(?:input|textarea)\b[^>]*name="(widget-[^"]+)"/g)].map(
      ([, name = '']) => [name, person.entry],
    ),
  )
  expect(Object.keys(fields)).toHaveLength(1)
  await browser.post(`${base}/confirm`, fields)
  await browser.post(`${base}/consent`)
  const { integrator } = scene
  await waitForStatus(
    { documentId: sent.id, fileId: sent.file, participants: [sent.recipient], integrator },
    2,
  )
  await browser.get(`${base}/sealed/${sent.file}`)
  await browser.get(`${base}/nowhere/${encodeURIComponent(person.name)}`)
}

async function byMail(): Promise<string> {
  const plan = { from: 'request', first: 3, every: 3, most: 3 }
  await scene.sql('update teams set reminder_plan = $1', [JSON.stringify(plan)])
  const waiting = await send({ email: person.waits })
  await send({ email: person.second })
  await send({ email: person.email, access_code: person.accessCode })
  const links = () =>
    mail
      .taken()
      .filter(({ to }) => to[0] === person.email)
      .flatMap(({ content }) => part(content, 'text/plain').match(/http\S+\/s\/\S+/) ?? [])
  await until('the request arrives', () => links().length > 0)
  const link = links()[0] ?? ''
  const base = new URL(link).pathname
  learn('the link of a mail', base.slice(3))
  const browser = openBrowser(new URL(link).origin)
  await browser.get(link)
  await browser.post(`${base}/open`, { access_code: person.wrongAccessCode })
  await browser.post(`${base}/open`, { access_code: person.accessCode })
  await browser.get(`${base}/decline`)
  await browser.post(`${base}/decline`, { reason: person.reason })
  learnCookies(browser.cookies)
  return waiting.id
}

test(
  'of a whole flow nothing that people told us, and nothing that proves who they are, is in the log, a measurement or a trace',
  needs(aiosmtpd),
  async () => {
    const administrator = await enterConsole(scene.server)
    learnCookies(administrator.cookies)
    await openBrowser(scene.server.url).get(`/console/sign-in?email=${person.email}`)
    const stranger = openBrowser(scene.server.url)
    await stranger.get('/console/sign-in')
    await stranger.post('/console/sign-in', { email: person.email, password: person.accessCode })
    await stranger.post('/console/sign-in', { email: scene.server.email, password: person.accessCode })
    receiver.behave({ status: 500, body: `${person.name} ${tel}` }, { status: 204 })
    const hook = await addWebhook(administrator, `${receiver.url}/${hookSecret}?key=${hookSecret}`, {
      events: publishedEvents,
    })
    learn('the secret of a webhook', hook.secret ?? '')
    await addWebhook(administrator, `http://127.0.0.1:9/?key=${hookSecret}`, {
      format: 'compatible',
      events: ['document.concluded', 'participant.declined', 'mail.rejected'],
    })
    await bySms(administrator)
    const waiting = await byMail()
    await comesBack()
    const types = () => new Set(receiver.received.map(({ body }) => JSON.parse(body).type))
    for (const type of [
      'sms.rejected',
      'sms.undelivered',
      'sms.submitted',
      'tel.mismatched',
      'participant.consented',
      'participant.declined',
      'document.concluded',
      'mail.rejected',
      'tel_request.made',
    ])
      await until(`the team hears of ${type}`, () => types().has(type))
    await mail.mailWith(person.reportee)
    await until('the mails have gone', () => mail.taken().some(({ to }) => to[0] === person.reportee))
    const answer = await fetch(`${scene.server.url}/metrics`, {
      headers: { authorization: `Bearer ${operatorToken}` },
    })
    expect(answer.status).toBe(200)
    const before = scene.server.process()
    await before.stop()
    await remind(waiting)
    await scene.server.restart()
    await until('a reminder fails', () => scene.server.process().output().includes('"reminder.failed"'))
    // Evaluation prints what it made up besides; the log are the lines of JSON.
    const log = (before.output() + scene.server.process().output())
      .split('\n')
      .filter((line) => line.startsWith('{'))
      .join('\n')
    for (const event of [
      'sms.answer',
      'sms.receipt',
      'mail.answer',
      'a job failed',
      'a signing page failed',
      'mail.bounce',
    ])
      expect(log).toContain(event)
    expect(foundIn(log, told), 'in the log').toEqual([])
    expect(foundIn(await answer.text(), told), 'in a measurement').toEqual([])
    // What the process still holds of its spans it hands over at its end.
    await scene.server.process().stop()
    for (const name of ['POST /s/:token/code', 'send sms', 'send webhook', 'send mail', 'job send-sms'])
      await collector.named(name)
    expect(foundIn(collector.bytes(), told), 'in a trace').toEqual([])
  },
)

test('what is looked for is found, however it is written', () => {
  const [name, code] = [
    { what: 'name', text: '隠岐島 たまき' },
    { what: 'code', text: '481516' },
  ]
  const all = [name, code, ...formsOfTel(tel).map((text) => ({ what: 'tel', text }))]
  const encoded = encodeURIComponent(name.text)
  const base64 = Buffer.from(`{"to":"${name.text}","a":1}`).toString('base64')
  for (const text of [
    name.text,
    encoded,
    encoded.toLowerCase(),
    base64,
    Buffer.from(name.text).toString('hex'),
  ])
    expect(foundIn(text, all), text).toEqual(['name'])
  for (const text of ['+819073541896', '090-7354-1896', '07354189 7354-1896', '０９０７３５４１８９６'])
    expect(foundIn(`<${text}>`, all), text).toEqual(['tel'])
  expect(foundIn('"code":"481516"', all)).toEqual(['code'])
  expect(foundIn('id a481516f, 0.481516, 14815162', all)).toEqual([])
})
