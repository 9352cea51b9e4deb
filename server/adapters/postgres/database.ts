import type { Pool, PoolClient } from 'pg'
import type { Fact } from '#domain/fact.ts'
import type { Database, Origin, Secrets, Transaction } from '#server/usecases/ports.ts'
import { alertOf, alertStore } from './alert-store.ts'
import { apiReads } from './api-reads.ts'
import { attributeOf, attributeStore } from './attribute-store.ts'
import { recordFacts } from './audit-store.ts'
import { callKeyStore, markCallDone } from './call-key-store.ts'
import { callWindowStore } from './call-window-store.ts'
import { clientStore, tokenStore } from './client-store.ts'
import { consoleReads } from './console-reads.ts'
import { documentListReads } from './document-list-reads.ts'
import { documentNews } from './document-news.ts'
import { documentStore } from './document-store.ts'
import { type KnownDocuments, knownDocuments, readDocument } from './known-documents.ts'
import { sessionStore } from './session-store.ts'
import { sharedLines } from './shared-lines.ts'
import { signingReads } from './signing-reads.ts'
import { signingUrlStore } from './signing-url-store.ts'
import { smsCodeStore } from './sms-code-store.ts'
import { smsMessageStore } from './sms-message-store.ts'
import { loadTeam, lockTeam, saveTeam } from './team-store.ts'
import { teamReads, teamStores } from './team-stores.ts'
import { templateReads } from './template-reads.ts'

/** Serialization failure and deadlock: PostgreSQL undid everything, and the same work may succeed now. */
const worthAnotherTry = new Set(['40001', '40P01'])
const tries = 3
/** Connections that short reads share, at most. */
const mostLines = 4

/** PostgreSQL as the verbs see it. Work inside a transaction has no effect but on its rows, so it can be done again. */
export function createDatabase(pool: Pool, secrets: Secrets): Database {
  const known = knownDocuments()
  const news = documentNews()
  const lines = sharedLines(pool, mostLines)
  return {
    async transaction(origin, work) {
      for (let attempt = 1; ; attempt++) {
        const client = await pool.connect()
        try {
          const written = new Set<string>()
          const result = await inTransaction(client, origin, { secrets, known, written, inserted: [] }, work)
          for (const documentId of written) news.committed(documentId)
          return result
        } catch (error) {
          if (attempt === tries || !worthAnotherTry.has((error as { code?: string }).code ?? '')) throw error
        }
      }
    },
    read: {
      ...apiReads({ pool, lines }, secrets, known),
      ...documentListReads(pool, secrets, known),
      ...signingReads(lines, secrets, known),
      ...consoleReads(pool, secrets),
      ...teamReads(pool),
      ...templateReads(pool, secrets),
      document: (id) => readDocument(lines, secrets, known, id),
      attribute: (documentId) => attributeOf(lines, documentId),
      alert: (documentId) => alertOf(lines, documentId),
      nextChange: news.wait,
    },
  }
}

/**
 * Few round trips, for each costs both processes a wake-up: `begin` goes out with the first statement, what a verb
 * writes is sent without waiting for its answer, and its facts are sent last, together with `commit`. A statement that
 * fails makes PostgreSQL refuse every later one, `commit` included, so nothing is lost by asking for the answers late.
 * Releases the connection; one that could not even roll back is thrown away.
 */
async function inTransaction<T>(
  client: PoolClient,
  origin: Origin,
  belongings: Belongings,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const posted: Promise<unknown>[] = []
  const post = (sent: Promise<unknown>) => {
    sent.catch(() => undefined)
    posted.push(sent)
  }
  try {
    post(client.query('begin'))
    const facts: Fact[] = []
    const stores = transactionOn(client, belongings, post, facts)
    const result = await work(stores)
    post(recordFacts(client, origin, facts))
    const changed = belongings.inserted[0] ?? [...belongings.written][0]
    if (origin.once !== undefined && changed !== undefined) {
      post(markCallDone(client, origin.once, changed))
    }
    const committed = client.query('commit')
    post(committed)
    await Promise.all(posted)
    if ((await committed).command !== 'COMMIT') throw new Error('PostgreSQL did not commit')
    client.release()
    return result
  } catch (error) {
    const broken = await client.query('rollback').then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason : true),
    )
    client.release(broken)
    throw await firstOf(posted, error)
  }
}

/** The verb may have met only the refusal of a later statement; the first that failed says why. */
async function firstOf(posted: Promise<unknown>[], met: unknown): Promise<unknown> {
  for (const each of await Promise.allSettled(posted)) if (each.status === 'rejected') return each.reason
  return met
}

/** What a transaction works with; `written` and `inserted` gather the documents that it changes and begins. */
type Belongings = { secrets: Secrets; known: KnownDocuments; written: Set<string>; inserted: string[] }

type Post = (sent: Promise<unknown>) => void

/** What answers nothing is posted: the next statement is behind it in the same line. */
function posting<Arguments extends unknown[]>(post: Post, send: (...given: Arguments) => Promise<void>) {
  return async (...given: Arguments): Promise<void> => post(send(...given))
}

function transactionOn(
  client: PoolClient,
  { secrets, known, written, inserted }: Belongings,
  post: Post,
  facts: Fact[],
): Transaction {
  const documents = documentStore(client, secrets, known)
  const postInsert = posting(post, documents.insert)
  const postSave = posting(post, documents.save)
  const signingUrls = signingUrlStore(client, secrets)
  const smsCodes = smsCodeStore(client)
  const smsMessages = smsMessageStore(client, secrets)
  const sessions = sessionStore(client)
  const clients = clientStore(client)
  const tokens = tokenStore(client, secrets)
  const callKeys = callKeyStore(client, secrets)
  const callWindows = callWindowStore(client)
  const attributes = attributeStore(client)
  return {
    documents: {
      lock: documents.lock,
      hold: posting(post, documents.hold),
      insert(document) {
        inserted.push(document.id)
        return postInsert(document)
      },
      save(next) {
        written.add(next.id)
        return postSave(next)
      },
      remove: posting(post, documents.remove),
    },
    ...teamStores(client),
    teams: {
      get: (id) => loadTeam(client, id),
      lock: (id) => lockTeam(client, id),
      saveSettings: posting(post, (team) => saveTeam(client, team)),
    },
    signingUrls: {
      lock: signingUrls.lock,
      aliveOf: signingUrls.aliveOf,
      insert: posting(post, signingUrls.insert),
      save: posting(post, signingUrls.save),
      end: posting(post, signingUrls.end),
    },
    smsCodes: { ...smsCodes, save: posting(post, smsCodes.save) },
    smsMessages: {
      lock: smsMessages.lock,
      insert: posting(post, smsMessages.insert),
      setState: posting(post, smsMessages.setState),
    },
    sessions: {
      insert: posting(post, sessions.insert),
      end: posting(post, sessions.end),
      lock: sessions.lock,
    },
    clients: { ...clients, insert: posting(post, clients.insert) },
    tokens: { ...tokens, save: posting(post, tokens.save) },
    attributes: { ...attributes, save: posting(post, attributes.save) },
    alerts: alertStore(client),
    callKeys: {
      lock: callKeys.lock,
      take: posting(post, callKeys.take),
      beat: posting(post, callKeys.beat),
      keep: posting(post, callKeys.keep),
      release: posting(post, callKeys.release),
    },
    callWindows: { ...callWindows, save: posting(post, callWindows.save) },
    async record(more) {
      facts.push(...more)
    },
  }
}
