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
    // What is not found at once is asked for in a transaction.
    read: { dueDelivery: async () => null },
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

/** A receiver that is well and answers 204, and a database that says whether its row is still as it was read. */
async function delivered(unchanged: boolean) {
  const written: string[] = []
  const clock = { now: () => now }
  const well = { ...endpoint, failures: 0, troubledAt: null, toldAt: null }
  const tx = {
    deliveries: {
      lock: async () => waiting,
      eventOf: async () => null,
      saveAttempt: async () => void written.push('attempt'),
      save: async ({ state }: Delivery) => void written.push(state),
      settle: async (_id: string, _attempt: unknown, { version }: { version: string }) => {
        if (unchanged) written.push(`settled at ${version}`)
        return unchanged
      },
    },
    webhooks: { get: async () => well, lock: async () => well },
  }
  const needs = {
    database: {
      read: {
        dueDelivery: async () => ({ delivery: waiting, endpoint: well, event: null, version: '7' }),
      },
      transaction: (_origin: unknown, work: (given: unknown) => Promise<unknown>) => work(tx),
    },
    clock,
    random: { digits: () => '000000' },
    webhookPlaces: webhookPlacesOf(clock),
    webhooks: { send: async () => ({ answer: { status: 204, retryAfter: null }, body: '' }) },
    publicUrl: 'https://sign.example.jp',
  }
  const answer = await deliverWebhook(needs as never, { deliveryId: '1', attempt: 1 })
  return { answer, written }
}

test('what a receiver took that is well is settled with its job by one statement', async () => {
  expect(await delivered(true)).toEqual({ answer: 'settled', written: ['settled at 7'] })
})

test('where the endpoint was changed meanwhile, the try is recorded as of an endpoint that is asked for anew', async () => {
  expect(await delivered(false)).toEqual({ answer: undefined, written: ['attempt', 'delivered'] })
})
