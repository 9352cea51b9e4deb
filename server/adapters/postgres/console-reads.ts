import type { BulkReads } from '#server/usecases/bulk-ports.ts'
import type { FindReads } from '#server/usecases/find-ports.ts'
import type { HomeReads } from '#server/usecases/home-ports.ts'
import type { ConsoleScope, ListReads } from '#server/usecases/list-ports.ts'
import type { ManagingReads } from '#server/usecases/managing-ports.ts'
import type { Reads, Secrets } from '#server/usecases/ports.ts'
import type { ReturnSecretReads } from '#server/usecases/return-ports.ts'
import type { SealedFile } from '#server/usecases/sealing-ports.ts'
import type { TeamReads } from '#server/usecases/team-ports.ts'
import type { TestMessageReads } from '#server/usecases/test-ports.ts'
import type { WebhookReads } from '#server/usecases/webhook-ports.ts'
import { callLogReads } from './calls/call-log-store.ts'
import { type Connection, statement } from './connection/statements.ts'
import { mailsAfter, mailsInQueue, mailsOfDocument } from './deliveries/mail-log-store.ts'
import { approvalReads } from './documents/approval-reads.ts'
import { loadAudit } from './documents/audit-store.ts'
import { consolePageOf, type ListedFor } from './documents/console-list.ts'
import {
  contentOfAnswer,
  type DocumentCache,
  type Locked,
  type VersionedRow,
  withLocks,
} from './documents/document-cache.ts'
import { loadSmsDays, loadSmsOf, loadSmsOfReceipt } from './signing/sms-message-store.ts'
import { loadClients } from './teams/client-store.ts'
import { contactReads } from './teams/contact-store.ts'
import { loadMember, loadMemberByEmail } from './teams/member-store.ts'
import { loadTeam, originIsRegistered } from './teams/team-store.ts'

const sealed = statement<{
  document_id: string
  kind: SealedFile['kind']
  status: SealedFile['status']
  newest: boolean
  renewed: boolean
  at: Date
  test: boolean
}>(
  'sealed_file',
  `select d.id as document_id, 'file' as kind, d.status, a.signed_at as at, d.test,
       not exists (select 1 from acts later where later.document_id = r.document_id and later.number > r.act)
         and not exists (select 1 from archived_files f where f.document_id = r.document_id and f.file_id = r.file_id) as newest,
       false as renewed
     from revisions r join acts a on a.document_id = r.document_id and a.number = r.act
     join documents d on d.id = r.document_id where r.sha256 = $1 and a.signed_at is not null
   union all
   select d.id, case when f.file_id = '' then 'certificate' else 'file' end, d.status, f.at, d.test, true, not f.newest
     from archived_files f join documents d on d.id = f.document_id where f.sha256 = $1
   union all
   select id, 'certificate', status, concluded_at, test, true, false from documents where certificate_sha256 = $1
   limit 1`,
)

type ConsoleReads = Omit<
  Reads,
  | keyof TeamReads
  | keyof ManagingReads
  | 'apiCall'
  | keyof ListReads
  | keyof FindReads
  | 'visit'
  | 'phoneVisit'
  | 'codeStatus'
  | 'touchSession'
  | 'openUrl'
  | 'linkOpened'
  | 'counterOf'
  | 'nextChange'
  | 'document'
  | 'templatesOf'
  | keyof WebhookReads
  | keyof HomeReads
  | keyof ReturnSecretReads
  | keyof TestMessageReads
  | keyof BulkReads
>

/** Reads of the console and of the verification page; those of `lists` are planned as lists are. */
export function consoleReads(
  pool: Connection,
  lists: Connection,
  secrets: Secrets,
  cache: DocumentCache,
): ConsoleReads {
  return {
    ...callLogReads(pool),
    ...approvalReads(lists, secrets, cache),
    ...contactReads(pool, secrets),
    async consoleDocuments(whose, query) {
      const scope = scopeOf(whose, secrets)
      const { rows } = await lists.query<VersionedRow & { locked: Locked }>(consolePageOf(scope, query))
      const documents = rows
        .slice(0, query.limit)
        .map((row) => withLocks(contentOfAnswer(cache, secrets, undefined, row).document, row.locked))
      return { documents, next: rows.length > query.limit ? (documents.at(-1)?.id ?? null) : null }
    },
    async sealedFile(sha256) {
      const [row] = await sealed(pool, sha256)
      if (row === undefined) return null
      const { document_id: documentId, ...seen } = row
      return { documentId, ...seen }
    },
    smsOf: (documentId) => loadSmsOf(pool, documentId),
    mailsOf: (documentId) => mailsOfDocument(pool, documentId),
    mailsAfter: (documentId, after) => mailsAfter(pool, documentId, after),
    mailsInQueue: (documentId) => mailsInQueue(pool, documentId),
    smsDaysOf: (teamId, days, now) => loadSmsDays(pool, teamId, days, now),
    smsOfReceipt: (of) => loadSmsOfReceipt(pool, of),
    audit: (documentId) => loadAudit(pool, documentId),
    team: (id) => loadTeam(pool, id),
    originIsRegistered: (origin) => originIsRegistered(pool, origin),
    member: (id) => loadMember(pool, id),
    memberByEmail: (email) => loadMemberByEmail(pool, email),
    clientsOf: (teamId) => loadClients(pool, teamId),
  }
}

/** Addresses are found by their hash. */
function scopeOf(whose: ConsoleScope, secrets: Secrets): ListedFor {
  if (whose.whose !== 'received') return whose
  return {
    whose: 'received',
    memberId: whose.memberId,
    emailHash: secrets.keyedHash('email', whose.email.toLowerCase()),
  }
}
