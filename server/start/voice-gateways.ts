import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import type { HttpGatewayTemplate } from '#server/adapters/sms/http-template.ts'
import { receiptReader, twilioReceiptReader } from '#server/adapters/sms/receipt-readers.ts'
import { createTwilioVoice, twilioCallScript } from '#server/adapters/sms/twilio-voice.ts'
import type { Config } from '#server/config/config.ts'
import type { SmsGatewayConfig } from '#server/config/sms-accounts.ts'
import type { CallScript, SmsGateway, SmsReceiptReader } from '#server/usecases/delivery-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { configured } from './configured-tools.ts'

/** The gateway at this place as one that calls and reads aloud; null where it cannot, or the operator did not say so. */
export function voiceGatewayOf(
  config: SmsGatewayConfig,
  place: 'first' | 'second',
  clock: Ports['clock'],
): SmsGateway | null {
  if (config.gateway === 'http' && config.voice !== null) {
    const template = templateIn(config.voice)
    const name = place === 'first' ? 'SMS_HTTP_VOICE_TEMPLATE' : 'SMS_SECOND_HTTP_VOICE_TEMPLATE'
    return configured(name, () => createHttpSmsGateway(template, clock, true))
  }
  if (config.gateway !== 'twilio' || config.voiceFrom === null) return null
  const account = {
    ...config,
    from: config.voiceFrom,
    user: config.key ?? config.account,
    password: config.key === null ? config.token : config.keySecret,
    endpoint: config.endpoint ?? 'https://api.twilio.com',
  }
  return createTwilioVoice(account, clock)
}

/** How it says what became of a call; null where it does not. */
export function voiceReceiptReaderOf(config: SmsGatewayConfig | null): SmsReceiptReader | null {
  if (config?.gateway === 'twilio' && config.voiceFrom !== null)
    return twilioReceiptReader(config.token, 'call')
  const rules =
    config?.gateway === 'http' && config.voice !== null ? templateIn(config.voice).receipts : undefined
  return rules === undefined ? null : receiptReader(rules)
}

/** Gateways that ask here what to say once a key was pressed. */
export function callScriptsOf({ sms }: Config): Record<'first-voice' | 'second-voice', CallScript | null> {
  const scriptOf = (config: SmsGatewayConfig | null) =>
    config?.gateway === 'twilio' && config.voiceFrom !== null ? twilioCallScript(config.token) : null
  return { 'first-voice': scriptOf(sms.first), 'second-voice': scriptOf(sms.second) }
}

/** Judged by the gateway itself at the start, which names every problem. */
function templateIn(template: Record<string, unknown>): HttpGatewayTemplate {
  return template as HttpGatewayTemplate
}
