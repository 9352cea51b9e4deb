import type { Reader } from './environment.ts'
import { isLoopback } from './network.ts'
import type { Variable } from './variables.ts'

export type SmsGatewayConfig =
  | { gateway: 'outbox' }
  | { gateway: 'kannel'; url: string; username: string; password: string }
  | { gateway: 'http'; template: Record<string, unknown> }

/** `second`: asked where the first is away or says that it cannot take a text now. */
export type SmsConfig = { first: SmsGatewayConfig; second: SmsGatewayConfig | null }

type Prefix = 'SMS' | 'SMS_SECOND'
type OfGateway<Name> = Name extends `SMS_SECOND_${infer Rest}` ? Rest : never
/** A variable of a gateway as its place spells it: `SMS_KANNEL_URL`, `SMS_SECOND_KANNEL_URL`. */
type Setting = OfGateway<Variable>

const nameOf = (prefix: Prefix, setting: Setting): Variable => `${prefix}_${setting}`

/** The SMS gateways. */
export function readSms(read: Reader, production: boolean): SmsConfig {
  const first = readFirst(read, production)
  return { first, second: readSecond(read, production, first) }
}

function readFirst(read: Reader, production: boolean): SmsGatewayConfig {
  const gateway = read.oneOf('SMS_GATEWAY', ['outbox', 'kannel', 'http'], 'outbox')
  if (gateway !== 'outbox') return readGateway(read, 'SMS', gateway, production)
  if (production)
    read.problem('SMS_GATEWAY is missing: kannel or http; the virtual phone exists in evaluation only.')
  return { gateway }
}

function readSecond(read: Reader, production: boolean, first: SmsGatewayConfig): SmsGatewayConfig | null {
  if (read.text('SMS_SECOND_GATEWAY') === null) return null
  const gateway = read.oneOf('SMS_SECOND_GATEWAY', ['kannel', 'http'], 'http')
  if (first.gateway === 'outbox') {
    read.problem('SMS_SECOND_GATEWAY is set and SMS_GATEWAY is not: give the first gateway, too.')
  }
  return readGateway(read, 'SMS_SECOND', gateway, production)
}

function readGateway(
  read: Reader,
  prefix: Prefix,
  gateway: 'kannel' | 'http',
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
  const name = nameOf(prefix, 'HTTP_TEMPLATE')
  const template = readTemplate(read, name)
  if (production) refusePlain(read, name, String(template.url))
  return { gateway, template }
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
  if (url?.protocol !== 'http:' || isLoopback(url.hostname)) return
  read.problem(
    `${name} leads to ${url.hostname} without encryption; use https, or a TLS proxy on this machine (http://127.0.0.1:…).`,
  )
}
