import type { Pool, PoolClient } from 'pg'
import type { DocumentEvent } from '#domain/document-event.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import type { Database, Origin, Secrets, Transaction } from '#server/usecases/ports.ts'
import { bulkReads, bulkSendStore } from './bulk/bulk-send-store.ts'
import { apiReads } from './calls/api-reads.ts'
import { callKeyStore, markCallDone } from './calls/call-key-store.ts'
import { callWindowStore } from './calls/call-window-store.ts'
import { changeNotifier } from './connection/change-notifier.ts'
import { findPlanning, listConnection } from './connection/index-reads.ts'
import { type Queue, queued } from './connection/queued-writes.ts'
import { sharedConnections } from './connection/shared-connections.ts'
import { awayWords, type OnAway, translated } from './connection/trouble.ts'
import { consoleReads } from './console-reads.ts'
import { deliveryReads, deliveryStore } from './deliveries/delivery-store.ts'
import { dueDeliveryReads } from './deliveries/due-delivery.ts'
import { feedStore } from './deliveries/feed-store.ts'
import { mailLogStore } from './deliveries/mail-log-store.ts'
import { webhookReads, webhookStore } from './deliveries/webhook-store.ts'
import { alertOf } from './documents/alert-store.ts'
import { attributeOf } from './documents/attribute-store.ts'
import { loadAudit, saveAndRecordAll } from './documents/audit-store.ts'
import { type DocumentCache, documentCache, readDocument } from './documents/document-cache.ts'
import { documentFindReads } from './documents/document-find-reads.ts'
import { documentListReads } from './documents/document-list-reads.ts'
import { type DocumentStore, documentStore } from './documents/document-store.ts'
import { managingStores } from './documents/managing-stores.ts'
import { homeReads } from './documents/matter-reads.ts'
import { templateReads } from './documents/template-reads.ts'
import { testMessageReads } from './jobs/test-message-store.ts'
import { sessionStore } from './signing/session-store.ts'
import { signingReads } from './signing/signing-reads.ts'
import { signingUrlStore } from './signing/signing-url-store.ts'
import { smsCodeStore } from './signing/sms-code-store.ts'
import { smsMessageStore } from './signing/sms-message-store.ts'
import { clientStore, tokenStore } from './teams/client-store.ts'
import { recordTeamEvents } from './teams/team-event-store.ts'
import { loadTeam, lockTeam, saveTeam } from './teams/team-store.ts'
import { teamReads, teamStores } from './teams/team-stores.ts'

/** Serialization failure and deadlock: PostgreSQL undid everything, and the same work may succeed now. */
const worthAnotherTry = new Set(['40001', '40P01'])
const tries = 3
/** Connections that short reads share, at most. */
const mostShared = 4

/** Who acted, and what of documents and of teams is recorded. */
export type OnRecorded = (origin: Origin, events: DocumentEvent[], teamEvents: TeamEvent[]) => void

/**
 * PostgreSQL as the verbs see it. Work inside a transaction has no effect but on its rows, so it can be done again.
 * `onRecorded` hears of events once they are committed. `carriedTrace`: the trace that jobs of a transaction belong to.
 */
export function createDatabase(
  pool: Pool,
  secrets: Secrets,
  onAway: OnAway,
  onRecorded: OnRecorded = () => undefined,
  carriedTrace: () => string | null = () => null,
): Database {
  const cache = documentCache()
  const changes = changeNotifier()
  const shared = sharedConnections(pool, mostShared)
  const lists = listConnection(pool)
  const finds = listConnection(pool, findPlanning)
  const { transaction } = translated({ transaction: begin }, onAway)
  return {
    transaction,
    read: translated(
      {
        ...apiReads(shared, secrets, cache),
        ...documentListReads(lists, secrets, cache),
        ...documentFindReads(pool, finds, secrets, cache),
        ...signingReads(shared, secrets, cache),
        ...consoleReads(pool, lists, secrets, cache),
        ...homeReads(pool, lists, secrets, cache),
        ...teamReads(pool, lists, secrets),
        ...templateReads(lists, secrets, cache),
        ...webhookReads(pool, secrets),
        ...deliveryReads(pool, secrets),
        ...dueDeliveryReads(shared, secrets),
        ...testMessageReads(pool, secrets),
        ...bulkReads(pool, secrets),
        document: (id) => readDocument(shared, secrets, cache, id),
        attribute: (documentId) => attributeOf(shared, documentId),
        alert: (documentId) => alertOf(shared, documentId),
        nextChange: changes.wait,
      } satisfies Database['read'],
      onAway,
    ),
  }

  async function begin<T>(origin: Origin, work: (tx: Transaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const client = await pool.connect()
      try {
        const written = new Set<string>()
        const events: DocumentEvent[] = []
        const teamEvents: TeamEvent[] = []
        const tests = new Set<string>()
        const result = await inTransaction(
          client,
          origin,
          {
            secrets,
            cache,
            written,
            inserted: [],
            held: new Set(),
            tests,
            events,
            teamEvents,
            trace: carriedTrace(),
          },
          work,
        )
        for (const documentId of written) changes.committed(documentId)
        // What happens to a test document counts nowhere.
        onRecorded(
          origin,
          events.filter(({ documentId }) => !tests.has(documentId)),
          teamEvents,
        )
        return result
      } catch (error) {
        if (attempt === tries || !worthAnotherTry.has((error as { code?: string }).code ?? '')) throw error
      }
    }
  }
}

/**
 * Few round trips, for each costs both processes a wake-up: `begin` goes out with the first statement, what a verb writes is sent without
 * waiting for its answer, and the documents it saves last, with their events and `commit`. A statement that fails makes PostgreSQL refuse every
 * later one, `commit` included, so nothing is lost by asking late. Releases the connection; one that could not even roll back is thrown away.
 */
async function inTransaction<T>(
  client: PoolClient,
  origin: Origin,
  belongings: Belongings,
  work: (tx: Transaction) => Promise<T>,
): Promise<T> {
  const underWay: Promise<unknown>[] = []
  const queue: Queue = (sent) => {
    sent.catch(() => undefined)
    underWay.push(sent)
  }
  try {
    queue(client.query('begin'))
    const { events } = belongings
    const documents = documentStore(client, belongings.secrets, belongings.cache)
    const stores = transactionOn(client, belongings, queue, documents)
    const result = await work(stores)
    queue(saveAndRecordAll(client, origin, documents.takeUnsent(), { events, trace: belongings.trace }))
    // Last, because the lock of a team's chain is held until the commit.
    queue(recordTeamEvents(client, origin, belongings.teamEvents))
    const changed = belongings.inserted[0] ?? [...belongings.written][0]
    if (origin.once !== undefined && changed !== undefined) {
      // Its answer decides, so it is waited for: a round trip more for calls with an `Idempotency-Key`.
      await markCallDone(client, origin.once, changed)
    }
    const committed = client.query('commit')
    queue(committed)
    await Promise.all(underWay)
    for (const id of belongings.held) if (documents.isTest(id)) belongings.tests.add(id)
    if ((await committed).command !== 'COMMIT') throw new Error('PostgreSQL did not commit')
    client.release()
    return result
  } catch (error) {
    const broken = await client.query('rollback').then(
      () => undefined,
      (reason: unknown) => (reason instanceof Error ? reason : true),
    )
    const first = await firstOf(underWay, error)
    // A connection to a server that stopped taking writes is of no use, though it answers.
    client.release(broken ?? (awayWords(first) === null ? undefined : true))
    throw first
  }
}

/** The verb may have met only the refusal of a later statement; the first that failed says why. */
async function firstOf(underWay: Promise<unknown>[], met: unknown): Promise<unknown> {
  for (const each of await Promise.allSettled(underWay)) if (each.status === 'rejected') return each.reason
  return met
}

/** What a transaction works with; `written`, `inserted` and `held` gather what it changes, begins and locks. */
type Belongings = {
  secrets: Secrets
  cache: DocumentCache
  written: Set<string>
  inserted: string[]
  held: Set<string>
  /** Those of them that are tests. */
  tests: Set<string>
  events: DocumentEvent[]
  teamEvents: TeamEvent[]
  trace: string | null
}

function transactionOn(
  client: PoolClient,
  { secrets, written, inserted, held, events, teamEvents }: Belongings,
  queue: Queue,
  documents: DocumentStore,
): Transaction {
  const insertDocument = queued(queue, documents.queueInsert)
  const holdDocument = queued(queue, documents.queueHold)
  const signingUrls = signingUrlStore(client, secrets)
  const smsCodes = smsCodeStore(client)
  const smsMessages = smsMessageStore(client, secrets)
  const mailLog = mailLogStore(client)
  const sessions = sessionStore(client)
  const clients = clientStore(client)
  const tokens = tokenStore(client, secrets)
  const callKeys = callKeyStore(client, secrets)
  const callWindows = callWindowStore(client)
  return {
    documents: {
      lock(id) {
        held.add(id)
        return documents.lock(id)
      },
      queueHold(id) {
        held.add(id)
        holdDocument(id)
      },
      queueInsert(document) {
        inserted.push(document.id)
        held.add(document.id)
        insertDocument(document)
      },
      queueSave(next) {
        written.add(next.id)
        documents.queueSave(next)
      },
      queueRemove: queued(queue, documents.queueRemove),
    },
    ...teamStores(client, secrets),
    webhooks: webhookStore(client, secrets),
    deliveries: deliveryStore(client, secrets),
    feed: feedStore(client),
    teams: {
      get: (id) => loadTeam(client, id),
      lock: (id) => lockTeam(client, id),
      queueSettings: queued(queue, (team) => saveTeam(client, team)),
    },
    signingUrls: {
      lock: signingUrls.lock,
      lockWithSessions: signingUrls.lockWithSessions,
      aliveOf: signingUrls.aliveOf,
      queueInsert: queued(queue, signingUrls.queueInsert),
      queueSave: queued(queue, signingUrls.queueSave),
      queueEnd: queued(queue, signingUrls.queueEnd),
      queueTransferred: queued(queue, signingUrls.queueTransferred),
    },
    smsCodes: { ...smsCodes, queueSave: queued(queue, smsCodes.queueSave) },
    smsMessages: {
      ...smsMessages,
      queueInsert: queued(queue, smsMessages.queueInsert),
      queueState: queued(queue, smsMessages.queueState),
      queueEntered: queued(queue, smsMessages.queueEntered),
      queueProviderId: queued(queue, smsMessages.queueProviderId),
    },
    mailLog: {
      queueTry: queued(queue, mailLog.queueTry),
      queueBounce: queued(queue, mailLog.queueBounce),
    },
    sessions: {
      lock: sessions.lock,
      queueInsert: queued(queue, sessions.queueInsert),
      queueEnd: queued(queue, sessions.queueEnd),
      queueRemove: queued(queue, sessions.queueRemove),
      queuePageReport: queued(queue, sessions.queuePageReport),
    },
    clients: { ...clients, queueInsert: queued(queue, clients.queueInsert) },
    tokens: { ...tokens, queueSave: queued(queue, tokens.queueSave) },
    ...managingStores(client, queue),
    bulkSends: bulkSendStore(client, { secrets, queue, began: (id) => void inserted.push(id) }),
    callKeys: {
      lock: callKeys.lock,
      queueTake: queued(queue, callKeys.queueTake),
      queueBeat: queued(queue, callKeys.queueBeat),
      queueAnswer: queued(queue, callKeys.queueAnswer),
      queueRelease: queued(queue, callKeys.queueRelease),
    },
    callWindows: { ...callWindows, queueSave: queued(queue, callWindows.queueSave) },
    record(more) {
      // Recording locks the document's row. Whoever locked something of it before waits for whoever did so after.
      const loose = more.find(({ documentId }) => !held.has(documentId))
      if (loose !== undefined)
        throw new Error(`${loose.type}: the document must be locked before it is recorded`)
      events.push(...more)
    },
    recordTeam: (more) => void teamEvents.push(...more),
    trailOf: (documentId) => loadAudit(client, documentId),
  }
}
