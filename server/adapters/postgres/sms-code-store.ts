import type { CodeGuard, SmsCode } from '#domain/sms-code.ts'
import type { SmsState } from '#domain/sms-message.ts'
import type { Transaction } from '#server/usecases/ports.ts'
import { instant } from './document-rows.ts'
import { type Connection, statement, upsert, wideStatement } from './statements.ts'

type CodeRow = {
  id: string
  participant_id: string
  session_id: string
  hash: string
  created_at: Date | string
  expires_at: Date | string
  wrong_guesses: number
  used_at: Date | string | null
}

type GuardRow = { document_id: string; wrong_guesses: number; locked_at: Date | string | null }

const lockGuard = statement<GuardRow>(
  'lock_code_guard',
  'select document_id, wrong_guesses, locked_at from participants where id = $1 for update',
)
const guardWithCodes = wideStatement<GuardRow & { codes: CodeRow[] | null; delivery: SmsState | null }>(
  'code_standing',
  `select p.document_id, p.wrong_guesses, p.locked_at,
     (select json_agg(c order by c.created_at, c.id) from sms_codes c where c.participant_id = p.id) as codes,
     (select m.state from sms_messages m where m.document_id = p.document_id and m.participant_id = p.id
      order by m.created_at desc limit 1) as delivery
   from participants p where p.id = $1`,
)
const codes = statement<CodeRow>(
  'codes_of_participant',
  'select * from sms_codes where participant_id = $1 order by created_at, id',
)
const saveGuard = statement(
  'save_code_guard',
  'update participants set wrong_guesses = $2, locked_at = $3 where id = $1',
)
const dropCodes = statement(
  'drop_codes',
  'delete from sms_codes where participant_id = $1 and not (id = any($2))',
)
const writeCodes = upsert<CodeRow>(
  'sms_codes',
  ['id'],
  ['id', 'participant_id', 'session_id', 'hash', 'created_at', 'expires_at', 'wrong_guesses', 'used_at'],
)
/** Two parallel requests to one number, or of one team, wait for each other here and then count each other. */
const lockNumber = statement('lock_number', "select pg_advisory_xact_lock(hashtextextended('tel:' || $1, 0))")
const lockTeamDay = statement(
  'lock_team_day',
  "select pg_advisory_xact_lock(hashtextextended('sms-team:' || $1, 0))",
)
const sends = statement<{ created_at: Date }>(
  'sends_to_number',
  `select created_at from sms_messages where tel_hash = $1 and created_at > $2::timestamptz - interval '1 day'
   order by created_at desc limit 20`,
)
const teamSends = statement<{ count: number }>(
  'sends_of_team',
  `select count(*)::int as count from sms_messages where team_id = $1 and created_at > $2::timestamptz - interval '1 day'`,
)

export function smsCodeStore(connection: Connection): Transaction['smsCodes'] {
  return {
    async lock(participantId) {
      const [[guard], rows] = await Promise.all([
        lockGuard(connection, participantId),
        codes(connection, participantId),
      ])
      if (guard === undefined) throw new Error('a code guard is locked of a participant that does not exist')
      return guardOf(participantId, guard, rows)
    },
    async save(guard) {
      await Promise.all([
        saveGuard(connection, guard.participantId, guard.wrongGuesses, guard.lockedAt),
        dropCodes(
          connection,
          guard.participantId,
          guard.codes.map((code) => code.id),
        ),
        writeCodes(
          connection,
          guard.codes.map((code) => rowOfCode(guard.participantId, code)),
        ),
      ])
    },
    async lockHistory(telHash, teamId, now) {
      const [, , toNumber, [team]] = await Promise.all([
        lockNumber(connection, telHash),
        lockTeamDay(connection, teamId),
        sends(connection, telHash, now),
        teamSends(connection, teamId, now),
      ])
      return { toNumber: toNumber.map((row) => row.created_at), byTeamToday: team?.count ?? 0 }
    },
  }
}

/** The guard as it stands, and how the newest code's SMS fares. */
export async function loadStanding(
  connection: Connection,
  participantId: string,
): Promise<CodeGuard & { delivery: SmsState | null }> {
  const row = await guardWithCodes(connection, participantId)
  if (row === undefined) throw new Error('a code guard is read of a participant that does not exist')
  return { ...guardOf(participantId, row, row.codes ?? []), delivery: row.delivery }
}

function guardOf(participantId: string, guard: GuardRow, rows: CodeRow[]): CodeGuard {
  return {
    participantId,
    documentId: guard.document_id,
    wrongGuesses: guard.wrong_guesses,
    lockedAt: instant(guard.locked_at),
    codes: rows.map((row) => ({
      id: row.id,
      sessionId: row.session_id,
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
    hash: code.hash,
    created_at: code.createdAt,
    expires_at: code.expiresAt,
    wrong_guesses: code.wrongGuesses,
    used_at: code.usedAt,
  }
}
