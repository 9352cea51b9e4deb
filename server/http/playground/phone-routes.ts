import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { PhonePage } from '#web/playground/PhonePage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { PlaygroundNeeds } from './common/needs.ts'
import { wantsJson } from './common/wants-json.ts'
import { toolLinks } from './tool-links.ts'

/** The virtual phone: a page for people, newest-first JSON for programs. `?to=` chooses among several numbers. */
export function phoneRoutes(server: FastifyInstance, needs: PlaygroundNeeds): void {
  server.get<{ Querystring: { to?: string } }>('/playground/phone', async (request, reply) => {
    const messages = await needs.outbox.smsMessages()
    if (wantsJson(request))
      return reply.send(messages.map(({ to, text, sentAt }) => ({ to, text, sent_at: sentAt.toISOString() })))

    const numbers = [...new Set(messages.map((message) => message.to))]
    const asked = request.query.to
    const number = asked !== undefined && numbers.includes(asked) ? asked : (numbers[0] ?? null)
    const links = toolLinks(needs, request)
    const conversation = messages.filter((message) => message.to === number)
    return sendPage(reply, h(PhonePage, { links, numbers, number, messages: conversation }))
  })
}
