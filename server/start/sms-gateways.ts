import type { outboxStore } from '#server/adapters/postgres/jobs/outbox-store.ts'
import { createFailoverSmsGateway, type NamedGateway } from '#server/adapters/sms/failover-gateway.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { type HttpGatewayTemplate, kannelTemplate } from '#server/adapters/sms/http-template.ts'
import { nationalNumber } from '#server/adapters/sms/number-form.ts'
import { createOutboxSmsGateway } from '#server/adapters/sms/outbox-gateway.ts'
import type { GatewayInPlace } from '#server/adapters/sms/sms-cures.ts'
import type { Config } from '#server/config/config.ts'
import type { SmsGatewayConfig } from '#server/config/sms.ts'
import type { SmsGateway, SmsSender } from '#server/usecases/delivery-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { configured } from './configured-tools.ts'
import { loggedGateway } from './gateway-log.ts'

type Needs = { outbox: ReturnType<typeof outboxStore>; clock: Ports['clock'] }
type Tell = Parameters<typeof loggedGateway>[2]

/** One of the configured gateways, and where its settings stand. */
export type ConfiguredGateway = GatewayInPlace & { config: SmsGatewayConfig; gateway: SmsGateway }

/** The one or two gateways of this server, the first first. Throws `ConfigRefused`. */
export function smsGatewaysOf({ sms }: Config, needs: Needs): [ConfiguredGateway, ...ConfiguredGateway[]] {
  const made = (config: SmsGatewayConfig, place: 'first' | 'second'): ConfiguredGateway => ({
    kind: config.gateway,
    place,
    config,
    gateway: gatewayOf(config, place === 'first' ? 'SMS' : 'SMS_SECOND', needs),
  })
  return sms.second === null
    ? [made(sms.first, 'first')]
    : [made(sms.first, 'first'), made(sms.second, 'second')]
}

/** All gateways as one, with fail-over; what each of them answers is told. */
export function smsOf(config: Config, needs: Needs, tell: Tell): SmsSender {
  const [first, second] = smsGatewaysOf(config, needs)
  const named = ({ kind, place, gateway }: ConfiguredGateway): NamedGateway => ({
    id: `${place}.${kind}`,
    gateway: loggedGateway(gateway, { kind, place, alone: second === undefined }, tell),
  })
  return createFailoverSmsGateway(named(first), second === undefined ? null : named(second))
}

function gatewayOf(config: SmsGatewayConfig, prefix: string, { outbox, clock }: Needs): SmsGateway {
  switch (config.gateway) {
    case 'outbox':
      return createOutboxSmsGateway(({ to, text }) =>
        outbox.addSms({ to: nationalNumber(to) ?? to, text, sentAt: clock.now() }),
      )
    case 'kannel':
      return configured(`${prefix}_KANNEL_URL`, () => createHttpSmsGateway(kannelTemplate(config), clock))
    case 'http':
      // Judged by the gateway itself, which names every problem.
      return configured(`${prefix}_HTTP_TEMPLATE`, () =>
        createHttpSmsGateway(config.template as HttpGatewayTemplate, clock),
      )
  }
}
