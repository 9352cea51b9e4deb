import { createHash } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { h } from 'preact'
import { MailPage } from '#web/playground/MailPage.tsx'
import { sendPage } from '../common/send-page.ts'
import type { ArrivedMail, PlaygroundNeeds } from './common/needs.ts'
import { wantsJson } from './common/wants-json.ts'
import { toolLinks } from './tool-links.ts'

/** The virtual mailbox: a list, one mail open beside it, and newest-first JSON for programs. */
export function mailRoutes(server: FastifyInstance, needs: PlaygroundNeeds): void {
  server.get('/playground/mail', async (request, reply) => {
    const mails = await mailsIn(needs)
    if (wantsJson(request))
      return reply.send(
        mails.map(({ to, subject, text, sentAt }) => ({ to, subject, text, sent_at: sentAt.toISOString() })),
      )
    return sendPage(reply, h(MailPage, { links: toolLinks(needs, request), mails, open: null }))
  })

  server.get<{ Params: { key: string } }>('/playground/mail/:key', async (request, reply) => {
    const mails = await mailsIn(needs)
    const open = mails.find((mail) => mail.key === request.params.key) ?? null
    return sendPage(
      reply.code(open ? 200 : 404),
      h(MailPage, { links: toolLinks(needs, request), mails, open }),
    )
  })
}

/**
 * The HTML part of a mail, a page of its own, so that neither its styles nor anything else in it reaches the mailbox around
 * it.
 */
export function mailHtmlRoute(server: FastifyInstance, needs: PlaygroundNeeds): void {
  server.get<{ Params: { key: string } }>('/playground/mail/:key/html', async (request, reply) => {
    const html = (await mailsIn(needs)).find(({ key }) => key === request.params.key)?.html ?? null
    reply.headers({ 'content-security-policy': sandboxed, 'cache-control': 'no-store' })
    if (html === null) return reply.code(404).type('text/plain').send('')
    // Links lead out of the frame, as those of a mail program do.
    return reply.type('text/html; charset=utf-8').send(html.replace('<head>', '<head><base target="_blank">'))
  })
}

/** What a mail program allows of a mail: its own styles, and links that open elsewhere. No script, nothing fetched. */
const sandboxed =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; form-action 'none'"

async function mailsIn({ outbox }: PlaygroundNeeds) {
  return (await outbox.mails()).map((mail) => ({ ...mail, key: mailKey(mail) }))
}

/** Mails have no id of their own, and their place in the list moves as others arrive. */
function mailKey(mail: ArrivedMail): string {
  const content = JSON.stringify([mail.sentAt.toISOString(), mail.to, mail.subject, mail.text])
  return createHash('sha256').update(content).digest('hex').slice(0, 16)
}
