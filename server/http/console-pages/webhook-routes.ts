import type { FastifyReply, FastifyRequest } from 'fastify'
import { h } from 'preact'
import type { DeliveryState } from '#domain/delivery.ts'
import { documentCatalogue, teamCatalogue, usualEvents } from '#domain/event-catalogue.ts'
import { beginningOf } from '#server/usecases/webhooks/renew-secret.ts'
import { addWebhook, changeWebhook, type WebhookTerms } from '#server/usecases/webhooks/save-webhook.ts'
import {
  eventField,
  WebhookFormPage,
  type WebhookFormPageProps,
} from '#web/console/webhooks/WebhookFormPage.tsx'
import { WebhookPage, type WebhookPageProps } from '#web/console/webhooks/WebhookPage.tsx'
import { WebhooksPage } from '#web/console/webhooks/WebhooksPage.tsx'
import { webhookWordsIn } from '#web/console/webhooks/webhook-words.ts'
import { sendPage } from '../common/send-page.ts'
import type { ConsoleCall } from './call.ts'
import { administrator, administratorOfWebhook, type FoundWebhook } from './checks.ts'
import { doneOf, queried, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendSecret } from './webhook-act-routes.ts'

/** Deliveries of a page. */
const pageSize = 50

const states: DeliveryState[] = ['waiting', 'delivered', 'refused', 'parked']

/** Webhooks: the list, adding and changing, and one with what was sent there. For team administrators only. */
export const webhookRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/webhooks', administrator, async ({ needs, visit, request, reply }) => {
    const endpoints = await needs.database.read.webhooksOf(visit.member.teamId)
    const words = webhookWordsIn(visit.chrome.lang)
    return sendPage(
      reply,
      h(WebhooksPage, {
        chrome: visit.chrome,
        endpoints,
        sourceAddresses: needs.webhooks.sourceAddresses,
        notice: doneOf(request) === 'removed' ? words.done.removed : null,
      }),
    )
  }),

  memberRoute('GET', '/webhooks/new', administrator, (call) => {
    const entry = { url: '', format: 'standard' as const, events: usualEvents }
    return sendForm(call, { id: null, entry, objections: [] })
  }),

  memberRoute('POST', '/webhooks', administrator, async (call) => {
    const { needs, visit, request, reply } = call
    const terms = typedTerms(request)
    const wanted = { member: visit.member, terms, requestId: typed(request, 'request_id') }
    const { objections, endpoint } = await addWebhook(needs, visit.origin, wanted)
    if (endpoint === null) {
      return sendForm({ ...call, reply: reply.code(400) }, { id: null, entry: terms, objections })
    }
    if (endpoint.secret === null) return reply.redirect(`/console/webhooks/${endpoint.id}?done=added`, 303)
    return sendSecret(visit, reply, endpoint, endpoint.secret, 'added')
  }),

  memberRoute('GET', '/webhooks/:id', administratorOfWebhook, (call) => sendWebhook(call, null)),

  memberRoute('GET', '/webhooks/:id/edit', administratorOfWebhook, (call) => {
    const { id, ...entry } = call.webhook
    return sendForm(call, { id, entry, objections: [] })
  }),

  memberRoute('POST', '/webhooks/:id', administratorOfWebhook, async (call) => {
    const { needs, visit, request, reply, webhook } = call
    const { id } = webhook
    const terms = typedTerms(request)
    const { objections, endpoint } = await changeWebhook(needs, visit.origin, {
      member: visit.member,
      id,
      terms,
    })
    if (endpoint === null) {
      return sendForm({ ...call, reply: reply.code(400) }, { id, entry: terms, objections })
    }
    // Another format signs now, and nobody knows the secret yet.
    if (endpoint.secret !== null && webhook.secret === null) {
      return sendSecret(visit, reply, endpoint, endpoint.secret, 'saved')
    }
    return reply.redirect(`/console/webhooks/${id}?done=saved`, 303)
  }),
]

function sendForm(
  { needs, visit, reply }: Pick<ConsoleCall, 'needs' | 'visit' | 'reply'>,
  answer: Pick<WebhookFormPageProps, 'id' | 'entry' | 'objections'>,
): FastifyReply {
  return sendPage(
    reply,
    h(WebhookFormPage, { chrome: visit.chrome, requestId: needs.random.id(), ...answer }),
  )
}

/** The page of one; `replay`: what was typed there, when it was wrong. */
export async function sendWebhook(
  { needs, visit, request, reply, webhook }: ConsoleCall & FoundWebhook,
  replay: WebhookPageProps['replay'],
): Promise<FastifyReply> {
  const asked = queried(request, 'state')
  const state = states.find((each) => each === asked) ?? null
  const after = /^[1-9][0-9]{0,17}$/.exec(queried(request, 'after'))?.[0] ?? null
  const query = { state, after, limit: pageSize }
  const { deliveries, more } = await needs.database.read.deliveriesOf(webhook.id, query)
  return sendPage(
    reply,
    h(WebhookPage, {
      chrome: visit.chrome,
      endpoint: webhook,
      beginning: webhook.secret === null ? null : beginningOf(webhook.secret),
      deliveries,
      state,
      next: more ? (deliveries.at(-1)?.id ?? null) : null,
      deep: after !== null,
      sourceAddresses: needs.webhooks.sourceAddresses,
      notice: noticeOf(visit.chrome.lang, doneOf(request), queried(request, 'count')),
      replay,
    }),
  )
}

function noticeOf(lang: 'ja' | 'en', done: string | null, count: string): WebhookPageProps['notice'] {
  const { done: words } = webhookWordsIn(lang)
  if (done === 'replayed') {
    const n = /^[0-9]{1,9}$/.test(count) ? Number(count) : 0
    return { kind: 'success', sentence: n === 0 ? words.nothing : words.replayed(n) }
  }
  const told = ['added', 'saved', 'tested', 'off', 'on'] as const
  const found = told.find((each) => each === done)
  return found === undefined ? null : { kind: 'success', sentence: words[found] }
}

function typedTerms(request: FastifyRequest): WebhookTerms {
  const all = [...Object.keys(documentCatalogue), ...Object.keys(teamCatalogue)]
  return {
    url: typed(request, 'url'),
    format: typed(request, 'format') === 'compatible' ? 'compatible' : 'standard',
    events: all.filter((type) => typed(request, eventField(type)) === '1'),
  }
}
