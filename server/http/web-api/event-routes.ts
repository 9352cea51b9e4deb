import { eventsOnWire, eventsPerPage, listEventsCall } from '#contract/web-api/events.ts'
import { feedBeginning } from '#domain/event-feed.ts'
import { readEventFeed } from '#server/usecases/webhooks/read-event-feed.ts'
import { bind } from './bind.ts'
import type { Api } from './call.ts'
import { queryOf, read } from './request-form.ts'

/** The events of a team for receivers that were away: our addition to the Web API. */
export function mountEventRoutes(api: Api): void {
  bind(api, listEventsCall, async ({ caller, origin, request }) => {
    const { member, test } = caller
    const { after = feedBeginning, limit = eventsPerPage } = read(queryOf(request), listEventsCall.form)
    return eventsOnWire(await readEventFeed(api.ports, origin, { member, after, limit, test }))
  })
}
