import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { SmsEventReader, SmsNews } from '#server/usecases/delivery-ports.ts'
import { takeSmsReceipt } from '#server/usecases/notifying/take-sms-receipt.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { BodyRefused } from '../common/body-refused.ts'
import { readBody } from '../common/request-body.ts'
import { unavailable } from '../unavailable.ts'

/** `gateway`: whose events they are, as rows name it. */
export type SmsEvents = { gateway: string; read: SmsEventReader }

export type EventNeeds = Pick<Ports, 'database' | 'clock'> & {
  /** By the place of a gateway; null where its service tells nothing here. */
  events: Record<'first' | 'second', SmsEvents | null>
  /** For the operator's log; of receipts only what moved a state. */
  told(gateway: string, news: SmsNews): void
  stray(request: FastifyRequest, reply: FastifyReply, kind: 'not_found'): unknown
}

/** SNS has 256 KB at most; an event has about one. */
const mostBytes = 64 * 1024

/**
 * Where a service tells the events of all its SMS: one address for each gateway, believed by signature only. What will pass is 503,
 * after which SNS tries again; what is refused for good is 400 or 403.
 */
export function eventRoutes(server: FastifyInstance, needs: EventNeeds): void {
  server.post('/sms/events/:place', async (request: FastifyRequest<{ Params: { place: string } }>, reply) => {
    const { place } = request.params
    const events = place === 'first' || place === 'second' ? needs.events[place] : null
    if (events === null) return needs.stray(request, reply, 'not_found')
    const body = await textOf(request)
    reply.header('cache-control', 'no-store').type('text/plain; charset=utf-8')
    if (body === null) return reply.status(400).send('unreadable\n')
    const news = await events.read(body)
    if (news.told === 'unreadable') return reply.status(400).send('unreadable\n')
    if (news.told === 'forged') return reply.status(403).send(`forged: ${news.reason}\n`)
    if (news.told === 'receipt') {
      const { gateway } = events
      const { providerId, state, code } = news
      // SNS repeats itself, in any order.
      const moved = await takeSmsReceipt(needs, { of: { gateway, providerId }, state, code })
      if (moved) needs.told(gateway, news)
    } else if (news.told !== 'step') needs.told(events.gateway, news)
    if (news.told === 'unavailable' || news.told === 'not_subscribed')
      return unavailable(reply).send('later\n')
    return reply.send('ok\n')
  })
}

async function textOf(request: FastifyRequest): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readBody(request, mostBytes))
  } catch (error) {
    if (error instanceof BodyRefused || error instanceof TypeError) return null
    throw error
  }
}
