import { rowsOf } from '#tests/support/concluded-once.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'

export type Added = { id: string; secret: string | null; path: string }

/** Adds a URL as an administrator does, by its form. */
export async function addWebhook(
  administrator: Recipient,
  url: string,
  { format = 'standard', events = ['document.sent'] }: { format?: string; events?: string[] } = {},
): Promise<Added> {
  await administrator.get('/console/webhooks/new')
  const chosen = Object.fromEntries(events.map((type) => [`event-${type}`, '1']))
  const page = await administrator.post('/console/webhooks', { url, format, ...chosen })
  const id = /\/console\/webhooks\/([0-9a-f]{32})/.exec(format === 'standard' ? page.html : page.url)?.[1]
  if (page.status !== 200 || id === undefined) throw new Error(`not added: ${page.status} ${page.url}`)
  const secret = /value="(whsec_[^"]+)"/.exec(page.html)?.[1] ?? null
  return { id, secret, path: `/console/webhooks/${id}` }
}

export type DeliveryRow = {
  id: string
  event: string
  type: string
  state: string
  attempts: number
  tries: number
  round: number
  reason: string
  next_at: Date | null
}

/** What the database holds of an endpoint's deliveries, oldest first. */
export function deliveriesOf(server: TestServer, id: string): Promise<DeliveryRow[]> {
  return rowsOf<DeliveryRow>(
    server,
    `select id::text, event, type, state, attempts, tries, round, reason, next_at
     from deliveries where target = $1 order by deliveries.id`,
    id,
  )
}

/** Moves the clock of what waits: each next try is due now, and no receiver rests any more. */
export async function comeDue(server: TestServer): Promise<void> {
  await rowsOf(server, `update webhook_endpoints set resting_until = now() where resting_until is not null`)
  await rowsOf(
    server,
    `with due as (update graphile_worker._private_jobs set run_at = now()
       where locked_at is null and key like 'deliver-webhook:%' returning 1)
     select pg_notify('jobs:insert', '{"count":10}') from due limit 1`,
  )
}

/** With a receiver of its own; afterwards every URL of the server is removed, so that the next test begins without any. */
export async function withReceiverOf(
  server: TestServer,
  work: (receiver: Receiver) => Promise<void>,
): Promise<void> {
  const receiver = await startReceiver()
  try {
    await work(receiver)
  } finally {
    await receiver.close()
    await rowsOf(server, 'update webhook_endpoints set removed_at = now() where removed_at is null')
  }
}
