import { h } from 'preact'
import { shownBody } from '#server/usecases/notifying/webhook-body.ts'
import { replayDelivery, replayPeriod } from '#server/usecases/webhooks/replay-deliveries.ts'
import { DeliveryPage } from '#web/console/webhooks/DeliveryPage.tsx'
import type { ReplayEntry } from '#web/console/webhooks/ReplayForm.tsx'
import { sendPage } from '../common/send-page.ts'
import { administratorOfDelivery, administratorOfWebhook, notShownAgain } from './checks.ts'
import { daysOf } from './days.ts'
import { doneOf, typed } from './fields.ts'
import { type ConsoleRoute, memberRoute } from './route.ts'
import { sendWebhook } from './webhook-routes.ts'

/** What was sent to a URL: one delivery with its tries, and sending again. */
export const deliveryRoutes: ConsoleRoute[] = [
  memberRoute('GET', '/webhooks/:id/deliveries/:delivery', administratorOfDelivery, async (call) => {
    const { needs, visit, request, reply, webhook, delivery, attempts, event } = call
    const shown = await shownBody(needs, visit.member, webhook.format, { delivery, event })
    const again = doneOf(request) === 'again'
    // A receiver may answer with what it was sent, or with what it knows of the document besides.
    const hidden = delivery.documentId !== null && !shown.mayRead
    const tries = hidden ? attempts.map((attempt) => ({ ...attempt, answer: '' })) : attempts
    const page = {
      chrome: visit.chrome,
      endpoint: webhook,
      delivery,
      attempts: tries,
      hidden,
      ...shown,
      again,
    }
    return sendPage(reply, h(DeliveryPage, page))
  }),

  memberRoute(
    'POST',
    '/webhooks/:id/deliveries/:delivery/replay',
    notShownAgain(administratorOfDelivery),
    async ({ needs, visit, request, reply, webhook, delivery }) => {
      const seen = Number(typed(request, 'round'))
      const wanted = { member: visit.member, id: webhook.id, deliveryId: delivery.id, seen }
      await replayDelivery(needs, visit.origin, wanted)
      return reply.redirect(`/console/webhooks/${webhook.id}/deliveries/${delivery.id}?done=again`, 303)
    },
  ),

  memberRoute('POST', '/webhooks/:id/replay', notShownAgain(administratorOfWebhook), async (call) => {
    const { needs, visit, request, reply, webhook } = call
    const entry: ReplayEntry = {
      first: typed(request, 'first'),
      last: typed(request, 'last'),
      all: typed(request, 'which') === 'all',
    }
    const { period } = daysOf(entry)
    if (period === null || period.from === null) {
      return sendWebhook({ ...call, reply: reply.code(400) }, entry)
    }
    // Without a last day: all since.
    const before = period.before ?? needs.clock.now()
    const wanted = { member: visit.member, id: webhook.id, from: period.from, before, all: entry.all }
    const count = await replayPeriod(needs, visit.origin, wanted)
    return reply.redirect(`/console/webhooks/${webhook.id}?done=replayed&count=${count}#deliveries`, 303)
  }),
]
