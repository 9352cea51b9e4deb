/** AWS's events through SNS, in the forms that its guides show, signed by a certificate of our own. */
import { generateKeyPairSync } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import type { Exchange } from '#server/adapters/http/http-exchange.ts'
import { createAwsEvents } from '#server/adapters/sms/aws-events.ts'
import { type Issued, issue } from '#tests/support/certificate-maker.ts'
import {
  certificateUrl,
  confirmUrl,
  event,
  type Members,
  minutesFromNow,
  notification,
  signed,
  site,
  subscription,
  topic,
} from '#tests/support/sns-messages.ts'

const clock = { now: () => new Date() }
const days = (count: number) => new Date(Date.now() + count * 86_400_000)

const rsaKeys = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const root = issue({ name: 'Test Root', kind: 'authority' })
const keys = rsaKeys()
const named = (name: string, more = {}) => issue({ name, kind: 'tls', by: root, keys, ...more })
const usual = named('sns.amazonaws.com')

const page = (body: string, status = 200): Exchange => ({ end: 'answered', status, body, retryAfter: null })
let asked: string[]
let answers: Record<string, Exchange>
beforeEach(() => {
  asked = []
  answers = { [certificateUrl]: page(usual.certPem), [confirmUrl]: page('<ConfirmSubscriptionResponse/>') }
})

const reader = () =>
  createAwsEvents(topic, clock, async (url) => {
    asked.push(url)
    return answers[url] ?? page('', 403)
  })
const told = (members: Members, by: Issued = usual) => reader()(signed(members, by))
const arrived = {
  told: 'receipt',
  providerId: '862a8790-60c0-4430-9b2b-658bdexample',
  state: 'delivered',
  code: 'aws_TEXT_DELIVERED',
}

describe('a notification', () => {
  it.each(['1', '2'])('is believed by signature version %s', async (SignatureVersion) => {
    expect(await told(notification({ SignatureVersion }))).toEqual(arrived)
    expect(await told(notification({ SignatureVersion, Subject: 'My First Message' }))).toEqual(arrived)
    expect(asked).toEqual([certificateUrl, certificateUrl])
  })

  it.each([
    ['TEXT_UNREACHABLE', 'undelivered'],
    ['TEXT_CARRIER_UNREACHABLE', 'undelivered'],
    ['TEXT_BLOCKED', 'undelivered'],
    ['TEXT_CARRIER_BLOCKED', 'rejected'],
    ['TEXT_SPAM', 'rejected'],
    ['TEXT_INVALID', 'rejected'],
    ['TEXT_INVALID_MESSAGE', 'rejected'],
    ['TEXT_PROTECT_BLOCKED', 'rejected'],
    ['TEXT_TTL_EXPIRED', 'expired'],
  ])('of %s says %s', async (eventType, state) => {
    const expected = { ...arrived, state, code: `aws_${eventType}` }
    expect(await told(notification({ Message: event({ eventType }) }))).toEqual(expected)
    expect(await told(notification({ Message: event({ eventType, context: undefined }) }))).toEqual(expected)
    expect(await told(notification({ Message: event({ eventType, isFinal: false }) }))).toEqual({
      told: 'step',
    })
  })

  it.each([
    'TEXT_QUEUED',
    'TEXT_PENDING',
    'TEXT_SENT',
    'TEXT_SUCCESSFUL',
    'TEXT_UNKNOWN',
  ])('of %s ends nothing', async (eventType) => {
    expect(await told(notification({ Message: event({ eventType }) }))).toEqual({ told: 'step' })
  })

  it('of another program in the account is no receipt of ours', async () => {
    expect(await told(notification({ Message: event({ context: { account: 'bar' } }) }))).toEqual({
      told: 'step',
    })
  })

  it.each([
    ['what is no JSON', 'Hello world!', 'none'],
    ['another type', event({ eventType: 'VOICE_COMPLETED' }), 'VOICE_COMPLETED'],
    ['a type that is none', event({ eventType: '+819012345678' }), 'none'],
    ['no id', event({ messageId: undefined }), 'TEXT_DELIVERED'],
    ['an id that is none', event({ messageId: 'a\u0000b' }), 'TEXT_DELIVERED'],
    ['an endless id', event({ messageId: 'a'.repeat(101) }), 'TEXT_DELIVERED'],
    ['a list', '[]', 'none'],
  ])('with %s says nothing', async (_, Message, type) => {
    expect(await told(notification({ Message }))).toEqual({ told: 'other', type })
  })
})

describe('is not believed', () => {
  it.each([
    'Message',
    'MessageId',
    'Timestamp',
    'Type',
    'Subject',
  ])('with another %s than was signed', async (name) => {
    const members = JSON.parse(signed(notification({ Subject: 'a' }), usual))
    const changed = { Message: event({ eventType: 'TEXT_SPAM' }), Timestamp: minutesFromNow(-2) }
    const body = JSON.stringify({
      ...members,
      Type: 'Notification',
      [name]: 'b',
      ...(name in changed ? changed : {}),
    })
    const expected = name === 'Type' ? { told: 'unreadable' } : { told: 'forged', reason: 'signature' }
    expect(await reader()(body)).toEqual(expected)
  })

  it('by another key, no signature, or the other hash', async () => {
    const other = issue({ name: 'sns.amazonaws.com', kind: 'tls', by: root, keys: rsaKeys() })
    expect(await told(notification(), other)).toEqual({ told: 'forged', reason: 'signature' })
    const members = JSON.parse(signed(notification(), usual))
    for (const changes of [{ Signature: '' }, { Signature: '%%%' }, { SignatureVersion: '2' }])
      expect(await reader()(JSON.stringify({ ...members, ...changes }))).toEqual({
        told: 'forged',
        reason: 'signature',
      })
  })

  it('of another topic, though line ends make what was signed look like ours', async () => {
    const own = 'arn:aws:sns:eu-west-1:999999999999:Theirs'
    expect(await told(notification({ TopicArn: own }))).toEqual({ told: 'forged', reason: 'other_topic' })
    expect(
      await told(notification({ TopicArn: `${topic.arn}\nType\nNotification\nTopicArn\n${own}` })),
    ).toEqual({
      told: 'forged',
      reason: 'other_topic',
    })
    expect(asked).toEqual([])
  })

  it.each([
    'https://sns.eu-west-1.amazonaws.com.evil.example/SimpleNotificationService-a.pem',
    'https://sns.us-east-1.amazonaws.com/SimpleNotificationService-a.pem',
    'http://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem',
    'https://sns.eu-west-1.amazonaws.com:444/SimpleNotificationService-a.pem',
    'https://sns.eu-west-1.amazonaws.com@evil.example/SimpleNotificationService-a.pem',
    'https://evil.example/?https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-a.pem',
    `${site}../SimpleNotificationService-a.pem`,
    `${site}SimpleNotificationService-a.pem?x=/SimpleNotificationService-a.pem`,
    `${site}SimpleNotificationService-a/../../bucket.pem`,
    `${site}\\@evil.example/SimpleNotificationService-a.pem`,
    `${site}SimpleNotificationService-a.pem\n`,
    `${site}?Action=Publish`,
  ])('with a certificate at %s, from where nothing is fetched', async (SigningCertURL) => {
    expect(await told(notification({ SigningCertURL }))).toEqual({ told: 'forged', reason: 'elsewhere' })
    expect(asked).toEqual([])
  })

  it.each([
    ['of another name', () => named('evil.example')],
    ['of a name that begins alike', () => named('sns.amazonaws.com.evil.example')],
    ['that ran out', () => named('sns.amazonaws.com', { from: days(-9), until: days(-1) })],
    ['of tomorrow', () => named('sns.amazonaws.com', { from: days(1), until: days(9) })],
    ['of an authority', () => named('sns.amazonaws.com', { kind: 'authority' })],
    ['on another kind of key', () => issue({ name: 'sns.amazonaws.com', kind: 'tls', by: root })],
  ])('by a certificate %s', async (_, make) => {
    answers[certificateUrl] = page(make().certPem)
    expect(await told(notification())).toEqual({ told: 'forged', reason: 'certificate' })
  })

  it('by a page that is no certificate, or is not there', async () => {
    for (const answer of [page('<html>'), page(''), page('', 404), page(usual.certPem, 302)]) {
      answers[certificateUrl] = answer
      expect(await told(notification())).toEqual({ told: 'forged', reason: 'certificate' })
    }
  })

  it('hours later, or ahead of time; while SNS tries again it is', async () => {
    const at = (Timestamp: string) => told(notification({ Timestamp }))
    expect(await at(minutesFromNow(-121))).toEqual({ told: 'forged', reason: 'old' })
    expect(await at(minutesFromNow(16))).toEqual({ told: 'forged', reason: 'old' })
    expect(await at('2012-05-02T00:54:06.655Z')).toEqual({ told: 'forged', reason: 'old' })
    expect(await at('9999-99-99T00:00:00Z')).toEqual({ told: 'unreadable' })
    expect(await at(minutesFromNow(-75))).toEqual(arrived)
  })

  it.each([
    '',
    '[]',
    'null',
    '{}',
    '{"Type":"__proto__"}',
    event(),
    '{"Type":"Notification"}',
    '"'.repeat(9),
  ])('as %s, which is no message of SNS', async (body) => {
    expect(await reader()(body)).toEqual({ told: 'unreadable' })
    expect(asked).toEqual([])
  })

  it('of a third version', async () => {
    expect(await told(notification({ SignatureVersion: '3' }))).toEqual({ told: 'unreadable' })
  })
})

describe('the certificate', () => {
  it.each([
    'sns.amazonaws.com',
    'sns-signing.eu-west-1.amazonaws.com',
    'sns.eu-west-1.amazonaws.com',
  ])('may be named %s', async (name) => {
    answers[certificateUrl] = page(named(name).certPem)
    expect(await told(notification())).toEqual(arrived)
  })

  it('is fetched once for many messages, also where they come at once', async () => {
    const read = reader()
    const body = signed(notification(), usual)
    expect(await Promise.all(Array.from({ length: 20 }, () => read(body)))).toEqual(Array(20).fill(arrived))
    expect(await read(body)).toEqual(arrived)
    expect(asked).toEqual([certificateUrl])
  })

  it('that cannot be fetched now may be later', async () => {
    const read = reader()
    const gone: Exchange[] = [
      page('', 503),
      page('', 429),
      { end: 'not_written', reason: 'connect_timeout' },
      { end: 'lost', reason: 'cut_after_writing' },
    ]
    for (const answer of gone) {
      answers[certificateUrl] = answer
      expect(await read(signed(notification(), usual))).toEqual({ told: 'unavailable' })
    }
    answers[certificateUrl] = page(usual.certPem)
    expect(await read(signed(notification(), usual))).toEqual(arrived)
  })

  it('is asked for four at a time, whatever names somebody makes up', async () => {
    const waiting = Promise.withResolvers<void>()
    const read = createAwsEvents(topic, clock, async (url) => {
      asked.push(url)
      await waiting.promise
      return page('', 403)
    })
    const all = Array.from({ length: 30 }, (_, at) =>
      read(signed(notification({ SigningCertURL: `${site}SimpleNotificationService-${at}.pem` }), usual)),
    )
    await all[29]
    expect(asked).toHaveLength(4)
    waiting.resolve()
    const ends = (await Promise.all(all)).map((each) => each.told)
    expect(ends.filter((each) => each === 'forged')).toHaveLength(4)
    expect(ends.filter((each) => each === 'unavailable')).toHaveLength(26)
  })
})

describe('a subscription', () => {
  it('is confirmed for the topic, at the address that SNS names', async () => {
    expect(await told(subscription())).toEqual({ told: 'subscribed' })
    expect(asked).toEqual([certificateUrl, confirmUrl])
  })

  it('that cannot be confirmed may be later', async () => {
    answers[confirmUrl] = page('', 500)
    expect(await told(subscription())).toEqual({ told: 'not_subscribed' })
  })

  it('is confirmed by no forged message', async () => {
    const other = issue({ name: 'sns.amazonaws.com', kind: 'tls', by: root, keys: rsaKeys() })
    expect(await told(subscription(), other)).toEqual({ told: 'forged', reason: 'signature' })
    const body = JSON.stringify({ ...JSON.parse(signed(subscription(), usual)), Token: 'another' })
    expect(await reader()(body)).toEqual({ told: 'forged', reason: 'signature' })
    expect(asked).toEqual([certificateUrl, certificateUrl])
  })

  it.each([
    'https://sns.eu-west-1.amazonaws.com.evil.example/?Action=ConfirmSubscription&TopicArn=x',
    confirmUrl.replace('https:', 'http:'),
    confirmUrl.replace('eu-west-1.', 'us-east-1.'),
    confirmUrl.replace('MyTopic', 'Theirs'),
    `${confirmUrl}&TopicArn=arn:aws:sns:eu-west-1:999999999999:Theirs`,
    confirmUrl.replace('ConfirmSubscription', 'Publish'),
    `${confirmUrl}&Action=Publish`,
    `${confirmUrl}#x`,
    `${confirmUrl}${'x'.repeat(2048)}`,
    site,
    '',
  ])('is confirmed at no other address: %s', async (SubscribeURL) => {
    expect(await told(subscription({ SubscribeURL }))).toEqual({ told: 'forged', reason: 'elsewhere' })
    expect(asked).toEqual([])
  })

  it('that ended is told, and is not made anew', async () => {
    expect(await told(subscription({ Type: 'UnsubscribeConfirmation' }))).toEqual({ told: 'unsubscribed' })
    expect(asked).toEqual([certificateUrl])
  })
})
