import type { Pool, PoolClient } from 'pg'
import type { Database, Origin, Secrets, Transaction } from '#server/usecases/ports.ts'
import { apiReads } from './api-reads.ts'
import { recordFacts } from './audit-store.ts'
import { callWindowStore } from './call-window-store.ts'
import { clientStore, tokenStore } from './client-store.ts'
import { consoleReads } from './console-reads.ts'
import { documentStore } from './document-store.ts'
import { sessionStore } from './session-store.ts'
import { signingReads } from './signing-reads.ts'
import { signingUrlStore } from './signing-url-store.ts'
import { smsCodeStore } from './sms-code-store.ts'
import { smsMessageStore } from './sms-message-store.ts'
import { loadTeam, saveTeam } from './team-store.ts'

/** Serialization failure and deadlock: PostgreSQL undid everything, and the same work may succeed now. */
const worthAnotherTry = new Set(['40001', '40P01'])
const tries = 3

/** PostgreSQL as the verbs see it. Work inside a transaction has no effect but on its rows, so it can be done again. */
export function createDatabase(pool: Pool, secrets: Secrets): Database {
  return {
    async transaction(origin, work) {
      for (let attempt = 1; ; attempt++) {
        const client = await pool.connect()
        try {
          return await inTransaction(client, () => work(transactionOn(client, origin, secrets)))
        } catch (error) {
          if (attempt === tries || !worthAnotherTry.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    read: { ...apiReads(pool, secrets), ...signingReads(pool, secrets), ...consoleReads(pool, secrets) },
  }
}

/** Releases the connection; one that could not even roll back is thrown away. */
async function inTransaction<T>(client: PoolClient, work: () => Promise<T>): Promise<T> {
  try {
    await client.query('begin')
    const result = await work()
    await client.query('commit')
    client.release()
    return result
  } catch (error) {
    const broken = await client.query('rollback').then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason : true),
    )
    client.release(broken)
    throw error
  }
}

function transactionOn(client: PoolClient, origin: Origin, secrets: Secrets): Transaction {
  return {
    documents: documentStore(client, secrets),
    teams: { get: (id) => loadTeam(client, id), saveSettings: (team) => saveTeam(client, team) },
    signingUrls: signingUrlStore(client, secrets),
    smsCodes: smsCodeStore(client),
    smsMessages: smsMessageStore(client, secrets),
    sessions: sessionStore(client),
    clients: clientStore(client),
    tokens: tokenStore(client, secrets),
    callWindows: callWindowStore(client),
    record: (facts) => recordFacts(client, origin, facts),
  }
}
