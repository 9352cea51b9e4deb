import type { Reader } from './environment.ts'
import { gateways, readGateway, type SmsGatewayConfig } from './sms-accounts.ts'

/** `second`: asked where the first is away or says that it cannot take a text now. */
export type SmsConfig = { first: SmsGatewayConfig; second: SmsGatewayConfig | null }

/** The SMS gateways. */
export function readSms(read: Reader, production: boolean): SmsConfig {
  const first = readFirst(read, production)
  return { first, second: readSecond(read, production, first) }
}

function readFirst(read: Reader, production: boolean): SmsGatewayConfig {
  const gateway = read.oneOf('SMS_GATEWAY', ['outbox', ...gateways], 'outbox')
  if (gateway !== 'outbox') return readGateway(read, 'SMS', gateway, production)
  if (production)
    read.problem(
      'SMS_GATEWAY is missing: one of kannel, http, smpp, twilio, aws; the virtual phone exists in evaluation only.',
    )
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
