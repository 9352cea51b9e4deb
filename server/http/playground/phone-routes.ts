import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { PhonePage } from '#web/playground/PhonePage.tsx'
import type { PlaygroundNeeds } from './needs.ts'
import { sendPage } from './page.ts'
import { wantsJson } from './wants-json.ts'

/** The virtual phone: a page for people, newest-first JSON for programs. `?to=` chooses among several numbers. */
export function phoneRoutes(server: FastifyInstance, { outbox, assets }: PlaygroundNeeds): void {
  server.get<{ Querystring: { to?: string } }>('/playground/phone', async (request, reply) => {
    const messages = await outbox.smsMessages()
    if (wantsJson(request))
      return reply.send(messages.map(({ to, text, sentAt }) => ({ to, text, sent_at: sentAt.toISOString() })))

    const numbers = [...new Set(messages.map((message) => message.to))]
    const asked = request.query.to
    const number = asked !== undefined && numbers.includes(asked) ? asked : (numbers[0] ?? null)
    const links = {
      stylesheet: assets('playground.css'),
      script: assets('playground-phone.js'),
      icon: assets('favicon.svg'),
    }
    const conversation = messages.filter((message) => message.to === number)
    return sendPage(reply, h(PhonePage, { links, numbers, number, messages: conversation }))
  })
}
