import type { Pool } from 'pg'
import type { Secrets } from '#server/usecases/ports.ts'
import { placeOfParticipant, placeOfSms } from '../connection/encrypted-text.ts'
import { type Connection, statement } from '../connection/statements.ts'
import { otherKeyOf } from './sealed-texts.ts'

const begin = statement(
  'installation_begin',
  'insert into installation (id) values ($1) on conflict do nothing',
)
const load = statement<{ id: string; storage_marked: boolean }>(
  'installation',
  'select id, storage_marked from installation',
)
const marked = statement('installation_marked', 'update installation set storage_marked = true')
const newestFile = statement<{ storage_key: string }>(
  'newest_file',
  `select d.snapshot #>> '{files,0,storage_key}' as storage_key from documents d
   where d.snapshot #>> '{files,0,storage_key}' is not null order by d.id desc limit 1`,
)

export type Installation = { id: string; storageMarked: boolean }

/** Which installation this database is; `newId` if it has not been told yet. */
export async function installationOf(pool: Pool, newId: string): Promise<Installation> {
  await begin(pool, newId)
  const [row] = await load(pool)
  if (row === undefined) throw new Error('the database has no installation')
  return { id: row.id, storageMarked: row.storage_marked }
}

export async function storageIsMarked(pool: Pool): Promise<void> {
  await marked(pool)
}

const jobsOff = statement(
  'jobs_off',
  'update installation set jobs_off_since = coalesce(jobs_off_since, now())',
)
const jobsOn = statement('jobs_on', 'update installation set jobs_off_since = null')
const jobsOffSince = statement<{ since: Date | null }>(
  'jobs_off_since',
  'select jobs_off_since as since from installation',
)

/** Whether processes on this database may take jobs; those that run notice within seconds. */
export async function switchJobs(connection: Connection, to: 'on' | 'off'): Promise<void> {
  await (to === 'on' ? jobsOn : jobsOff)(connection)
}

/** Since when nobody takes jobs, because the operator or a restore said so; null where they are on. */
export async function jobsAreOffSince(connection: Connection): Promise<Date | null> {
  return (await jobsOffSince(connection))[0]?.since ?? null
}

/** A key under which this database believes that bytes are stored; null when it knows of none. */
export async function someStorageKey(pool: Pool): Promise<string | null> {
  return (await newestFile(pool))[0]?.storage_key ?? null
}

const checks = statement<{ kind: 'data' | 'hash'; id: string; value: string }>(
  'key_checks',
  'select kind, id, value from key_checks',
)
const addCheck = statement(
  'add_key_check',
  'insert into key_checks (kind, id, value) values ($1, $2, $3) on conflict do nothing',
)
const dropCheck = statement('drop_key_check', "delete from key_checks where kind = 'data' and id = $1")

const participantOfKey = statement<{ document_id: string; id: string; tel_sealed: string }>(
  'participant_of_key',
  `select document_id, id, tel_sealed from participants
   where tel_sealed like '2:' || $1 || '.%' or tel_sealed like $1 || '.%' limit 1`,
)
const hashedEmail = statement<{ document_id: string; id: string; email_sealed: string; email_hash: string }>(
  'some_hashed_email',
  'select document_id, id, email_sealed, email_hash from participants where email_hash is not null limit 1',
)
const hashedTel = statement<{ id: string; tel_sealed: string; tel_hash: string }>(
  'some_hashed_tel',
  'select id, tel_sealed, tel_hash from sms_messages order by created_at desc limit 1',
)

/** A key of ours, alone: the id of a data key, and what encrypts with it and nothing else. */
export type SingleKey = { id: string; secrets: Secrets }

export type KeyProblem =
  | { problem: 'data_key_wrong'; id: string }
  | { problem: 'data_key_missing'; id: string }
  | { problem: 'hash_key_wrong' }

const known = 'musubi'
const placeOf = (id: string) => ({ table: 'key_checks', column: 'value', row: `data ${id}` })

/**
 * Are these the keys of this database? What was never asked before is adopted, once it was proved with a text or a hash
 * that is stored. Null: they are.
 */
export async function keyProblem(
  pool: Connection,
  dataKeys: SingleKey[],
  all: Secrets,
): Promise<KeyProblem | null> {
  const before = await checks(pool)
  for (const { id, secrets } of dataKeys) {
    if (before.some((each) => each.kind === 'data' && each.id === id)) continue
    if (!(await opensSome(pool, id, secrets))) return { problem: 'data_key_wrong', id }
    await addCheck(pool, 'data', id, secrets.encrypt(known, placeOf(id)))
  }
  if (!before.some((each) => each.kind === 'hash')) {
    // A data key that is missing shows first: without it nothing can be proved of the other.
    const missing = await missingKey(pool, dataKeys)
    if (missing !== null) return missing
    if (!(await hashesAlike(pool, all))) return { problem: 'hash_key_wrong' }
    await addCheck(pool, 'hash', '', all.keyedHash('key-check', known))
  }
  // Read again: of two processes that start at once with different keys, the second is refused.
  for (const { kind, id, value } of await checks(pool)) {
    if (kind === 'hash') {
      if (value !== all.keyedHash('key-check', known)) return { problem: 'hash_key_wrong' }
      continue
    }
    const own = dataKeys.find((each) => each.id === id)
    if (own !== undefined) {
      if (!opens(own.secrets, value, placeOf(id))) return { problem: 'data_key_wrong', id }
      continue
    }
    const missing = await missingKey(pool, dataKeys)
    if (missing !== null) return missing
    await dropCheck(pool, id)
  }
  return null
}

async function missingKey(pool: Connection, dataKeys: SingleKey[]): Promise<KeyProblem | null> {
  const other = await otherKeyOf(
    pool,
    dataKeys.map(({ id }) => id),
  )
  return other === null ? null : { problem: 'data_key_missing', id: other }
}

/** True also where no text of this key is stored. */
async function opensSome(pool: Connection, id: string, secrets: Secrets): Promise<boolean> {
  const [row] = await participantOfKey(pool, id)
  return (
    row === undefined ||
    opens(secrets, row.tel_sealed, placeOfParticipant(row.document_id, row.id, 'tel_sealed'))
  )
}

function opens(secrets: Secrets, text: string, place: Parameters<Secrets['decrypt']>[1]): boolean {
  try {
    secrets.decrypt(text, place)
    return true
  } catch {
    return false
  }
}

async function hashesAlike(pool: Connection, secrets: Secrets): Promise<boolean> {
  const [mail] = await hashedEmail(pool)
  if (mail !== undefined) {
    const place = placeOfParticipant(mail.document_id, mail.id, 'email_sealed')
    const email = secrets.decrypt(mail.email_sealed, place)
    return secrets.keyedHash('email', email.toLowerCase()) === mail.email_hash
  }
  const [sms] = await hashedTel(pool)
  if (sms === undefined) return true
  return (
    secrets.keyedHash('tel', secrets.decrypt(sms.tel_sealed, placeOfSms(sms.id, 'tel_sealed'))) ===
    sms.tel_hash
  )
}
