import { createVerify, type KeyObject } from 'node:crypto'

/** The topic of the operator, and the region whose SNS speaks for it. */
export type SnsTopic = { arn: string; region: string }

export type SnsMessage = {
  type: keyof typeof signedMembers
  message: string
  at: Date
  certificateUrl: string
  /** Where a subscription is confirmed; null in a notification. */
  subscribeUrl: string | null
  signature: { algorithm: string; signed: string; value: Buffer }
}

/** What is signed of each type, in this order; `Subject` where there is one ("Verifying the signatures of Amazon SNS messages"). */
const signedMembers = {
  Notification: ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type'],
  SubscriptionConfirmation: [
    'Message',
    'MessageId',
    'SubscribeURL',
    'Timestamp',
    'Token',
    'TopicArn',
    'Type',
  ],
  UnsubscribeConfirmation: ['Message', 'MessageId', 'SubscribeURL', 'Timestamp', 'Token', 'TopicArn', 'Type'],
}

const algorithms = new Map([
  ['1', 'RSA-SHA1'],
  ['2', 'RSA-SHA256'],
])

/** The members of a JSON object; null where the text is none. */
export function membersOf(json: string): ReadonlyMap<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json)
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return new Map<string, unknown>(Object.entries(value))
  } catch {
    return null
  }
}

/**
 * A message as SNS posts it, not believed yet. `unreadable`: it has not the members of one. `other_topic`, `elsewhere`: it is of
 * another topic, or names an address that is not its region's SNS, so that nothing is fetched from there. Topic and type are compared as a
 * whole, and they end what is signed: no line end within a value can make it say another topic.
 */
export function readSnsMessage(
  body: string,
  topic: SnsTopic,
): SnsMessage | 'unreadable' | 'other_topic' | 'elsewhere' {
  const members = membersOf(body)
  const text = (name: string) => {
    const value = members?.get(name)
    return typeof value === 'string' ? value : null
  }
  const type = text('Type')
  if (!isType(type)) return 'unreadable'
  const names = signedMembers[type].filter((name) => name !== 'Subject' || text(name) !== null)
  const values = names.map(text)
  const algorithm = algorithms.get(text('SignatureVersion') ?? '')
  const certificateUrl = text('SigningCertURL')
  const value = text('Signature')
  const at = instantOf(text('Timestamp') ?? '')
  if (values.includes(null) || algorithm === undefined || certificateUrl === null || value === null)
    return 'unreadable'
  if (at === null) return 'unreadable'
  if (text('TopicArn') !== topic.arn) return 'other_topic'
  const subscribeUrl = text('SubscribeURL')
  if (!isCertificateOf(topic, certificateUrl)) return 'elsewhere'
  if (subscribeUrl !== null && !isConfirmationOf(topic, subscribeUrl)) return 'elsewhere'
  return {
    type,
    message: text('Message') ?? '',
    at,
    certificateUrl,
    subscribeUrl,
    signature: {
      algorithm,
      signed: names.map((name, at) => `${name}\n${values[at]}\n`).join(''),
      value: Buffer.from(value, 'base64'),
    },
  }
}

/** Did whoever has this key sign it? */
export function isSignedBy({ signature }: SnsMessage, key: KeyObject): boolean {
  return createVerify(signature.algorithm).update(signature.signed).verify(key, signature.value)
}

function isType(word: string | null): word is SnsMessage['type'] {
  return word !== null && Object.hasOwn(signedMembers, word)
}

/** As SNS writes it: `2012-05-02T00:54:06.655Z`. */
function instantOf(text: string): Date | null {
  if (!/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?Z$/.test(text)) return null
  const instant = new Date(text)
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** Compared as it is written: two readers of one address could disagree about its host. */
const siteOf = ({ region }: SnsTopic) => `https://sns.${region}.amazonaws.com/`

function isCertificateOf(topic: SnsTopic, url: string): boolean {
  const site = siteOf(topic)
  return (
    url.startsWith(site) && /^SimpleNotificationService-[0-9A-Za-z]{1,64}\.pem$/.test(url.slice(site.length))
  )
}

function isConfirmationOf(topic: SnsTopic, url: string): boolean {
  const start = `${siteOf(topic)}?Action=ConfirmSubscription&`
  if (!url.startsWith(start) || !/^[!-~]{1,2048}$/.test(url) || url.includes('#')) return false
  const asked = new URL(url).searchParams
  return asked.getAll('TopicArn').join() === topic.arn && asked.getAll('Action').length === 1
}
