import type { Reader } from './environment.ts'
import { isLoopback } from './network.ts'
import type { Variable } from './variables.ts'

export type SmppConfig = {
  url: string
  username: string
  password: string
  systemType: string
  sender: string
  numberFormat: 'digits' | 'national'
  longTexts: 'parts' | 'payload'
  perSecond: number
  window: number
}

export type SmsGatewayConfig =
  | { gateway: 'outbox' }
  | { gateway: 'kannel'; url: string; username: string; password: string }
  | { gateway: 'http'; template: Record<string, unknown> }
  | ({ gateway: 'smpp' } & SmppConfig)

/** `second`: asked where the first is away or says that it cannot take a text now. */
export type SmsConfig = { first: SmsGatewayConfig; second: SmsGatewayConfig | null }

type Prefix = 'SMS' | 'SMS_SECOND'
type OfGateway<Name> = Name extends `SMS_SECOND_${infer Rest}` ? Rest : never
/** A variable of a gateway as its place spells it: `SMS_KANNEL_URL`, `SMS_SECOND_KANNEL_URL`. */
type Setting = OfGateway<Variable>

const nameOf = (prefix: Prefix, setting: Setting): Variable => `${prefix}_${setting}`

const gateways = ['kannel', 'http', 'smpp'] as const

/** The SMS gateways. */
export function readSms(read: Reader, production: boolean): SmsConfig {
  const first = readFirst(read, production)
  return { first, second: readSecond(read, production, first) }
}

function readFirst(read: Reader, production: boolean): SmsGatewayConfig {
  const gateway = read.oneOf('SMS_GATEWAY', ['outbox', ...gateways], 'outbox')
  if (gateway !== 'outbox') return readGateway(read, 'SMS', gateway, production)
  if (production)
    read.problem('SMS_GATEWAY is missing: kannel, http or smpp; the virtual phone exists in evaluation only.')
  return { gateway }
}

function readSecond(read: Reader, production: boolean, first: SmsGatewayConfig): SmsGatewayConfig | null {
  if (read.text('SMS_SECOND_GATEWAY') === null) return null
  const gateway = read.oneOf('SMS_SECOND_GATEWAY', [...gateways], 'http')
  if (first.gateway === 'outbox') {
    read.problem('SMS_SECOND_GATEWAY is set and SMS_GATEWAY is not: give the first gateway, too.')
  }
  return readGateway(read, 'SMS_SECOND', gateway, production)
}

function readGateway(
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
  if (gateway === 'smpp') return { gateway, ...readSmpp(read, prefix, production) }
  const name = nameOf(prefix, 'HTTP_TEMPLATE')
  const template = readTemplate(read, name)
  if (production) refusePlain(read, name, String(template.url))
  return { gateway, template }
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
    longTexts: read.oneOf(nameOf(prefix, 'SMPP_LONG_TEXTS'), ['parts', 'payload'], 'parts'),
    perSecond: read.integer(nameOf(prefix, 'SMPP_PER_SECOND'), 10, 1, 1000),
    window: read.integer(nameOf(prefix, 'SMPP_WINDOW'), 10, 1, 1000),
  }
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

/** Numbers, codes and the gateway's password travel there. */
function refusePlain(read: Reader, name: Variable, address: string): void {
  const url = URL.canParse(address) ? new URL(address) : null
  if (url === null || !['http:', 'smpp:'].includes(url.protocol) || isLoopback(url.hostname)) return
  const scheme = url.protocol.slice(0, -1)
  read.problem(
    `${name} leads to ${url.hostname} without encryption; use ${scheme}s, or a TLS proxy on this machine (${scheme}://127.0.0.1:…).`,
  )
}
