import type { CallKey } from '#domain/call-key.ts'
import type { CallKeys, Once } from '#server/usecases/call-key-ports.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { placeOfCallAnswer } from '../connection/encrypted-text.ts'
import type { Sends } from '../connection/queued-writes.ts'
import { type Connection, columnsOf, listed, statement } from '../connection/statements.ts'

type KeyRow = {
  client_id: string
  key_hash: string
  run: string
  alive_at: Date
  created_at: Date
  fingerprint: string | null
  document_id: string | null
  status: number | null
  body_sealed: string | null
}

const keyColumns = columnsOf<KeyRow>({
  client_id: true,
  key_hash: true,
  run: true,
  alive_at: true,
  created_at: true,
  fingerprint: true,
  document_id: true,
  status: true,
  body_sealed: true,
})

/** Nobody's yet: an empty `run` is a row that only the lock needs. */
const begin = statement(
  'begin_call_key',
  `insert into call_keys (client_id, key_hash, run, alive_at, created_at) values ($1, $2, '', $3, $3)
   on conflict do nothing`,
)
const lock = statement<KeyRow>(
  'lock_call_key',
  `select ${listed(keyColumns)} from call_keys where client_id = $1 and key_hash = $2 for update`,
)
const take = statement(
  'take_call_key',
  `update call_keys set run = $3, alive_at = $4, created_at = $5, fingerprint = null, document_id = null,
     status = null, body_sealed = null where client_id = $1 and key_hash = $2`,
)
const beat = statement(
  'beat_call_key',
  'update call_keys set alive_at = $4 where client_id = $1 and key_hash = $2 and run = $3',
)
const keep = statement(
  'keep_call_answer',
  `update call_keys set fingerprint = $4, status = $5, body_sealed = $6
   where client_id = $1 and key_hash = $2 and run = $3`,
)
const release = statement(
  'release_call_key',
  'delete from call_keys where client_id = $1 and key_hash = $2 and run = $3 and fingerprint is null',
)
const markDone = statement<{ run: string }>(
  'mark_call_done',
  `update call_keys set fingerprint = $4, document_id = $5
   where client_id = $1 and key_hash = $2 and run = $3 returning run`,
)

export function callKeyStore(connection: Connection, secrets: Secrets): Sends<CallKeys> {
  return {
    async lock(clientId, keyHash, now) {
      const [, [row]] = await Promise.all([
        begin(connection, clientId, keyHash, now),
        lock(connection, clientId, keyHash),
      ])
      return row === undefined || row.run === '' ? null : readKey(row, secrets)
    },
    async queueTake({ clientId, keyHash, run, aliveAt, createdAt }) {
      await take(connection, clientId, keyHash, run, aliveAt, createdAt)
    },
    async queueBeat({ clientId, keyHash, run }, now) {
      await beat(connection, clientId, keyHash, run, now)
    },
    async queueAnswer({ clientId, keyHash, run }, fingerprint, { status, body }) {
      const sealed = secrets.encrypt(body, placeOfCallAnswer(clientId, keyHash))
      await keep(connection, clientId, keyHash, run, fingerprint, status, sealed)
    },
    async queueRelease({ clientId, keyHash, run }) {
      await release(connection, clientId, keyHash, run)
    },
  }
}

/**
 * In the transaction that did the work: it commits with this mark or not at all. Throws where another run has taken the
 * key over, for then nothing of this one may stay.
 */
export async function markCallDone(connection: Connection, once: Once, documentId: string): Promise<void> {
  const { clientId, keyHash, run } = once
  const marked = await markDone(connection, clientId, keyHash, run, once.fingerprint(), documentId)
  if (marked.length === 0) throw new Error('another run of this call has taken over')
}

function readKey(row: KeyRow, secrets: Secrets): CallKey {
  return {
    clientId: row.client_id,
    keyHash: row.key_hash,
    run: row.run,
    aliveAt: row.alive_at,
    createdAt: row.created_at,
    done:
      row.fingerprint === null ? null : { fingerprint: row.fingerprint, documentId: row.document_id ?? '' },
    answer:
      row.status === null || row.body_sealed === null
        ? null
        : {
            status: row.status,
            body: secrets.decrypt(row.body_sealed, placeOfCallAnswer(row.client_id, row.key_hash)),
          },
  }
}
