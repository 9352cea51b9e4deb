import { type Delivery, ended } from '#domain/delivery.ts'
import { signingSecrets, type WebhookEndpoint, type WebhookFormat } from '#domain/webhook.ts'
import type { RecordedEvent } from '#domain/webhook-message.ts'
import { judgeTry, reasonOf, restDuringProbe, type TryAnswer, type TryOutcome } from '#domain/webhook-try.ts'
import { type Ports, systemOrigin, type Transaction } from '../ports.ts'
import { mailAdministrators } from './mail-administrators.ts'
import { afterTry, eventsOf, isSame } from './webhook-after-try.ts'
import { webhookBody } from './webhook-body.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'random' | 'webhooks' | 'webhookPlaces'> & {
  publicUrl: string
}

type Job = { deliveryId: string; attempt: number }

/** What one try needs to know. `version`: the endpoint's row as it was read; null where it was read in a transaction. */
type Due = {
  delivery: Delivery
  endpoint: WebhookEndpoint
  event: RecordedEvent | null
  version: string | null
}

/** Gives a place free that this try took. */
type Leave = () => void

/**
 * One try of one delivery, at least once: the answer is recorded after it came, so a try that a crash cut off is made
 * again, with the same id. A job that finds its try recorded has nothing to do. `settled`: the job went with what it did.
 */
export async function deliverWebhook(needs: Needs, job: Job): Promise<'settled' | undefined> {
  let leave: Leave = () => undefined
  const enters = (taken: Leave) => {
    leave = taken
  }
  try {
    const due =
      (await beginAtOnce(needs, job, enters)) ??
      (await needs.database.transaction(systemOrigin, (tx) => {
        // A transaction that PostgreSQL undid is begun again, and its place was taken already.
        leave()
        return begin(needs, tx, job, enters)
      }))
    if (due === null) return undefined
    return await tryOnce(needs, job, due, () => leave())
  } finally {
    leave()
  }
}

/** What nearly every try needs is read by one statement, and nothing is held: what is read was never held while it is sent. */
async function beginAtOnce(
  { database, webhookPlaces }: Needs,
  { deliveryId, attempt }: Job,
  enters: (leave: Leave) => void,
): Promise<Due | null> {
  const found = await database.read.dueDelivery(deliveryId)
  if (found === null || found.endpoint.off !== null || found.endpoint.restingUntil !== null) return null
  const { state, attempts, nextAt } = found.delivery
  if (state !== 'waiting' || attempts !== attempt - 1 || nextAt === null) return null
  const leave = webhookPlaces.enter(found.endpoint)
  if (leave === null) return null
  enters(leave)
  return found
}

async function tryOnce(
  needs: Needs,
  job: Job,
  { delivery, endpoint, event, version }: Due,
  leave: Leave,
): Promise<'settled' | undefined> {
  const now = needs.clock.now()
  const body = await webhookBody(needs, endpoint.format, delivery, event)
  const secrets = signingSecrets(endpoint, now)
  const signed = endpoint.secret === null ? null : { id: delivery.event, at: now, secrets }
  const { url, format } = endpoint
  const sent = await needs.webhooks.send({ url, body, signed })
  // Before the next one gets its job.
  leave()
  const milliseconds = needs.clock.now().getTime() - now.getTime()
  const met = { ...sent, url, format, at: now, milliseconds }
  if (version !== null && (await settleAtOnce(needs, job, { delivery, endpoint, version }, met)))
    return 'settled'
  await needs.database.transaction(systemOrigin, (tx) => record(needs, tx, job, met))
  return undefined
}

/** A message that a receiver took which is well, and was not changed meanwhile: one statement, and the job goes with it. */
async function settleAtOnce(
  needs: Needs,
  { attempt }: Job,
  { delivery, endpoint, version }: Pick<Due, 'delivery' | 'endpoint'> & { version: string },
  { answer, body, format, at, milliseconds }: Sent,
): Promise<boolean> {
  const now = needs.clock.now()
  const judged = judgeTry(answer, { format, tries: delivery.tries + 1, now, chance: 0 })
  if (judged.outcome !== 'delivered' || !('status' in answer)) return false
  if (!isSame(endpoint, afterTry(endpoint, { answer, judged, now }))) return false
  if (needs.webhookPlaces.waits(endpoint.id)) return false
  const made = {
    ...{ number: attempt, at, milliseconds, status: answer.status },
    ...{ outcome: reasonOf(answer), answer: body },
  }
  return needs.database.transaction(systemOrigin, (tx) =>
    tx.deliveries.settle(delivery.id, made, { version, now }),
  )
}

/** What is to be sent; null when there is nothing to do now. */
async function begin(
  needs: Needs,
  tx: Transaction,
  job: Job,
  enters: (leave: Leave) => void,
): Promise<Due | null> {
  const delivery = await lockDue(tx, job)
  // Put off while its job was being taken: it gets another.
  if (delivery === null || delivery.nextAt === null) return null
  const now = needs.clock.now()
  const endpoint = await tx.webhooks.get(delivery.target)
  if (endpoint === null || endpoint.off !== null) {
    await tx.deliveries.save(
      ended(delivery, 'parked', endpoint === null ? 'endpoint_removed' : 'endpoint_off', now),
    )
    // The others are parked without a job for each.
    await tx.deliveries.putOff(delivery.target, { reason: 'endpoint_off', now, most: putOffAtOnce })
    return null
  }
  if (endpoint.restingUntil !== null && !(await mayProbe(tx, endpoint, now))) {
    await putOff(tx, delivery, 'receiver_rests', now)
    return null
  }
  const leave = needs.webhookPlaces.enter(endpoint)
  if (leave === null) {
    await putOff(tx, delivery, 'in_line', now)
    return null
  }
  enters(leave)
  return { delivery, endpoint, event: await tx.deliveries.eventOf(delivery), version: null }
}

/** Of all that wait for a receiver that is down, one at a time finds out whether it is back. Who need not ask holds no row of it. */
async function mayProbe(tx: Transaction, { id, restingUntil }: WebhookEndpoint, now: Date): Promise<boolean> {
  if (restingUntil !== null && restingUntil > now) return false
  const held = await tx.webhooks.lock(id)
  if (held === null || held.restingUntil === null) return true
  if (held.restingUntil > now) return false
  await tx.webhooks.save({ ...held, restingUntil: restDuringProbe(now) })
  return true
}

/** So many are put off with the one that finds its receiver resting. */
const putOffAtOnce = 500

/**
 * Its row waits on without a job, and so do all that are due for the same receiver: jobs that only find out that it rests, or
 * has its places already, would take those of others' webhooks. The end of a try and `releasePutOff` give them jobs again.
 */
async function putOff(tx: Transaction, delivery: Delivery, reason: string, now: Date): Promise<void> {
  await tx.deliveries.save({ ...delivery, nextAt: null, reason })
  await tx.deliveries.putOff(delivery.target, { reason, now, most: putOffAtOnce })
}

/** The delivery, held, if this try is the one that it waits for. */
async function lockDue(tx: Transaction, { deliveryId, attempt }: Job): Promise<Delivery | null> {
  const delivery = await tx.deliveries.lock(deliveryId)
  return delivery?.state === 'waiting' && delivery.attempts === attempt - 1 ? delivery : null
}

type Sent = {
  url: string
  format: WebhookFormat
  answer: TryAnswer
  body: string
  at: Date
  milliseconds: number
}

async function record(needs: Needs, tx: Transaction, job: Job, sent: Sent): Promise<void> {
  const before = await lockDue(tx, job)
  if (before === null) return
  const { answer, at, milliseconds } = sent
  const now = needs.clock.now()
  const status = 'status' in answer ? answer.status : null
  const reason = reasonOf(answer)
  await tx.deliveries.saveAttempt(before.id, {
    ...{ number: job.attempt, at, milliseconds, status },
    ...{ outcome: reason, answer: sent.body },
  })
  const tried = { ...before, attempts: job.attempt, reason }
  const counted = { ...tried, tries: before.tries + 1 }
  const { format } = sent
  const judged = judgeTry(answer, { format, tries: counted.tries, now, chance: chance(needs) })
  const met = { answer, judged, now }
  const found = await tx.webhooks.get(tried.target)
  // A receiver that is well costs no lock and no write of its row.
  const well = found !== null && isSame(found, afterTry(found, met))
  const endpoint = well ? found : await tx.webhooks.lock(tried.target)
  if (endpoint === null) return tx.deliveries.save(ended(counted, 'parked', 'endpoint_removed', now))
  // The place that this try had is the next one's.
  if (endpoint.restingUntil === null && needs.webhookPlaces.waits(endpoint.id))
    await tx.deliveries.release(endpoint.id, now, 1)
  if (isElsewhere(endpoint, sent)) {
    // What the receiver of before answered says nothing about the new one, which has all its tries.
    if (judged.outcome === 'delivered') return saveOutcome(tx, counted, judged, now)
    return saveOutcome(tx, tried, { outcome: 'again', at: now }, now)
  }
  await saveOutcome(tx, counted, judged, now)
  if (well) return
  const next = afterTry(endpoint, met)
  await tx.webhooks.save(next)
  const events = eventsOf(endpoint, next, reason, now)
  tx.recordTeam(events)
  if (events.length > 0) await tellTeam(tx, next, reason, now)
}

/** A member changed the endpoint while the receiver thought. */
function isElsewhere(endpoint: WebhookEndpoint, { url, format }: Sent): boolean {
  return endpoint.url !== url || endpoint.format !== format
}

async function saveOutcome(
  tx: Transaction,
  delivery: Delivery,
  judged: TryOutcome,
  now: Date,
): Promise<void> {
  switch (judged.outcome) {
    case 'again': {
      const next = { ...delivery, nextAt: judged.at }
      await tx.deliveries.save(next)
      return tx.deliveries.schedule(next)
    }
    case 'delivered':
      return tx.deliveries.save(ended(delivery, 'delivered', '', now))
    case 'gone':
      return tx.deliveries.save(ended(delivery, 'refused', delivery.reason, now))
    case 'refused':
    case 'parked':
      return tx.deliveries.save(ended(delivery, judged.outcome, delivery.reason, now))
  }
}

/** A mail to each administrator. */
async function tellTeam(
  tx: Transaction,
  { id, teamId }: WebhookEndpoint,
  reason: string,
  now: Date,
): Promise<void> {
  await mailAdministrators(tx, teamId, (memberId) => ({
    ...{ job: 'mail-webhook-trouble', webhookId: id, memberId, reason },
    occasion: now.toISOString(),
  }))
}

function chance({ random }: Needs): number {
  return Number(random.digits(6)) / 1_000_000
}
