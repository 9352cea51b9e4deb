import { readEndpoint, refusePlain } from './endpoints.ts'
import type { Reader } from './environment.ts'
import type { Variable } from './variables.ts'

export type SmppConfig = {
  url: string
  username: string
  password: string
  systemType: string
  sender: string
  numberFormat: 'digits' | 'national'
  longTexts: 'parts' | 'payload'
  receiptIds: 'same' | 'decimal'
  perSecond: number
  window: number
}

export type SmsGatewayConfig =
  | { gateway: 'outbox' }
  | { gateway: 'kannel'; url: string; username: string; password: string }
  /** `voice`: how to have it call; null where it does not. */
  | { gateway: 'http'; template: Record<string, unknown>; voice: Record<string, unknown> | null }
  | ({ gateway: 'smpp' } & SmppConfig)
  | ({ gateway: 'twilio' } & TwilioConfig)
  | ({ gateway: 'aws' } & AwsConfig)

/** `token` proves callbacks; `key` and `keySecret` may stand in for it where texts are sent. */
type TwilioConfig = {
  account: string
  token: string
  key: string | null
  keySecret: string
  from: string
  /** The number that calls; null where nobody is called. */
  voiceFrom: string | null
  endpoint: string | null
}

type AwsConfig = {
  region: string
  keyId: string
  secretKey: string
  sessionToken: string | null
  origination: string
  configurationSet: string
  /** Where its events come from, and the region of that; null where they come not. */
  eventsTopic: { arn: string; region: string } | null
  endpoint: string | null
}

type Prefix = 'SMS' | 'SMS_SECOND'
type OfGateway<Name> = Name extends `SMS_SECOND_${infer Rest}` ? Rest : never
/** A variable of a gateway as its place spells it: `SMS_KANNEL_URL`, `SMS_SECOND_KANNEL_URL`. */
type Setting = OfGateway<Variable>

const nameOf = (prefix: Prefix, setting: Setting): Variable => `${prefix}_${setting}`

/** What may stand in `SMS_GATEWAY` besides the virtual phone. */
export const gateways = ['kannel', 'http', 'smpp', 'twilio', 'aws'] as const

/** The account with one gateway, by variables that begin with `prefix`. */
export function readGateway(
  read: Reader,
  prefix: Prefix,
  gateway: (typeof gateways)[number],
  production: boolean,
): SmsGatewayConfig {
  if (gateway === 'kannel') {
    const name = nameOf(prefix, 'KANNEL_URL')
    const url = read.required(name, "smsbox's address, such as http://127.0.0.1:13013/cgi-bin/sendsms")
    if (production) refusePlain(read, name, url)
    return {
      gateway,
      url,
      username: read.required(nameOf(prefix, 'KANNEL_USERNAME'), 'the user of sendsms-user'),
      password: read.required(nameOf(prefix, 'KANNEL_PASSWORD'), 'the password of sendsms-user'),
    }
  }
  if (gateway === 'twilio') return { gateway, ...readTwilio(read, prefix, production) }
  if (gateway === 'aws') return { gateway, ...readAws(read, prefix, production) }
  if (gateway === 'smpp') return { gateway, ...readSmpp(read, prefix, production) }
  const name = nameOf(prefix, 'HTTP_TEMPLATE')
  const template = readTemplate(read, name)
  if (production) refusePlain(read, name, String(template.url))
  const voiceName = nameOf(prefix, 'HTTP_VOICE_TEMPLATE')
  const voice = read.text(voiceName) === null ? null : readTemplate(read, voiceName)
  if (production && voice !== null) refusePlain(read, voiceName, String(voice.url))
  return { gateway, template, voice }
}

function readSmpp(read: Reader, prefix: Prefix, production: boolean): SmppConfig {
  const name = nameOf(prefix, 'SMPP_URL')
  const url = read.required(name, "the centre's address, such as smpps://smpp.example.jp:3550")
  const scheme = URL.canParse(url) ? new URL(url).protocol : ''
  if (url !== '' && (!['smpp:', 'smpps:'].includes(scheme) || new URL(url).hostname === '')) {
    read.problem(`${name} is no address such as smpps://smpp.example.jp:3550 or smpp://127.0.0.1:2775.`)
  }
  if (production) refusePlain(read, name, url)
  return {
    url,
    username: read.required(nameOf(prefix, 'SMPP_USERNAME'), 'the system_id of the account'),
    password: read.required(nameOf(prefix, 'SMPP_PASSWORD'), 'the password of the account'),
    systemType: read.text(nameOf(prefix, 'SMPP_SYSTEM_TYPE')) ?? '',
    sender: read.text(nameOf(prefix, 'SMPP_SENDER')) ?? '',
    numberFormat: read.oneOf(nameOf(prefix, 'SMPP_NUMBER_FORMAT'), ['digits', 'national'], 'digits'),
    receiptIds: read.oneOf(nameOf(prefix, 'SMPP_RECEIPT_IDS'), ['same', 'decimal'], 'same'),
    longTexts: read.oneOf(nameOf(prefix, 'SMPP_LONG_TEXTS'), ['parts', 'payload'], 'parts'),
    perSecond: read.integer(nameOf(prefix, 'SMPP_PER_SECOND'), 10, 1, 1000),
    window: read.integer(nameOf(prefix, 'SMPP_WINDOW'), 10, 1, 1000),
  }
}

function readTwilio(read: Reader, prefix: Prefix, production: boolean): TwilioConfig {
  const key = read.text(nameOf(prefix, 'TWILIO_KEY'))
  return {
    account: read.required(nameOf(prefix, 'TWILIO_ACCOUNT'), 'the account SID, AC…'),
    token: read.required(
      nameOf(prefix, 'TWILIO_TOKEN'),
      "the account's auth token, which signs its callbacks",
    ),
    key,
    keySecret:
      key === null ? '' : read.required(nameOf(prefix, 'TWILIO_KEY_SECRET'), 'the secret of the API key'),
    from: read.required(
      nameOf(prefix, 'TWILIO_FROM'),
      'a number (+81…), a sender name, or a messaging service (MG…)',
    ),
    voiceFrom: readVoiceNumber(read, nameOf(prefix, 'TWILIO_VOICE_FROM')),
    endpoint: readEndpoint(read, nameOf(prefix, 'TWILIO_ENDPOINT'), production),
  }
}

/** A call has a number to come from, never a name. */
function readVoiceNumber(read: Reader, name: Variable): string | null {
  const number = read.text(name)
  if (number !== null && !/^\+[1-9][0-9]{6,14}$/.test(number))
    read.problem(`${name} is no number such as +815012345678.`)
  return number
}

function readAws(read: Reader, prefix: Prefix, production: boolean): AwsConfig {
  const name = nameOf(prefix, 'AWS_REGION')
  const region = read.required(name, 'such as ap-northeast-1')
  if (region !== '' && !/^[a-z]{2}(-[a-z]+)+-[0-9]$/.test(region))
    read.problem(`${name} is no region such as ap-northeast-1.`)
  return {
    region,
    keyId: read.required(nameOf(prefix, 'AWS_KEY_ID'), 'the access key id, AKIA…'),
    secretKey: read.required(nameOf(prefix, 'AWS_SECRET_KEY'), 'the secret access key'),
    sessionToken: read.text(nameOf(prefix, 'AWS_SESSION_TOKEN')),
    origination: read.text(nameOf(prefix, 'AWS_ORIGINATION')) ?? '',
    configurationSet: read.text(nameOf(prefix, 'AWS_CONFIGURATION_SET')) ?? '',
    eventsTopic: readTopic(read, nameOf(prefix, 'AWS_EVENTS_TOPIC')),
    endpoint: readEndpoint(read, nameOf(prefix, 'AWS_ENDPOINT'), production),
  }
}

/** A standard topic: those in order of arrival (`.fifo`) post to no address. China's SNS stands elsewhere. */
function readTopic(read: Reader, name: Variable): AwsConfig['eventsTopic'] {
  const arn = read.text(name)
  if (arn === null) return null
  const region = /^arn:aws(?:-us-gov)?:sns:([a-z]{2}(?:-[a-z]+)+-[0-9]):[0-9]{12}:[\w-]{1,256}$/.exec(
    arn,
  )?.[1]
  if (region !== undefined) return { arn, region }
  read.problem(`${name} is no topic such as arn:aws:sns:ap-northeast-1:123456789012:musubi-sms.`)
  return null
}

function readTemplate(read: Reader, name: Variable): Record<string, unknown> {
  const json = read.required(name, 'how to ask the gateway, as JSON (docs/operations.md)')
  try {
    const template: unknown = JSON.parse(json === '' ? '{}' : json)
    if (typeof template === 'object' && template !== null) return { ...template }
  } catch {
    // Told below.
  }
  read.problem(`${name} is not a JSON object.`)
  return {}
}
