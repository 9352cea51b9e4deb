import type { SmsOutcome } from '../../usecases/delivery-ports.ts'

import { cureOfService } from './service-cures.ts'
import { cureOfSmpp } from './smpp-cures.ts'

/** A gateway as the configuration names it. */
type Gateway = 'outbox' | 'kannel' | 'http' | 'smpp' | 'twilio' | 'aws'

/** Which of the two gateways: `second` has variables of its own, named alike. */
export type GatewayInPlace = { kind: Gateway; place: 'first' | 'second' }

type Settings = { address: string; account: string; meaning: string }

/** Where an operator says where a gateway is, and as whom this server comes to it. */
const settingsOfFirst: Record<Gateway, Settings> = {
  // The virtual phone refuses nothing.
  outbox: { address: 'SMS_GATEWAY', account: 'SMS_GATEWAY', meaning: 'SMS_GATEWAY' },
  kannel: {
    address: 'SMS_KANNEL_URL',
    account: 'SMS_KANNEL_USERNAME and SMS_KANNEL_PASSWORD',
    meaning: 'SMS_KANNEL_URL',
  },
  http: {
    address: 'url in SMS_HTTP_TEMPLATE',
    account: 'the account in SMS_HTTP_TEMPLATE (headers, fields)',
    meaning: 'success in SMS_HTTP_TEMPLATE',
  },
  smpp: {
    address: 'SMS_SMPP_URL',
    account: 'SMS_SMPP_USERNAME, SMS_SMPP_PASSWORD and SMS_SMPP_SYSTEM_TYPE',
    meaning: 'SMS_SMPP_URL',
  },
  twilio: {
    address: 'SMS_TWILIO_ENDPOINT',
    account: 'SMS_TWILIO_ACCOUNT, and SMS_TWILIO_TOKEN or SMS_TWILIO_KEY and SMS_TWILIO_KEY_SECRET',
    meaning: 'SMS_TWILIO_FROM',
  },
  aws: {
    address: 'SMS_AWS_REGION or SMS_AWS_ENDPOINT',
    account: 'SMS_AWS_KEY_ID and SMS_AWS_SECRET_KEY',
    meaning: 'SMS_AWS_ORIGINATION',
  },
}

function settingsOf({ kind, place }: GatewayInPlace): Settings {
  const { address, account, meaning } = settingsOfFirst[kind]
  const named = (text: string) => (place === 'first' ? text : text.replaceAll('SMS_', 'SMS_SECOND_'))
  return { address: named(address), account: named(account), meaning: named(meaning) }
}

/** What an operator does about a text that the gateway did not take, or did not say that it took. */
export function cureOfSms(
  { reason }: Exclude<SmsOutcome, { outcome: 'accepted' }>,
  gateway: GatewayInPlace,
): string {
  const settings = settingsOf(gateway)
  const { address, account, meaning } = settings
  switch (reason) {
    case 'name_not_resolved':
      return `check the host of ${address}, and the name server of this machine`
    case 'connection_refused':
      return `start the gateway, or check ${address}, the network and the firewall`
    case 'connect_timeout':
      return `check the port of ${address}, the network and the firewall`
    case 'tls_failed':
      return `give the gateway a certificate that is trusted here (NODE_EXTRA_CA_CERTS), or check ${address}`
    case 'cut_after_writing':
    case 'timeout_after_writing':
    case 'answer_cut':
      return "nothing, if it stays alone; else ask the gateway's provider why it gives no whole answer"
    case 'answer_malformed':
      return `check that a gateway for HTTP answers under ${address}`
    case 'answer_not_success':
      return `ask the gateway's provider what the answer means (balance, sender, number); where it was a yes, correct ${meaning}`
    case 'expired':
      return 'nothing for this text, whose code has run out; the lines before it say what held it up'
    case 'number_has_no_such_form':
      return 'nothing for this number, which is abroad; to reach such numbers, set numberFormat in the template to e164 or digits'
    case 'http_401':
    case 'http_403':
    case 'http_407':
      return `correct ${account}, or ask the gateway's provider whether the account may send from here`
    case 'http_402':
      return "pay the gateway's provider"
    case 'http_429':
      return "nothing, if it passes; else ask the gateway's provider for a higher rate"
    default:
      if (reason.startsWith('smpp_')) return cureOfSmpp(reason, settings)
      if (/^(twilio|aws)_/.test(reason)) return cureOfService(reason, settings)
      return ofStatus(Number(/^http_(\d{3})$/.exec(reason)?.[1] ?? 0), address, meaning)
  }
}

function ofStatus(status: number, address: string, meaning: string): string {
  if (status >= 500) return "nothing, if it passes; else ask the gateway's provider what is wrong there"
  if (status >= 300 && status < 400) return `write the address that it leads to into ${address}`
  if (status === 404 || status === 405 || status === 410) return `check the path of ${address}`
  if (status >= 200 && status < 300) return `where this status is a yes, correct ${meaning}`
  return `nothing, if it is this one number; where every text is refused, check ${address}, and the sender with the gateway's provider`
}
