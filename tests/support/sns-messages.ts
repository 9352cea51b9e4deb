import { sign } from 'node:crypto'
import type { Issued } from './certificate-maker.ts'

/** As the guides write them. */
export const topic = { arn: 'arn:aws:sns:eu-west-1:123456789012:MyTopic', region: 'eu-west-1' }
export const site = 'https://sns.eu-west-1.amazonaws.com/'
export const certificateUrl = `${site}SimpleNotificationService-f3ecfb7224c7233fe7bb5f59f96de52f.pem`
export type Members = Record<string, string>

export const minutesFromNow = (count: number) => new Date(Date.now() + count * 60_000).toISOString()

/** The event that the guide shows. */
export const event = (changes: Record<string, unknown> = {}): string =>
  JSON.stringify({
    eventType: 'TEXT_DELIVERED',
    eventVersion: '1.0',
    eventTimestamp: 1686975103470,
    isFinal: true,
    originationPhoneNumber: '+12065550152',
    destinationPhoneNumber: '+819012345678',
    isInternationalSend: false,
    mcc: '310',
    mnc: '800',
    messageId: '862a8790-60c0-4430-9b2b-658bdexample',
    messageRequestTimestamp: 1686975103170,
    messageEncoding: 'GSM',
    messageType: 'TRANSACTIONAL',
    messageStatus: 'DELIVERED',
    messageStatusDescription: 'Message has been accepted by phone',
    context: { musubi: 'sms-1' },
    totalMessageParts: 1,
    totalMessagePrice: 0.09582,
    totalCarrierFee: 0.0,
    ...changes,
  })

export const notification = (changes: Members = {}): Members => ({
  Type: 'Notification',
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topic.arn,
  Message: event(),
  Timestamp: minutesFromNow(-1),
  SignatureVersion: '1',
  SigningCertURL: certificateUrl,
  UnsubscribeURL: `${site}?Action=Unsubscribe&SubscriptionArn=${topic.arn}:c9135db0`,
  ...changes,
})

export const confirmUrl = `${site}?Action=ConfirmSubscription&TopicArn=${topic.arn}&Token=2336412f37`
export const subscription = (changes: Members = {}): Members => ({
  Type: 'SubscriptionConfirmation',
  MessageId: '165545c9-2a5c-472c-8df2-7ff2be2b3b1b',
  Token: '2336412f37',
  TopicArn: topic.arn,
  Message: `You have chosen to subscribe to the topic ${topic.arn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`,
  SubscribeURL: confirmUrl,
  Timestamp: minutesFromNow(-1),
  SignatureVersion: '1',
  SigningCertURL: certificateUrl,
  ...changes,
})

/** The string to sign of the guide, spelled out a second time. */
export function signed(members: Members, by: Pick<Issued, 'privateKey'>): string {
  const names = [
    ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
    ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
  ][members.Type === 'Notification' ? 0 : 1]
  const text = (names ?? []).flatMap((name) => (name in members ? [name, `${members[name]}`] : []))
  const hash = members.SignatureVersion === '1' ? 'sha1' : 'sha256'
  const signature = sign(hash, Buffer.from(`${text.join('\n')}\n`), by.privateKey).toString('base64')
  return JSON.stringify({ ...members, Signature: signature })
}
