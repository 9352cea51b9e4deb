/** Twilio and AWS, by the answers that their references document. */
import { afterEach, beforeEach, describe, expect, it, test } from 'vitest'
import { signedHeaders } from '#server/adapters/http/aws-signature.ts'
import { type AwsAccount, createAwsGateway } from '#server/adapters/sms/aws-gateway.ts'
import { createTwilioGateway } from '#server/adapters/sms/twilio-gateway.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'
import {
  awsError,
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioError,
} from '#tests/support/recorded-service.ts'

const clock = { now: () => new Date('2026-11-30T09:00:00Z') }
const message: SmsMessage = {
  idempotencyKey: 'sms-1',
  to: '+819012345678',
  text: '【むすび不動産】認証コード 123456 (5分間有効)',
  expiresAt: new Date('2026-11-30T09:04:30Z'),
  receiptUrl: 'https://sign.example.jp/sms/receipts/first/sms-1/proof',
}

let service: RecordedService
beforeEach(async () => {
  service = await startRecordedService({ status: 200, body: '{}' })
})
afterEach(() => service.close())

describe('Twilio', () => {
  const account = 'ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'
  const send = (changes = {}, sent = message) =>
    createTwilioGateway(
      { account, user: account, password: 'token', from: '+815012345678', endpoint: service.url, ...changes },
      clock,
    ).send(sent)

  it('is asked by form and Basic authentication, with validity and callback, and its sid is kept', async () => {
    service.answering = twilioCreated('SM1')
    expect(await send()).toEqual({ outcome: 'accepted', providerId: 'SM1', segments: 1 })
    const [asked] = service.asked
    expect(asked).toMatchObject({ method: 'POST', path: `/2010-04-01/Accounts/${account}/Messages.json` })
    expect(asked?.headers.authorization).toBe(`Basic ${Buffer.from(`${account}:token`).toString('base64')}`)
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      To: '+819012345678',
      From: '+815012345678',
      Body: message.text,
      ValidityPeriod: '270',
      StatusCallback: message.receiptUrl,
    })
  })

  it('is given a messaging service as that, and no callback to a machine that it cannot reach', async () => {
    service.answering = twilioCreated('SM1')
    await send(
      { from: 'MGbbbb', endpoint: service.url.replace('127.0.0.1', 'localhost') },
      {
        ...message,
        receiptUrl: 'http://127.0.0.1:3000/sms/receipts/first/sms-1/proof',
      },
    )
    const form = Object.fromEntries(new URLSearchParams(service.asked[0]?.body))
    expect(form).toMatchObject({ MessagingServiceSid: 'MGbbbb' })
    expect(Object.keys(form)).not.toContain('StatusCallback')
    expect(Object.keys(form)).not.toContain('From')
  })

  it.each([
    [
      'an invalid number',
      twilioError(400, 21211),
      { outcome: 'rejected', reason: 'twilio_21211', tryAgain: false },
    ],
    [
      'a recipient who stopped',
      twilioError(400, 21610),
      { outcome: 'rejected', reason: 'twilio_21610', tryAgain: false },
    ],
    [
      'a wrong token',
      twilioError(401, 20003),
      { outcome: 'rejected', reason: 'twilio_20003', tryAgain: false },
    ],
    [
      'too many requests',
      twilioError(429, 20429),
      { outcome: 'rejected', reason: 'twilio_20429', tryAgain: true },
    ],
    [
      'a full queue',
      twilioError(400, 21611),
      { outcome: 'rejected', reason: 'twilio_21611', tryAgain: true },
    ],
    ['a 503', { status: 503, body: 'busy' }, { outcome: 'rejected', reason: 'http_503', tryAgain: true }],
    ['a 500', twilioError(500, 20500), { outcome: 'unknown', reason: 'twilio_20500' }],
    ['a cut line', 'cut' as const, { outcome: 'unknown', reason: 'cut_after_writing' }],
  ])('answers with %s', async (_, answering, outcome) => {
    service.answering = answering
    expect(await send()).toEqual(outcome)
  })
})

describe('AWS', () => {
  const account = (): AwsAccount => ({
    region: 'ap-northeast-1',
    keyId: 'AKIDEXAMPLE',
    secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
    sessionToken: null,
    origination: 'MUSUBI',
    configurationSet: '',
    endpoint: service.url,
  })

  it('is asked for SendTextMessage, signed, with the time to live, and its id is kept', async () => {
    service.answering = { status: 200, body: '{"MessageId":"m-1"}' }
    expect(await createAwsGateway(account(), clock).send(message)).toEqual({
      outcome: 'accepted',
      providerId: 'm-1',
      segments: 1,
    })
    const [asked] = service.asked
    expect(asked?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'PinpointSMSVoiceV2.SendTextMessage',
      'x-amz-date': '20261130T090000Z',
      host: new URL(service.url).host,
    })
    expect(asked?.headers.authorization).toMatch(
      /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/20261130\/ap-northeast-1\/sms-voice\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
    )
    expect(JSON.parse(asked?.body ?? '')).toEqual({
      DestinationPhoneNumber: '+819012345678',
      OriginationIdentity: 'MUSUBI',
      MessageBody: message.text,
      MessageType: 'TRANSACTIONAL',
      TimeToLive: 270,
      Context: { musubi: 'sms-1' },
    })
  })

  it.each([
    [
      'too many requests',
      awsError(400, 'ThrottlingException'),
      { outcome: 'rejected', reason: 'aws_ThrottlingException', tryAgain: true },
    ],
    [
      'a wrong number',
      awsError(400, 'ValidationException'),
      { outcome: 'rejected', reason: 'aws_ValidationException', tryAgain: false },
    ],
    [
      'no right to send',
      awsError(400, 'AccessDeniedException'),
      { outcome: 'rejected', reason: 'aws_AccessDeniedException', tryAgain: false },
    ],
    [
      'its limit of spending',
      awsError(402, 'ServiceQuotaExceededException'),
      { outcome: 'rejected', reason: 'aws_ServiceQuotaExceededException', tryAgain: false },
    ],
    [
      'a failure of its own',
      awsError(500, 'InternalServerException'),
      { outcome: 'unknown', reason: 'aws_InternalServerException' },
    ],
    [
      'a 503 of the proxy',
      { status: 503, body: '' },
      { outcome: 'rejected', reason: 'http_503', tryAgain: true },
    ],
    ['a cut line', 'cut' as const, { outcome: 'unknown', reason: 'cut_after_writing' }],
  ])('answers with %s', async (_, answering, outcome) => {
    service.answering = answering
    expect(await createAwsGateway(account(), clock).send(message)).toEqual(outcome)
  })

  it('is not asked for a text that would outlive its code', async () => {
    const sent = { ...message, expiresAt: new Date(clock.now().getTime() + 4_000) }
    expect(await createAwsGateway(account(), clock).send(sent)).toMatchObject({ reason: 'expired' })
    expect(service.asked).toEqual([])
  })

  // AWS's published suite for Signature Version 4: get-vanilla, post-vanilla, post-x-www-form-urlencoded.
  test.each([
    ['GET', {}, '', '5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31'],
    ['POST', {}, '', '5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b'],
    [
      'POST',
      { 'content-type': 'application/x-www-form-urlencoded' },
      'Param1=value1',
      'ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a',
    ],
  ])('signs %s as the published vectors say', (method, headers, body, signature) => {
    const signed = signedHeaders(
      { method, url: new URL('https://example.amazonaws.com/'), headers, body },
      { keyId: 'AKIDEXAMPLE', secretKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', sessionToken: null },
      { region: 'us-east-1', service: 'service', at: new Date('2015-08-30T12:36:00Z') },
    )
    expect(signed.authorization).toContain(`Signature=${signature}`)
  })
})
