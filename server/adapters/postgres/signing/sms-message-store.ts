import type { Language } from '#domain/language.ts'
import type { SmsDay } from '#domain/sms-limit.ts'
import type { SmsReceiptState, SmsState } from '#domain/sms-message.ts'
import { tokyoDay, tokyoDayStart } from '#domain/tokyo.ts'
import type { Secrets, Transaction } from '#server/usecases/ports.ts'
import type { SmsOfReceipt, SmsView } from '#server/usecases/sms-ports.ts'
import { placeOfSms } from '../connection/encrypted-text.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'
import { jobOf } from '../jobs/job-queue.ts'

type SmsRow = {
  voice: Language | null
  id: string
  document_id: string
  participant_id: string
  tel_sealed: string
  text_sealed: string | null
  state: SmsState
  reason: string
  segments: number | null
  created_at: Date
  expires_at: Date
}

const smsColumns = columnsOf<SmsRow>({
  voice: true,
  id: true,
  document_id: true,
  participant_id: true,
  tel_sealed: true,
  text_sealed: true,
  state: true,
  reason: true,
  segments: true,
  created_at: true,
  expires_at: true,
})

type LockedRow = SmsRow & { avoid: string | null; team_id: string; test: boolean; ahead: number }

const insert = statement(
  'insert_sms',
  `insert into sms_messages (id, team_id, document_id, participant_id, tel_sealed, tel_hash, text_sealed, state,
     created_at, changed_at, expires_at, test, link, voice)
   values ($1, $2, $3, $4, $5, $6, $7, 'queued', $8, $8, $9, $10, $11, $12)`,
)
const lock = statement<LockedRow>(
  'lock_sms',
  `select ${listed(smsColumns, 's')}, s.team_id, s.test,
     case when s.test then coalesce((select (d.snapshot->>'clock_ahead')::float8 from documents d where d.id = s.document_id), 0)
       else 0 end as ahead,
     (select case when b.state in ('undelivered', 'expired', 'rejected') then b.gateway end from sms_messages b
      where b.document_id = s.document_id and b.participant_id = s.participant_id and b.created_at < s.created_at
      order by b.created_at desc limit 1) as avoid
   from sms_messages s where s.id = $1 for update of s`,
)
/**
 * The text lives only until hand-over; that of a call until somebody has taken it, or its code has run out. Segments are counted from
 * the attempt on, for whoever takes a text may say so by a receipt alone, and not of what was not taken, or nobody knows of.
 */
const setState = statement(
  'set_sms_state',
  `update sms_messages set state = $2, provider_id = coalesce($3, provider_id),
     segments = case when $2 in ('queued', 'unknown', 'expired', 'rejected') and sms_rank(state) < 3 then null
       else coalesce($4, segments) end,
     changed_at = $5, gateway = coalesce($6, gateway),
     reason = case when sms_rank($2) <= sms_rank(state) and not (state = 'submitting' and $2 = 'queued') then reason else $7 end, text_sealed =
       case when $2 in ('queued', 'submitting') or (voice is not null and $2 in ('submitted', 'unknown')) then text_sealed end where id = $1`,
)
/** Who keeps an early receipt and who records the id that it is of wait for each other, or both would find nothing. */
const lockProviderId = statement(
  'lock_sms_provider_id',
  `select pg_advisory_xact_lock(hashtextextended('sms-receipt:' || $1 || ' ' || $2, 0))`,
)
const takeEarly = statement<{ state: SmsReceiptState; code: string }>(
  'take_early_receipts',
  `with taken as (delete from sms_receipts where gateway = $1 and provider_id = $2 returning state, code)
   select state, code from taken order by sms_rank(state) desc, state`,
)
const keepEarly = statement(
  'keep_early_receipt',
  `insert into sms_receipts (gateway, provider_id, state, code, received_at) values ($1, $2, $3, $4, $5) on conflict do nothing`,
)
/** A text that waits for another try has failed nowhere yet, and one whose code was entered has arrived, whatever is said. */
const apply = statement<{ participant_id: string; by_voice: boolean }>(
  'apply_sms_receipt',
  `with before as (select id, state, entered_at from sms_messages where id = $1 for update)
   update sms_messages m set state = $2, changed_at = $3, text_sealed = null, reason = $5 from before b
   where m.id = b.id and sms_rank($2) > sms_rank(b.state) and ((b.state <> 'queued' and b.entered_at is null) or $2 = 'delivered')
     and ($2 = 'delivered' or $4::text is null or m.gateway is null or m.gateway like $4 || '.%')
   returning m.participant_id, m.voice is not null as by_voice`,
)
const setProviderId = statement(
  'set_sms_provider_id',
  'update sms_messages set gateway = $2, provider_id = $3 where id = $1',
)
const byId = statement<{ id: string; document_id: string }>(
  'sms_by_id',
  'select id, document_id from sms_messages where id = $1',
)
/** Gateways may give an id again after a while. */
const byProviderId = statement<{ id: string; document_id: string }>(
  'sms_by_provider_id',
  `select id, document_id from sms_messages where gateway = $1 and provider_id = $2 order by created_at desc limit 1`,
)
const markEntered = statement('mark_sms_entered', 'update sms_messages set entered_at = $2 where id = $1')
const daysOfTeam = statement<SmsDay>(
  'sms_days_of_team',
  `select to_char(created_at at time zone 'Asia/Tokyo', 'YYYY-MM-DD') as day, count(*)::int as asked,
     count(entered_at)::int as entered, count(*) filter (where state in ('undelivered', 'expired', 'rejected'))::int as failed,
     coalesce(sum(segments), 0)::int as segments
   from sms_messages where team_id = $1 and created_at >= $2 and not test group by 1 order by 1 desc`,
)
const eraseExpired = statement(
  'erase_expired_sms',
  `update sms_messages set text_sealed = null, state = case when state = 'queued' then 'expired' else state end
   where id = any(array(select id from sms_messages where text_sealed is not null and expires_at < $1
     limit 1000 for update skip locked))`,
)
const queueJob = statement('queue_sms_job', 'select queue_job($1::jsonb)')
const ofDocument = statement<SmsRow>(
  'sms_of_document',
  `select ${listed(smsColumns)} from sms_messages where document_id = $1 order by created_at, id`,
)

export function smsMessageStore(connection: Connection, secrets: Secrets): Sends<Transaction['smsMessages']> {
  return {
    async queueInsert(message) {
      await insert(
        connection,
        message.id,
        message.teamId,
        message.documentId,
        message.participantId,
        secrets.encrypt(message.tel, placeOfSms(message.id, 'tel_sealed')),
        message.telHash,
        secrets.encrypt(message.text, placeOfSms(message.id, 'text_sealed')),
        message.createdAt,
        message.expiresAt,
        message.test,
        message.link === true,
        message.voice ?? null,
      )
    },
    async schedule(id) {
      await queueJob(connection, JSON.stringify(jobOf({ job: 'send-sms', smsId: id })))
    },
    async lock(id) {
      const [row] = await lock(connection, id)
      if (row === undefined) return null
      return {
        id: row.id,
        teamId: row.team_id,
        test: row.test,
        clockAhead: row.ahead,
        documentId: row.document_id,
        participantId: row.participant_id,
        tel: secrets.decrypt(row.tel_sealed, placeOfSms(row.id, 'tel_sealed')),
        text:
          row.text_sealed === null
            ? null
            : secrets.decrypt(row.text_sealed, placeOfSms(row.id, 'text_sealed')),
        state: row.state,
        segments: row.segments,
        expiresAt: row.expires_at,
        avoid: row.avoid,
        voice: row.voice,
      }
    },
    async queueState(id, state, outcome, now) {
      const { providerId = null, segments = null, gateway = null, reason = '' } = outcome
      await setState(connection, id, state, providerId, segments, now, gateway, reason)
    },
    async takeEarlyReceipts(gateway, providerId) {
      await lockProviderId(connection, gateway, providerId)
      return takeEarly(connection, gateway, providerId)
    },
    async keepEarlyReceipt(gateway, providerId, { state, code }, now) {
      await lockProviderId(connection, gateway, providerId)
      const found = await loadSmsOfReceipt(connection, { gateway, providerId })
      if (found === null) await keepEarly(connection, gateway, providerId, state, code ?? '', now)
      return found
    },
    async applyReceipt(id, state, now, { place, code }) {
      const [moved] = await apply(connection, id, state, now, place, code ?? '')
      return moved === undefined ? null : { participantId: moved.participant_id, byVoice: moved.by_voice }
    },
    async queueProviderId(id, gateway, providerId) {
      await setProviderId(connection, id, gateway, providerId)
    },
    async queueEntered(id, now) {
      await markEntered(connection, id, now)
    },
  }
}

export async function loadSmsOfReceipt(
  connection: Connection,
  of: { smsId: string } | { gateway: string; providerId: string },
): Promise<SmsOfReceipt | null> {
  const [row] =
    'smsId' in of
      ? await byId(connection, of.smsId)
      : await byProviderId(connection, of.gateway, of.providerId)
  return row === undefined ? null : { id: row.id, documentId: row.document_id }
}

export async function loadSmsOf(connection: Connection, documentId: string): Promise<SmsView[]> {
  return (await ofDocument(connection, documentId)).map((row) => ({
    id: row.id,
    participantId: row.participant_id,
    state: row.state,
    reason: row.reason,
    requestedAt: row.created_at,
    segments: row.segments,
    byVoice: row.voice !== null,
  }))
}

const dayMilliseconds = 24 * 60 * 60 * 1000

/** Of so many days of Tokyo, the one of `now` included. */
export async function loadSmsDays(
  connection: Connection,
  teamId: string,
  days: number,
  now: Date,
): Promise<SmsDay[]> {
  const today = tokyoDayStart(tokyoDay(now)).getTime()
  return daysOfTeam(connection, teamId, new Date(today - (days - 1) * dayMilliseconds))
}

/** Texts whose code has run out are erased even if no gateway ever took them. */
export async function eraseExpiredTexts(connection: Connection, now: Date): Promise<void> {
  await eraseExpired(connection, now)
}
