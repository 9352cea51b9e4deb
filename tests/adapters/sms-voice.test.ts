/** Calls that read a code aloud: Twilio by its references of the Call resource and of TwiML, and a template of the operator's. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { httpTemplateProblems } from '#server/adapters/sms/http-template.ts'
import { createTwilioVoice, twilioCallScript } from '#server/adapters/sms/twilio-voice.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'
import { type RecordedService, startRecordedService, twilioError } from '#tests/support/recorded-service.ts'

const clock = { now: () => new Date('2026-11-30T09:00:00Z') }
const message: SmsMessage = {
  idempotencyKey: 'sms-1',
  to: '+819012345678',
  text: 'むすび不動産からのご依頼です。認証コードは、1、2、3、4、5、6。くり返します。1、2、3、4、5、6。',
  expiresAt: new Date('2026-11-30T09:04:30Z'),
  language: 'ja',
  receiptUrl: 'https://sign.example.jp/sms/receipts/first-voice/sms-1/proof',
  answerUrl: 'https://sign.example.jp/sms/calls/first-voice/sms-1/proof',
}
const account = 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'

let service: RecordedService
beforeEach(async () => {
  service = await startRecordedService({ status: 201, body: '{"sid":"CA1","status":"queued"}' })
})
afterEach(() => service.close())

const call = (changes: Partial<SmsMessage> = {}) =>
  createTwilioVoice(
    { account, user: account, password: 'token', from: '+815012345678', endpoint: service.url },
    clock,
  ).send({ ...message, ...changes })

test('Twilio is asked for a call that asks for a key; the code is not in what it is sent', async () => {
  expect(await call()).toEqual({ outcome: 'accepted', providerId: 'CA1', segments: 1 })
  const [asked] = service.asked
  expect(asked).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${account}/Calls.json` })
  const { Twiml, ...form } = Object.fromEntries(new URLSearchParams(asked?.body))
  expect(form).toEqual({
    To: '+819012345678',
    From: '+815012345678',
    Timeout: '25',
    TimeLimit: '120',
    StatusCallback: message.receiptUrl,
  })
  expect(Twiml).toContain(`numDigits="1" timeout="6" method="POST" action="${message.answerUrl}"`)
  expect(Twiml?.match(/<Say language="ja-JP">/g)).toHaveLength(2)
  expect(Twiml).not.toMatch(/むすび不動産|2|3、4/)
  expect((Twiml ?? '').length).toBeLessThan(4000)
})

test('in English it speaks English', async () => {
  await call({ language: 'en' })
  expect(new URLSearchParams(service.asked[0]?.body).get('Twiml')).toContain(
    '<Say language="en-US">This call',
  )
})

test.each([
  [429, { outcome: 'rejected', reason: 'twilio_20429', tryAgain: true }, 20429],
  [403, { outcome: 'rejected', reason: 'twilio_10004', tryAgain: true }, 10004],
  [400, { outcome: 'rejected', reason: 'twilio_21215', tryAgain: false }, 21215],
  [400, { outcome: 'rejected', reason: 'twilio_21217', tryAgain: false }, 21217],
])('an answer of %i is %o', async (status, outcome, code) => {
  service.answering = twilioError(status, code)
  expect(await call()).toEqual(outcome)
})

test('a line that breaks leaves it unknown whether it rings; a code that has run out calls nobody', async () => {
  service.answering = 'cut'
  expect(await call()).toMatchObject({ outcome: 'unknown' })
  expect(await call({ expiresAt: clock.now() })).toMatchObject({ outcome: 'rejected', reason: 'expired' })
  expect(service.asked).toHaveLength(1)
})

test('where Twilio could not ask us for the code, nobody is called', async () => {
  const answerUrl = 'http://localhost:3000/sms/calls/first-voice/sms-1/proof'
  expect(await call({ answerUrl })).toEqual({
    outcome: 'rejected',
    reason: 'no_public_address',
    tryAgain: false,
  })
  expect(service.asked).toEqual([])
})

test('what is said is text, whatever a name holds', () => {
  const { body, type } = twilioCallScript('token').say('A & <Dial>"B"</Dial>', 'ja')
  expect(type).toMatch(/^text\/xml/)
  expect(body).toContain('<Say language="ja-JP">A &amp; &lt;Dial&gt;&quot;B&quot;&lt;/Dial&gt;</Say>')
})

const template = {
  method: 'POST' as const,
  url: '',
  body: 'json' as const,
  fields: { tel: '{to}', pin: '{code}', lang: '{language}', callback: '{receipt_url}' },
  numberFormat: 'national' as const,
  timeoutMs: 5_000,
  readId: '/id',
}

test('a template has a gateway call with the bare code', async () => {
  service.answering = { status: 200, body: '{"id":"c-1"}' }
  const gateway = createHttpSmsGateway({ ...template, url: service.url }, clock, true)
  expect(await gateway.send(message)).toMatchObject({ outcome: 'accepted', providerId: 'c-1' })
  expect(JSON.parse(service.asked[0]?.body ?? '')).toEqual({
    tel: '09012345678',
    pin: '123456',
    lang: 'ja',
    callback: message.receiptUrl,
  })
})

test('{code} is for calls only, and a call needs it or {text}', () => {
  const url = 'https://voice.example.jp'
  expect(httpTemplateProblems({ ...template, url }, true)).toEqual([])
  expect(httpTemplateProblems({ ...template, url })).toEqual([
    'field pin has an unknown placeholder',
    'field lang has an unknown placeholder',
    'no field has {text}',
  ])
  expect(httpTemplateProblems({ ...template, url, fields: { tel: '{to}' } }, true)).toEqual([
    'no field has {text} or {code}',
  ])
})
