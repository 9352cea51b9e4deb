import type { Pool } from 'pg'
import { bulkLife } from '#domain/bulk-send.ts'

/** So many rows go at a time: a statement that takes milliseconds and holds up nobody. */
const batch = 1_000
/** So many batches a round, for each table; what is left waits for the next. */
const batches = 50

/** How long rows are kept that nobody needs any more. `where` names the old ones by an index. */
const old: { table: string; where: string }[] = [
  // A session lives twelve hours at most.
  { table: 'signing_sessions', where: `created_at < $1::timestamptz - interval '1 day'` },
  // Of a concluded document they lead to the copies as long as the team says, and of an awaiting one they hold how the
  // site authenticated its user, for the certificate. So late, few of those that are looked at have to stay.
  {
    table: 'signing_urls',
    where: `expires_at < $1::timestamptz - interval '130 days' and exists (
      select 1 from documents d join teams t on t.id = d.team_id where d.id = document_id and (d.status = 'cancelled'
        or (d.status = 'concluded' and d.concluded_at < $1::timestamptz - make_interval(days => t.copy_days + 30))))`,
  },
  { table: 'stranger_limits', where: `ends_at < $1::timestamptz - interval '1 hour'` },
  { table: 'sign_in_sessions', where: 'expires_at < $1' },
  { table: 'sign_in_spent', where: 'ends_at < $1' },
  { table: 'password_resets', where: 'expires_at < $1' },
  { table: 'password_reset_requests', where: `created_at < $1::timestamptz - interval '7 days'` },
  { table: 'sign_in_verifications', where: 'expires_at < $1' },
  // The last release's, which counted there.
  { table: 'sign_in_limits', where: `started_at < $1::timestamptz - interval '1 day'` },
  // An `Idempotency-Key` is good for a day (docs/cloudsign-divergences.md).
  { table: 'call_keys', where: `created_at < $1::timestamptz - interval '1 day'` },
  // A gateway's answer comes within seconds after its receipt, or never.
  { table: 'sms_receipts', where: `received_at < $1::timestamptz - interval '1 day'` },
  // What arrived or was refused, with its tries; the rest waits for somebody (docs/webhooks.md), unless its URL was removed.
  { table: 'deliveries', where: `state = 'delivered' and ended_at < $1::timestamptz - interval '90 days'` },
  { table: 'deliveries', where: `state = 'refused' and ended_at < $1::timestamptz - interval '90 days'` },
  {
    table: 'deliveries',
    // In an order that only one index has: otherwise the whole table might be read to find nothing.
    where: `ctid = any(array(
      select d.ctid from webhook_endpoints e, lateral (
        select ctid from deliveries where target = e.id order by created_at limit ${batch}) d
      where e.removed_at < $1::timestamptz - interval '90 days' limit ${batch}))`,
  },
  {
    table: 'webhook_endpoints',
    where: `removed_at < $1::timestamptz - interval '90 days'
      and not exists (select from deliveries d where d.target = webhook_endpoints.id)`,
  },
  {
    table: 'terminal_webhooks',
    where: `$1::timestamptz is not null and not exists (
      select from webhook_endpoints e where e.id = endpoint_id and e.removed_at is null)`,
  },
  { table: 'mail_log', where: `at < $1::timestamptz - interval '400 days'` },
  // Messages of test documents, and they are read soon or never.
  { table: 'test_messages', where: `created_at < $1::timestamptz - interval '30 days'` },
  // Its documents stay; which row became which is looked up soon or never. One that still runs is nobody's to remove.
  {
    table: 'bulk_sends',
    where: `created_at < $1::timestamptz - interval '${bulkLife.listDays} days' and state not in ('running', 'paused')`,
  },
  // Evaluation's virtual phone and mailbox show the newest.
  {
    table: 'outbox_sms',
    where: 'id <= (select max(id) from outbox_sms) - 5000 and $1::timestamptz is not null',
  },
  {
    table: 'outbox_mails',
    where: 'id <= (select max(id) from outbox_mails) - 2000 and $1::timestamptz is not null',
  },
]

/** Removes what is over, a little at a time; rows that somebody holds are left for the next round. Answers how many went. */
export async function prune(pool: Pool, now: Date): Promise<number> {
  let gone = 0
  for (const { table, where } of old) {
    for (let round = 0; round < batches; round++) {
      const { rowCount } = await pool.query(
        `delete from ${table} where ctid = any(array(
           select ctid from ${table} where ${where} limit ${batch} for update skip locked))`,
        [now],
      )
      gone += rowCount ?? 0
      if ((rowCount ?? 0) < batch) break
    }
  }
  return gone
}

/**
 * Erases what webhooks need no more: the secret of before when it signs nothing any more, and address and secrets of a
 * URL that a release removed which kept them.
 */
export async function eraseWebhookSecrets(pool: Pool, now: Date): Promise<void> {
  await pool.query(
    `update webhook_endpoints set former_secret_sealed = null, former_secret_until = null
     where former_secret_until <= $1`,
    [now],
  )
  await pool.query(
    `update webhook_endpoints set url_sealed = '', secret_sealed = null, former_secret_sealed = null,
       former_secret_until = null
     where removed_at is not null and url_sealed <> ''`,
  )
}

/**
 * Erases what was typed of rows that became no document, some days after their list ended or, where nobody started it, after it
 * came. A list that waits to be started cannot be started then: it is stopped.
 */
export async function eraseTypedRows(pool: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - bulkLife.valueDays * 24 * 3_600_000)
  await pool.query(
    `update bulk_sends set state = 'stopped', ended_at = $2 where state = 'checked' and created_at < $1`,
    [before, now],
  )
  await pool.query(
    `update bulk_rows set content_sealed = '' where ctid = any(array(
       select r.ctid from bulk_rows r join bulk_sends s on s.id = r.bulk_send_id
       where r.content_sealed <> '' and r.changed_at < $1
         and (s.ended_at < $1 or (s.state = 'stopped' and s.created_at < $1)) limit 10000 for update of r skip locked))`,
    [before],
  )
}
