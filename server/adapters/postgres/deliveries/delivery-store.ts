import type { Delivery, DeliveryState } from '#domain/delivery.ts'
import { jobAttempts } from '#domain/job-request.ts'
import type { RecordedEvent } from '#domain/webhook-message.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import type { WebhookReads, WebhookStores, WebhooksThatWait } from '#server/usecases/webhook-ports.ts'
import { decryptText, encryptText, placeOfAnswer } from '../connection/encrypted-text.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'
import { jobOf } from '../jobs/job-queue.ts'
import { putOffStore } from './put-off-store.ts'
import { replayStore } from './replay-store.ts'

export type DeliveryRow = {
  id: string
  team_id: string
  document_id: string | null
  event: string
  type: string
  sequence: number | null
  target: string
  state: DeliveryState
  attempts: number
  tries: number
  round: number
  created_at: Date
  round_at: Date
  next_at: Date | null
  ended_at: Date | null
  reason: string
}

type AttemptRow = {
  number: number
  at: Date
  milliseconds: number
  status: number | null
  outcome: string
  answer_sealed: string
}

/** But for the id, which is asked for as a text. */
export const deliveryColumns = columnsOf<Omit<DeliveryRow, 'id'>>({
  team_id: true,
  document_id: true,
  event: true,
  type: true,
  sequence: true,
  target: true,
  state: true,
  attempts: true,
  tries: true,
  round: true,
  created_at: true,
  round_at: true,
  next_at: true,
  ended_at: true,
  reason: true,
})
// By its bare name `order by` would mean the text, of which 9 is more than 10.
const columns = `id::text, ${listed(deliveryColumns)}`
const lock = statement<DeliveryRow>(
  'lock_delivery',
  `select ${columns} from deliveries where id = $1 for update`,
)
const insert = statement<{ id: string }>(
  'insert_delivery',
  `insert into deliveries (team_id, document_id, channel, event, type, sequence, target, state, attempts, tries, round,
     created_at, round_at, next_at, ended_at, reason)
   values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) returning id::text`,
)
const save = statement(
  'save_delivery',
  `update deliveries set state = $2, attempts = $3, tries = $4, round = $5, round_at = $6, next_at = $7, ended_at = $8,
     reason = $9 where id = $1`,
)
const saveAttempt = statement(
  'save_delivery_attempt',
  `insert into delivery_attempts (delivery_id, number, at, milliseconds, status, outcome, answer_sealed)
   values ($1, $2, $3, $4, $5, $6, $7)`,
)
/** The endpoint's row is read as it is, without a wait: whoever changes it meanwhile changes it after this try. */
const settle = statement(
  'settle_delivery',
  `with due as materialized (
     select d.id from deliveries d join webhook_endpoints e on e.id = d.target
     where d.id = $1 and d.state = 'waiting' and d.attempts = $2::int - 1 and e.removed_at is null and e.xmin::text = $8
     for no key update of d),
   tried as (
     insert into delivery_attempts (delivery_id, number, at, milliseconds, status, outcome, answer_sealed)
     select due.id, $2::int, $3::timestamptz, $4::int, $5::int, $6, $7 from due),
   done as (delete from graphile_worker._private_jobs j using due where j.key = $10)
   update deliveries d set state = 'delivered', attempts = $2::int, tries = d.tries + 1, next_at = null,
     ended_at = $9::timestamptz, reason = '' from due where d.id = due.id returning d.id`,
)
const schedule = statement(
  'schedule_delivery',
  `select graphile_worker.add_job($1, $2::json, run_at => $3, max_attempts => $4::int, job_key => $5,
     job_key_mode => 'replace')`,
)
const documentEvent = statement<{ row: string; at: Date; test: boolean }>(
  'audited_event',
  `select row, at, coalesce((select d.test from documents d where d.id = $1), false) as test
   from audit where document_id = $1 and sequence = $2`,
)
const teamEvent = statement<{ row: string; at: Date; test: boolean }>(
  'recorded_team_event',
  'select row, at, false as test from team_events where chain = $1 and sequence = $2',
)
const page = statement<DeliveryRow>(
  'deliveries_of_target',
  `select ${columns} from deliveries where target = $1 and id < coalesce($2::bigint, 9223372036854775807)
   order by deliveries.id desc limit $3`,
)
const pageOfState = statement<DeliveryRow>(
  'deliveries_of_target_in_state',
  `select ${columns} from deliveries where target = $1 and id < coalesce($2::bigint, 9223372036854775807) and state = $4
   order by deliveries.id desc limit $3`,
)
const ofTarget = statement<DeliveryRow>(
  'delivery_of_target',
  `select ${columns} from deliveries where target = $1 and id = $2`,
)
const attemptsOf = statement<AttemptRow>(
  'attempts_of_delivery',
  `select number, at, milliseconds, status, outcome, answer_sealed from delivery_attempts
   where delivery_id = $1 order by number desc limit 100`,
)

// A look at the index for each endpoint for which something is put off, however many deliveries wait for it.
const waiting = statement<WebhooksThatWait>(
  'webhooks_that_wait',
  `with recursive each as (
     (select target from deliveries where state = 'waiting' and next_at is null order by target limit 1)
     union all
     select (select d.target from deliveries d
       where d.state = 'waiting' and d.next_at is null and d.target > each.target order by d.target limit 1)
     from each where each.target is not null)
   select array(select target from each where target is not null) as "putOff",
     coalesce((select json_agg(json_build_object('id', id::text, 'target', target) order by r.id) from webhook_replays r), '[]')
       as replays`,
)

/** Deliveries inside a transaction. */
export function deliveryStore(connection: Connection, secrets: Secrets): WebhookStores['deliveries'] {
  return {
    ...putOffStore(connection),
    ...replayStore(connection),
    async lock(id) {
      const [row] = await lock(connection, id)
      return row === undefined ? null : deliveryOf(row)
    },
    eventOf: (delivery) => eventOf(connection, delivery),
    async insert(delivery) {
      const { teamId, documentId, channel, event, type, sequence, target } = delivery
      const [row] = await insert(
        connection,
        ...[teamId, documentId, channel, event, type, sequence, target, delivery.state],
        ...[delivery.attempts, delivery.tries, delivery.round, delivery.createdAt, delivery.roundAt],
        ...[delivery.nextAt, delivery.endedAt, delivery.reason],
      )
      return row?.id ?? ''
    },
    async save({ id, state, attempts, tries, round, roundAt, nextAt, endedAt, reason }) {
      await save(connection, id, state, attempts, tries, round, roundAt, nextAt, endedAt, reason)
    },
    async saveAttempt(id, { number, at, milliseconds, status, outcome, answer }) {
      const sealed = encryptText(answer, secrets, placeOfAnswer(id, number))
      await saveAttempt(connection, id, number, at, milliseconds, status, outcome, sealed)
    },
    async settle(id, { number, at, milliseconds, status, outcome, answer }, { version, now }) {
      const sealed = encryptText(answer, secrets, placeOfAnswer(id, number))
      const { key } = jobOf({ job: 'deliver-webhook', deliveryId: id, attempt: number })
      const tried = [id, number, at, milliseconds, status, outcome, sealed]
      return (await settle(connection, ...tried, version, now, key)).length > 0
    },
    async schedule({ id, attempts, nextAt }) {
      const job = 'deliver-webhook'
      const { task, payload, key } = jobOf({ job, deliveryId: id, attempt: attempts + 1 })
      await schedule(connection, task, JSON.stringify(payload), nextAt, jobAttempts[job], key)
    },
  }
}

/** Reads of deliveries. */
export function deliveryReads(
  connection: Connection,
  secrets: Secrets,
): Pick<WebhookReads, 'deliveriesOf' | 'delivery' | 'webhooksThatWait'> {
  return {
    async webhooksThatWait() {
      const [row] = await waiting(connection)
      return row ?? { putOff: [], replays: [] }
    },
    async deliveriesOf(target, { state, after, limit }) {
      const rows =
        state === null
          ? await page(connection, target, after, limit + 1)
          : await pageOfState(connection, target, after, limit + 1, state)
      return { deliveries: rows.slice(0, limit).map(deliveryOf), more: rows.length > limit }
    },
    async delivery(target, id) {
      const [row] = await ofTarget(connection, target, id)
      if (row === undefined) return null
      const delivery = deliveryOf(row)
      const attempts = await attemptsOf(connection, id)
      return {
        delivery,
        event: await eventOf(connection, delivery),
        attempts: attempts.map(({ answer_sealed: sealed, ...attempt }) => ({
          ...attempt,
          answer: decryptText(sealed, secrets, placeOfAnswer(id, attempt.number)),
        })),
      }
    },
  }
}

async function eventOf(
  connection: Connection,
  { documentId, teamId, sequence }: Delivery,
): Promise<RecordedEvent | null> {
  if (sequence === null) return null
  const [found] =
    documentId === null
      ? await teamEvent(connection, teamId, sequence)
      : await documentEvent(connection, documentId, sequence)
  return found === undefined ? null : { at: found.at, detail: JSON.parse(found.row), test: found.test }
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    teamId: row.team_id,
    documentId: row.document_id,
    channel: 'webhook',
    event: row.event,
    type: row.type,
    sequence: row.sequence,
    target: row.target,
    state: row.state,
    attempts: row.attempts,
    tries: row.tries,
    round: row.round,
    createdAt: row.created_at,
    roundAt: row.round_at,
    nextAt: row.next_at,
    endedAt: row.ended_at,
    reason: row.reason,
  }
}
