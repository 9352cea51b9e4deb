import type { AttemptCounter, SmsCode } from '#domain/sms-code.ts'
import type { SmsState } from '#domain/sms-message.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, statement, wideStatement } from '../connection/statements.ts'
import { instant } from '../documents/body-members.ts'

type CodeRow = {
  id: string
  participant_id: string
  session_id: string
  url_id: string | null
  sms_id: string | null
  hash: string
  created_at: Date | string
  expires_at: Date | string
  wrong_guesses: number
  used_at: Date | string | null
}

type CounterRow = {
  document_id: string
  wrong_guesses: number
  locked_at: Date | string | null
  delivery: SmsState | null
  by_voice: boolean | null
}

const codesOf =
  '(select json_agg(c order by c.created_at, c.id) from sms_codes c where c.participant_id = p.id)'
const deliveryOf = `(select m.state from sms_messages m where m.document_id = p.document_id and m.participant_id = p.id and not m.link
  order by m.created_at desc limit 1)`

const byVoiceOf = deliveryOf.replace('m.state', 'm.voice is not null')

/**
 * The codes are those of the statement's beginning. So the document must be locked before, as every verb does: whoever
 * changes the counter has committed by then. A wait for this row alone would bring its counts anew, but not its codes.
 */
const lockCounter = statement<CounterRow & { codes: CodeRow[] | null }>(
  'lock_attempt_counter',
  `select p.document_id, p.wrong_guesses, p.locked_at, ${codesOf} as codes, ${deliveryOf} as delivery, ${byVoiceOf} as by_voice
   from participants p where p.id = $1 for update of p`,
)
const counterWithCodes = wideStatement<CounterRow & { codes: CodeRow[] | null }>(
  'code_status',
  `select p.document_id, p.wrong_guesses, p.locked_at,
     ${codesOf} as codes, ${deliveryOf} as delivery, ${byVoiceOf} as by_voice
   from participants p where p.id = $1`,
)
/** Given codes are written, all others of the participant go. */
const save = statement(
  'save_attempt_counter',
  `with counter as (update participants set wrong_guesses = $2, locked_at = $3 where id = $1),
     dropped as (
       delete from sms_codes where participant_id = $1
         and not (id = any(array(select given ->> 'id' from jsonb_array_elements($4::jsonb) given))))
   insert into sms_codes (id, participant_id, session_id, url_id, sms_id, hash, created_at, expires_at, wrong_guesses, used_at)
   select id, participant_id, session_id, url_id, sms_id, hash, created_at, expires_at, wrong_guesses, used_at
   from jsonb_populate_recordset(null::sms_codes, $4::jsonb)
   on conflict (id) do update set wrong_guesses = excluded.wrong_guesses, used_at = excluded.used_at`,
)
/** Behind the locks of the number and of the team's day (migration 0059). */
const lockHistory = statement<{ sends: { at: string; entered: boolean }[] | null; asked: number | null }>(
  'lock_sms_history',
  'select sends, asked from lock_sms_history($1, $2, $3)',
)
const lockTeamDay = statement(
  'lock_team_day',
  "select pg_advisory_xact_lock(hashtextextended('sms-team:' || $1, 0))",
)
const teamSends = statement<{ count: number }>(
  'sends_of_team',
  `select asked as count from sms_days where team_id = $1 and day = ($2::timestamptz at time zone 'Asia/Tokyo')::date`,
)

export function smsCodeStore(connection: Connection): Sends<Transaction['smsCodes']> {
  return {
    async lock(participantId) {
      const [counter] = await lockCounter(connection, participantId)
      if (counter === undefined)
        throw new Error('a code counter is locked of a participant that does not exist')
      return counterOf(participantId, counter, counter.codes ?? [])
    },
    async queueSave({ participantId, wrongGuesses, lockedAt, codes }) {
      const rows = codes.map((code) => rowOfCode(participantId, code))
      await save(connection, participantId, wrongGuesses, lockedAt, JSON.stringify(rows))
    },
    async lockHistory(telHash, teamId, now) {
      const [history] = await lockHistory(connection, telHash, teamId, now)
      return {
        toNumber: (history?.sends ?? []).map(({ at, entered }) => ({ at: new Date(at), entered })),
        byTeamToday: history?.asked ?? 0,
      }
    },
    async lockDay(teamId, now) {
      await lockTeamDay(connection, teamId)
      const [team] = await teamSends(connection, teamId, now)
      return team?.count ?? 0
    },
  }
}

/** The counter as it stands, and how the newest code's SMS fares. */
export async function loadCodeStatus(connection: Connection, participantId: string): Promise<AttemptCounter> {
  const row = await counterWithCodes(connection, participantId)
  if (row === undefined) throw new Error('a code counter is read of a participant that does not exist')
  return counterOf(participantId, row, row.codes ?? [])
}

function counterOf(participantId: string, counter: CounterRow, rows: CodeRow[]): AttemptCounter {
  return {
    participantId,
    documentId: counter.document_id,
    wrongGuesses: counter.wrong_guesses,
    lockedAt: instant(counter.locked_at),
    delivery: counter.delivery,
    byVoice: counter.by_voice ?? false,
    codes: rows.map((row) => ({
      id: row.id,
      sessionId: row.session_id,
      urlId: row.url_id,
      smsId: row.sms_id,
      hash: row.hash,
      createdAt: new Date(row.created_at),
      expiresAt: new Date(row.expires_at),
      wrongGuesses: row.wrong_guesses,
      usedAt: instant(row.used_at),
    })),
  }
}

function rowOfCode(participantId: string, code: SmsCode): CodeRow {
  return {
    id: code.id,
    participant_id: participantId,
    session_id: code.sessionId,
    url_id: code.urlId,
    sms_id: code.smsId,
    hash: code.hash,
    created_at: code.createdAt,
    expires_at: code.expiresAt,
    wrong_guesses: code.wrongGuesses,
    used_at: code.usedAt,
  }
}
