import { expect, test } from 'vitest'
import type { Delivery } from '#domain/delivery.ts'
import { mostOfUrl } from '#domain/webhook-places.ts'
import { deliverWebhook } from './deliver-webhook.ts'
import { webhookPlacesOf } from './webhook-places.ts'

const now = new Date('2026-11-30T00:00:00Z')
const endpoint = {
  id: 'url',
  teamId: 'team',
  off: null,
  restingUntil: null,
  format: 'standard',
  secret: null,
  url: 'https://hook.example.jp',
}
const waiting = {
  id: '1',
  type: 'webhook.test',
  event: 'e',
  createdAt: now,
  target: 'url',
  state: 'waiting',
  attempts: 0,
  nextAt: now,
}

/** A database that undoes each transaction once and begins it again, as PostgreSQL's deadlocks make it. */
function undoingOnce(delivery: Partial<Delivery>) {
  const tx = {
    deliveries: {
      lock: async () => delivery,
      eventOf: async () => null,
      save: async () => undefined,
      putOff: async () => undefined,
    },
    webhooks: { get: async () => endpoint },
  }
  return {
    async transaction(_origin: unknown, work: (given: unknown) => Promise<unknown>) {
      await work(tx)
      return work(tx)
    },
  }
}

test('a transaction that is begun again takes one place, and none is left taken when its try ends', async () => {
  const clock = { now: () => now }
  const webhookPlaces = webhookPlacesOf(clock)
  let during = 0
  const free = () => {
    const taken = Array.from({ length: 20 }, () => webhookPlaces.enter(endpoint as never)).filter(
      (leave) => leave !== null,
    )
    for (const leave of taken) leave?.()
    return taken.length
  }
  const all = free()
  expect(all).toBe(mostOfUrl(false))
  const webhooks = {
    async send() {
      during = free()
      throw new Error('the try ends here')
    },
  }
  const needs = {
    database: undoingOnce(waiting as never),
    clock,
    webhookPlaces,
    webhooks,
    publicUrl: 'https://sign.example.jp',
  }
  await deliverWebhook(needs as never, { deliveryId: '1', attempt: 1 }).catch(() => undefined)
  expect({ during, after: free() }).toEqual({ during: all - 1, after: all })
})
