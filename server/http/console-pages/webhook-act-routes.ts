import type { FastifyReply } from 'fastify'
import { h } from 'preact'
import { refusal } from '#domain/refusal.ts'
import { hostOf, type WebhookEndpoint } from '#domain/webhook.ts'
import { Refused } from '#server/usecases/refused.ts'
import { beginningOf, renewSecret } from '#server/usecases/webhooks/renew-secret.ts'
import { removeWebhook, switchWebhook } from '#server/usecases/webhooks/switch-webhook.ts'
import { testWebhook } from '#server/usecases/webhooks/test-webhook.ts'
import { ConfirmPage } from '#web/console/frame/ConfirmPage.tsx'
import { ShownOnce } from '#web/console/frame/ShownOnce.tsx'
import { webhookWordsIn } from '#web/console/webhooks/webhook-words.ts'
import { sendPage } from '../common/send-page.ts'
import { administratorOfWebhook, notShownAgain } from './checks.ts'
import { typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import type { Visit } from './visit.ts'

/** What is done to one URL: a test, another secret, off and on, and its removal. */
export const webhookActRoutes: ConsoleRoute[] = [
  memberRoute('POST', '/webhooks/:id/test', notShownAgain(administratorOfWebhook), async (call) => {
    const { needs, visit, reply, webhook } = call
    await testWebhook(needs, visit.origin, { member: visit.member, id: webhook.id })
    return reply.redirect(`/console/webhooks/${webhook.id}?done=tested#deliveries`, 303)
  }),

  memberRoute('GET', '/webhooks/:id/secret', administratorOfWebhook, ({ visit, reply, webhook }) => {
    if (webhook.secret === null) throw new Refused(refusal('webhook_not_found'))
    const { secret: words } = webhookWordsIn(visit.chrome.lang)
    const seen = beginningOf(webhook.secret)
    const page = {
      ...frame(visit, webhook, '/secret'),
      title: words.renewTitle,
      lead: words.renewLead(seen),
      consequence: words.renewConsequence,
      button: words.renewButton,
      back: { href: `/console/webhooks/${webhook.id}`, words: words.renewBack },
    }
    const children = h('input', { type: 'hidden', name: 'seen', value: seen })
    return sendPage(reply, h(ConfirmPage, { ...page, children }))
  }),

  memberRoute('POST', '/webhooks/:id/secret', administratorOfWebhook, async (call) => {
    const { needs, visit, request, reply, webhook } = call
    const wanted = { member: visit.member, id: webhook.id, seen: typed(request, 'seen') }
    const { secret } = await renewSecret(needs, visit.origin, wanted)
    return sendSecret(visit, reply, webhook, secret, 'saved')
  }),

  ...(['off', 'on'] as const).map((to) =>
    memberRoute('POST', `/webhooks/:id/${to}`, administratorOfWebhook, async (call) => {
      const { needs, visit, reply, webhook } = call
      await switchWebhook(needs, visit.origin, { member: visit.member, id: webhook.id, on: to === 'on' })
      return reply.redirect(`/console/webhooks/${webhook.id}?done=${to}`, 303)
    }),
  ),

  memberRoute('GET', '/webhooks/:id/remove', administratorOfWebhook, ({ visit, reply, webhook }) => {
    const { removal: words } = webhookWordsIn(visit.chrome.lang)
    const page = {
      ...frame(visit, webhook, '/remove'),
      title: words.title,
      lead: words.lead(hostOf(webhook.url)),
      consequence: words.consequence,
      button: words.button,
      back: { href: `/console/webhooks/${webhook.id}`, words: words.back },
    }
    return sendPage(reply, h(ConfirmPage, page))
  }),

  memberRoute('POST', '/webhooks/:id/remove', administratorOfWebhook, async (call) => {
    const { needs, visit, reply, webhook } = call
    await removeWebhook(needs, visit.origin, { member: visit.member, id: webhook.id })
    return reply.redirect('/console/webhooks?done=removed', 303)
  }),
]

function frame({ chrome }: Visit, { id }: WebhookEndpoint, act: string) {
  return { chrome, section: 'webhooks' as const, action: `/console/webhooks/${id}${act}` }
}

/** The one time that a secret is shown. */
export function sendSecret(
  { chrome }: Visit,
  reply: FastifyReply,
  { id, url }: WebhookEndpoint,
  secret: string,
  done: 'added' | 'saved',
): FastifyReply {
  const { secret: words } = webhookWordsIn(chrome.lang)
  return sendPage(
    reply,
    h(ShownOnce, {
      chrome,
      section: 'webhooks',
      id: 'webhook-secret',
      secret,
      back: `/console/webhooks/${id}?done=${done}`,
      words: { ...words, label: words.label(hostOf(url)) },
    }),
  )
}
