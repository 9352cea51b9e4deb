import type { outboxStore } from '#server/adapters/postgres/jobs/outbox-store.ts'
import { createAwsGateway } from '#server/adapters/sms/aws-gateway.ts'
import { createFailoverSmsGateway, type NamedGateway } from '#server/adapters/sms/failover-gateway.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { type HttpGatewayTemplate, kannelTemplate } from '#server/adapters/sms/http-template.ts'
import { nationalNumber } from '#server/adapters/sms/number-form.ts'
import { createOutboxSmsGateway } from '#server/adapters/sms/outbox-gateway.ts'
import { kannelReceipts, receiptReader, twilioReceiptReader } from '#server/adapters/sms/receipt-readers.ts'
import {
  createSmppGateway,
  type SmppNews,
  type SmppSettings,
} from '#server/adapters/sms/smpp/smpp-gateway.ts'
import type { GatewayInPlace } from '#server/adapters/sms/sms-cures.ts'
import { createTwilioGateway } from '#server/adapters/sms/twilio-gateway.ts'
import type { Config } from '#server/config/config.ts'
import type { SmppConfig, SmsGatewayConfig } from '#server/config/sms-accounts.ts'
import { measuredGateway } from '#server/metrics/measured.ts'
import type { Metrics } from '#server/metrics/metrics.ts'
import { tracedGateway } from '#server/tracing/traced.ts'
import type { Tracing } from '#server/tracing/tracing.ts'
import type { SmsGateway, SmsReceiptReader, SmsSender } from '#server/usecases/delivery-ports.ts'
import { noteProviderId } from '#server/usecases/notifying/note-provider-id.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import type { Database, Ports, Secrets } from '#server/usecases/ports.ts'
import { callProof, receiptProof } from '#server/usecases/receipt-proof.ts'
import type { SmsPlace } from '#server/usecases/sms-ports.ts'
import { configured } from './configured-tools.ts'
import { loggedGateway, tellReceipt } from './gateway-log.ts'
import { voiceGatewayOf, voiceReceiptReaderOf } from './voice-gateways.ts'

/** `database`: where receipts go; null where nobody waits for them. */
type Needs = {
  outbox: ReturnType<typeof outboxStore>
  clock: Ports['clock']
  database: Database | null
  tell: Tell
}
/** Null where nobody reads them. */
type Measured = { metrics: Metrics | null; tracing: Tracing | null }
type ReceiptNeeds = { publicUrl: string; secrets: Pick<Secrets, 'keyedHash'> }
type Tell = Parameters<typeof loggedGateway>[2]

/** One of the configured gateways, and where its settings stand. */
export type ConfiguredGateway = GatewayInPlace & { config: SmsGatewayConfig; gateway: Gateway }

/** `open`, `close`: of those that keep a line. */
type Gateway = SmsGateway & { open?(): void; close?(): Promise<void> }

/** All gateways as one. `open`: begins to listen for receipts; `close` says good-bye where a line was kept. */
export type SmsGateways = { sender: SmsSender; open(): void; close(): Promise<void> }

/** The one or two gateways of this server, the first first. Throws `ConfigRefused`. */
export function smsGatewaysOf({ sms }: Config, needs: Needs): [ConfiguredGateway, ...ConfiguredGateway[]] {
  const made = (config: SmsGatewayConfig, place: 'first' | 'second'): ConfiguredGateway => ({
    kind: config.gateway,
    place,
    config,
    gateway: gatewayOf(config, place, needs),
  })
  return sms.second === null
    ? [made(sms.first, 'first')]
    : [made(sms.first, 'first'), made(sms.second, 'second')]
}

const nobodyCalls = { outcome: 'rejected', reason: 'no_voice', tryAgain: false } as const

/** All gateways as one, with fail-over; what each of them answers is told. */
export function smsOf(
  config: Config,
  { metrics, tracing, secrets, ...needs }: Needs & Measured & Pick<ReceiptNeeds, 'secrets'>,
): SmsGateways {
  const { tell } = needs
  const all = smsGatewaysOf(config, needs)
  const [first, second] = all
  const receipts = { publicUrl: config.publicUrl, secrets }
  const named = ({ kind, place: at, gateway }: ConfiguredGateway, how: '' | '-voice' = ''): NamedGateway => {
    const place: SmsPlace = `${at}${how}`
    const id = idOf(place, kind)
    const measured = metrics === null ? gateway : measuredGateway(gateway, id, metrics)
    const traced = tracing === null ? measured : tracedGateway(measured, id, tracing)
    const logged = loggedGateway(traced, { kind, place: at, alone: second === undefined }, tell)
    return { id, gateway: withReceipts(logged, place, receipts) }
  }
  const callers = all.flatMap((each) => {
    const gateway = voiceGatewayOf(each.config, each.place, needs.clock)
    return gateway === null ? [] : [named({ ...each, gateway }, '-voice')]
  })
  const [caller, otherCaller = null] = callers
  const voice = caller === undefined ? null : createFailoverSmsGateway(caller, otherCaller)
  return {
    sender: {
      ...createFailoverSmsGateway(named(first), second === undefined ? null : named(second)),
      canCall: voice !== null,
      // A call that was asked for before the operator took the number away.
      call: async (message) =>
        (await voice?.send(message)) ?? { ...nobodyCalls, gateway: idOf(first.place, first.kind) },
    },
    open() {
      for (const { gateway } of all) gateway.open?.()
    },
    async close() {
      await Promise.all(all.map(({ gateway }) => gateway.close?.()))
    },
  }
}

/** Tells the gateway where to say what became of a text: an address of its own, which nobody can make up. */
function withReceipts(
  gateway: SmsGateway,
  place: SmsPlace,
  { publicUrl, secrets }: ReceiptNeeds,
): SmsGateway {
  return {
    send(message) {
      const smsId = message.idempotencyKey
      const receiptUrl = `${publicUrl}/sms/receipts/${place}/${smsId}/${receiptProof(secrets, { place, smsId })}`
      const called = message.language !== undefined
      const answerUrl = `${publicUrl}/sms/calls/${place}/${smsId}/${callProof(secrets, { place, smsId })}`
      return gateway.send({ ...message, receiptUrl, ...(called ? { answerUrl } : {}) })
    },
  }
}

/** As rows name a gateway. */
function idOf(place: string, kind: string): string {
  return `${place}.${kind}`
}

function gatewayOf(config: SmsGatewayConfig, place: 'first' | 'second', needs: Needs): Gateway {
  const { outbox, clock } = needs
  const prefix = place === 'first' ? 'SMS' : 'SMS_SECOND'
  switch (config.gateway) {
    case 'outbox':
      return createOutboxSmsGateway(({ to, text }) =>
        outbox.addSms({ to: nationalNumber(to) ?? to, text, sentAt: clock.now() }),
      )
    case 'kannel':
      return configured(`${prefix}_KANNEL_URL`, () => createHttpSmsGateway(kannelTemplate(config), clock))
    case 'http':
      return configured(`${prefix}_HTTP_TEMPLATE`, () => createHttpSmsGateway(templateOf(config), clock))
    case 'twilio':
      return createTwilioGateway(
        {
          ...config,
          user: config.key ?? config.account,
          password: config.key === null ? config.token : config.keySecret,
          endpoint: config.endpoint ?? 'https://api.twilio.com',
        },
        clock,
      )
    case 'aws':
      return createAwsGateway(config, clock)
    case 'smpp':
      return createSmppGateway(smppSettings(config), clock, smppNews(idOf(place, 'smpp'), needs))
  }
}

/** How each gateway says what became of a text at the address of receipts; null where it does not call. */
export function receiptReadersOf({ sms }: Config): Record<SmsPlace, SmsReceiptReader | null> {
  return {
    first: readerOf(sms.first),
    second: sms.second === null ? null : readerOf(sms.second),
    'first-voice': voiceReceiptReaderOf(sms.first),
    'second-voice': voiceReceiptReaderOf(sms.second),
  }
}

function readerOf(config: SmsGatewayConfig): SmsReceiptReader | null {
  if (config.gateway === 'kannel') return receiptReader(kannelReceipts)
  if (config.gateway === 'twilio') return twilioReceiptReader(config.token)
  const rules = config.gateway === 'http' ? templateOf(config).receipts : undefined
  return rules === undefined ? null : receiptReader(rules)
}

/** Judged by the gateway itself at the start, which names every problem. */
function templateOf({ template }: { template: Record<string, unknown> }): HttpGatewayTemplate {
  return template as HttpGatewayTemplate
}

/** What the account says, as the line needs it. */
export function smppSettings({ url, username, ...rest }: SmppConfig): SmppSettings {
  const { protocol, hostname, port } = new URL(url)
  const secure = protocol === 'smpps:'
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  // 2775 is registered for SMPP; smpps has no port of its own, and 3550 is what providers took.
  return { ...rest, systemId: username, host, port: Number(port) || (secure ? 3550 : 2775), secure }
}

function smppNews(gateway: string, { database, clock, tell }: Needs): SmppNews {
  if (database === null) {
    // A receipt that nobody keeps stays with the centre, for the server that runs.
    const refuse = () => Promise.reject(new Error('nobody keeps receipts here'))
    return { receipt: refuse, lateAnswer: refuse }
  }
  return {
    async receipt({ providerId, state, code }) {
      const moved = await takeSmsReceipt({ database, clock }, { of: { gateway, providerId }, state, code })
      if (moved) tellReceipt(tell, gateway, { id: providerId, state, code })
    },
    lateAnswer: ({ smsId, providerId }) =>
      noteProviderId({ database, clock }, { smsId, gateway, providerId }),
  }
}
