import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { createAwsEvents } from '#server/adapters/sms/aws-events.ts'
import type { Config } from '#server/config/config.ts'
import type { SmsGatewayConfig } from '#server/config/sms-accounts.ts'
import { type EventNeeds, eventRoutes, type SmsEvents } from '#server/http/sms-receipts/event-routes.ts'
import type { SmsNews } from '#server/usecases/delivery-ports.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { tellReceipt } from './gateway-log.ts'

type Needs = { config: Config; ports: Ports; log: Logger; stray: EventNeeds['stray'] }

/** The addresses at which AWS tells the events of its SMS, where the operator named their topic. */
export function smsEventsInto(server: FastifyInstance, { config, ports, log, stray }: Needs): void {
  const of = (place: string, gateway: SmsGatewayConfig | null): SmsEvents | null => {
    const topic = gateway?.gateway === 'aws' ? gateway.eventsTopic : null
    return topic === null ? null : { gateway: `${place}.aws`, read: createAwsEvents(topic, ports.clock) }
  }
  const { first, second } = config.sms
  const events = { first: of('first', first), second: of('second', second) }
  eventRoutes(server, { ...ports, events, stray, told: (gateway, news) => tell(log, gateway, news) })
}

/** Never an address, a number or what a stranger wrote. */
function tell(log: Logger, gateway: string, news: SmsNews): void {
  const known = { event: 'sms.events', gateway }
  switch (news.told) {
    case 'receipt':
      tellReceipt((level, message, fields) => log[level](fields, message), gateway, {
        ...{ id: news.providerId, state: news.state, code: news.code },
      })
      break
    case 'subscribed':
      log.info(known, 'the topic of SMS events is subscribed')
      break
    case 'not_subscribed':
      log.warn(
        { ...known, cure: 'let this machine reach SNS by https', next: 'SNS asks again, for an hour' },
        'the topic of SMS events could not be confirmed',
      )
      break
    case 'unsubscribed':
      log.warn(
        { ...known, cure: 'subscribe the address again, where that was not meant' },
        'the topic of SMS events tells nothing here any more',
      )
      break
    case 'unavailable':
      log.warn(
        { ...known, cure: 'let this machine reach SNS by https', next: 'SNS tries again, for an hour' },
        "SNS's certificate could not be fetched",
      )
      break
    case 'other':
      log.info({ ...known, type: news.type }, 'an SMS event of a type that says nothing here')
      break
    default:
  }
}
