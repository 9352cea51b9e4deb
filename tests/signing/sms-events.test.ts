/** AWS's events at the address of ours: from SNS on loopback, over TLS in its name, to the state of an SMS. */
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { issue } from '#tests/support/certificate-maker.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { type RecordedService, startRecordedService } from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { event, notification, signed, subscription, topic } from '#tests/support/sns-messages.ts'
import { until } from '#tests/support/until.ts'

const root = issue({ name: 'Test Root', kind: 'authority' })
const site = issue({ name: 'sns.eu-west-1.amazonaws.com', kind: 'tls', by: root })
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const signer = issue({ name: 'sns.amazonaws.com', kind: 'tls', by: root, keys })

let directory: string
let sns: Server
let asked: string[]
let aws: RecordedService
let server: TestServer

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-sns-'))
  asked = []
  sns = createServer({ key: site.keyPem, cert: site.chainPem }, (request, response) => {
    asked.push(request.url ?? '')
    response.end(request.url?.endsWith('.pem') ? signer.certPem : '<ConfirmSubscriptionResponse/>')
  }).listen(0, '127.0.0.1')
  await once(sns, 'listening')
  const { port } = sns.address() as AddressInfo
  // The server's own requests, whose name leads to this machine: nothing else about them is changed.
  const here = join(directory, 'sns-is-here.mjs')
  await writeFile(
    here,
    `import https from 'node:https'
import { syncBuiltinESMExports } from 'node:module'
const real = https.request
const lookup = (_name, options, done) => options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4)
https.request = (url, options) => url.hostname === '${site.name}' ? real(url, { ...options, port: ${port}, lookup }) : real(url, options)
syncBuiltinESMExports()
`,
  )
  await writeFile(join(directory, 'root.pem'), root.certPem)
  aws = await startRecordedService({ status: 200, body: '{}' })
  server = await startTestServer({
    env: {
      SMS_GATEWAY: 'aws',
      SMS_AWS_REGION: 'eu-west-1',
      SMS_AWS_KEY_ID: 'AKIDEXAMPLE',
      SMS_AWS_SECRET_KEY: 'secret',
      SMS_AWS_ENDPOINT: aws.url,
      SMS_AWS_CONFIGURATION_SET: 'musubi',
      SMS_AWS_EVENTS_TOPIC: topic.arn,
      NODE_OPTIONS: `--import ${pathToFileURL(here).href}`,
      NODE_EXTRA_CA_CERTS: join(directory, 'root.pem'),
    },
  })
})
afterAll(async () => {
  await server?.close()
  aws?.close()
  sns?.close()
  await rm(directory, { recursive: true, force: true })
})

const post = (body: string, path = '/sms/events/first') =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain; charset=UTF-8' },
    body,
  })
const tell = (messageId: string, eventType: string) =>
  post(signed(notification({ Message: event({ messageId, eventType }) }), signer))

let ids = 0
async function sms(early?: string) {
  ids += 1
  const id = `862a8790-60c0-4430-9b2b-${ids}`
  aws.answering = { status: 200, body: JSON.stringify({ MessageId: id }) }
  if (early !== undefined) expect((await tell(id, early)).status).toBe(200)
  const tel = freshTel()
  const sent = await sendDocument(await signInIntegrator(server.url, server.clientId), {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  await browser.get(url)
  await browser.post(`${new URL(url).pathname}/phone`, { tel })
  const state = async () => {
    const rows = await rowsOf(
      server,
      'select state from sms_messages where document_id = $1',
      sent.documentId,
    )
    return rows[0]?.state
  }
  await until('it was handed over', async () => !['queued', 'submitting'].includes(String(await state())))
  const failures = async () =>
    (
      await rowsOf(
        server,
        `select 1 from audit where document_id = $1 and type = 'sms.undelivered'`,
        sent.documentId,
      )
    ).length
  return { id, state, failures }
}

test('the subscription of the topic is confirmed at SNS', async () => {
  const answer = await post(signed(subscription({ SignatureVersion: '2' }), signer))
  expect({ status: answer.status, body: await answer.text() }).toEqual({ status: 200, body: 'ok\n' })
  expect(asked.filter((path) => path.startsWith('/?Action=ConfirmSubscription&'))).toHaveLength(1)
})

test('the state follows; steps on the way, repeats and contradictions change nothing', async () => {
  const { id, state, failures } = await sms()
  for (const step of ['TEXT_QUEUED', 'TEXT_SENT', 'TEXT_SUCCESSFUL'])
    expect((await tell(id, step)).status).toBe(200)
  expect(await state()).toBe('submitted')
  const all = await Promise.all(Array.from({ length: 10 }, () => tell(id, 'TEXT_UNREACHABLE')))
  expect(all.map(({ status }) => status)).toEqual(Array(10).fill(200))
  expect([await state(), await failures()]).toEqual(['undelivered', 1])
  await tell(id, 'TEXT_DELIVERED')
  await tell(id, 'TEXT_SPAM')
  expect([await state(), await failures()]).toEqual(['delivered', 1])
  expect(server.process().output()).toMatch(
    /"event":"sms\.receipt".*"state":"undelivered","code":"aws_TEXT_UNREACHABLE"/,
  )
  expect(server.process().output()).not.toMatch(/819012345678|12065550152/)
})

test('an event that comes before the answer of the service is not lost', async () => {
  const { state } = await sms('TEXT_DELIVERED')
  expect(await state()).toBe('delivered')
})

test('an event of no SMS of ours, or of an unknown type, moves nothing and is well received', async () => {
  const { id, state } = await sms()
  expect((await tell('of-nobody', 'TEXT_BLOCKED')).status).toBe(200)
  expect((await tell(id, 'TEXT_EATEN')).status).toBe(200)
  expect(await state()).toBe('submitted')
  expect(server.process().output()).toContain('"type":"TEXT_EATEN"')
})

test('what is forged, of another topic, old, raw, huge or no text is refused, and moves nothing', async () => {
  const { id, state } = await sms()
  const Message = event({ messageId: id, eventType: 'TEXT_BLOCKED' })
  const stranger = issue({
    name: 'sns.amazonaws.com',
    by: root,
    keys: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  })
  const of = (changes: Record<string, string>) => signed(notification({ Message, ...changes }), signer)
  const answers = [
    await post(signed(notification({ Message }), stranger)),
    await post(of({ TopicArn: 'arn:aws:sns:eu-west-1:999999999999:MyTopic' })),
    await post(
      of({
        SigningCertURL: 'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem',
      }),
    ),
    await post(of({ Timestamp: '2012-05-02T00:54:06.655Z' })),
    await post(Message),
    await post(of({ Subject: 'x'.repeat(70_000) })),
    await fetch(`${server.url}/sms/events/first`, { method: 'POST', body: Buffer.from([0x7b, 0xff, 0x7d]) }),
  ]
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 403, 403, 400, 400, 400])
  expect(await state()).toBe('submitted')
})

test('where no topic is named there is nothing', async () => {
  for (const place of ['second', 'third', 'first-voice', '__proto__'])
    expect((await post('{}', `/sms/events/${place}`)).status).toBe(404)
})
