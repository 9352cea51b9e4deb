import type { CallWindow } from '#domain/call-limit.ts'
import type { AccessToken, Client } from '#domain/client.ts'
import type { Document } from '#domain/document.ts'
import type { DocumentEvent } from '#domain/document-event.ts'
import type { LoggedMail } from '#domain/mail-log.ts'
import type { Member } from '#domain/member.ts'
import type { Participant } from '#domain/participant.ts'
import type { ReturnedMail } from '#domain/return-address.ts'
import type { SigningSession } from '#domain/signing-session.ts'
import type { SigningUrl } from '#domain/signing-url.ts'
import type { AttemptCounter, SendHistory } from '#domain/sms-code.ts'
import type { SmsDay } from '#domain/sms-limit.ts'
import type { Team } from '#domain/team.ts'
import type { TeamEvent } from '#domain/team-event.ts'
import type { ApiCaller, Networks, RefusalRecorder, TokenClient } from './access-ports.ts'
import type { ApprovalReads } from './approval-ports.ts'
import type { ValidationSource } from './archive-ports.ts'
import type { BulkReads, BulkStores } from './bulk-ports.ts'
import type { CallKeys, Once } from './call-key-ports.ts'
import type { CallLog, CallLogReads } from './call-log-ports.ts'
import type { ContactReads, ContactStores } from './contact-ports.ts'
import type { MailTransport, SmsSender, Storage } from './delivery-ports.ts'
import type { FindReads } from './find-ports.ts'
import type { HashPurpose } from './hash-purpose.ts'
import type { HomeReads } from './home-ports.ts'
import type { ConsoleDocuments, ConsoleQuery, ConsoleScope, ListReads } from './list-ports.ts'
import type { ManagingReads, ManagingStores } from './managing-ports.ts'
import type { ParkedStores } from './parked-ports.ts'
import type { ReadingFiles } from './reading-ports.ts'
import type { RecordStore, RecordWriter } from './record-ports.ts'
import type { PdfWorker, SealedFile, Sealer, Trust, Workspace } from './sealing-ports.ts'
import type { SmsMessages, SmsOfReceipt, SmsView } from './sms-ports.ts'
import type { StrangerLimits } from './stranger-limit-ports.ts'
import type { TeamReads, TeamStores } from './team-ports.ts'
import type { TemplateReads, TemplateStores } from './template-ports.ts'
import type { TestMessageReads, TestOutbox, TestSealing } from './test-ports.ts'
import type { WebhookPlaces, WebhookReads, WebhookSender, WebhookStores } from './webhook-ports.ts'

/** Who acts, from where. Doors make it, audit rows keep it; personal data stays out of it. `url_holder`: of this participant's URL. */
export type Origin = {
  actor:
    | { kind: 'member'; memberId: string; via: 'web_api' | 'console' }
    | { kind: 'participant' | 'url_holder'; participantId: string }
    | { kind: 'client'; clientId: string }
    | { kind: 'system' }
    /** Nobody knows who. */
    | { kind: 'stranger' }
  address: string | null
  userAgent: string | null
  /** The call came with an `Idempotency-Key`: what its transaction changes is committed with a mark, or not at all. */
  once?: Once
}

export const systemOrigin: Origin = { actor: { kind: 'system' }, address: null, userAgent: null }

export interface Clock {
  now(): Date
  /** Of a document's clock: ours, which it is ahead of. */
  readonly ours?: Clock
}

export interface Random {
  /** 32 characters that sort by time. */
  id(): string
  /** `bytes` random bytes, base64url. */
  token(bytes: number): string
  /** Decimal digits, leading zeros kept. */
  digits(count: number): string
}

/** Keyed hashes and encryption with the keys that live apart from the database. */
export interface Secrets {
  /** HMAC-SHA256, base64url; `purpose` separates domains. */
  keyedHash(purpose: HashPurpose, ...parts: string[]): string
  /** SHA-256 without a key, in lower-case hex, of these lines: for what strangers compute again. */
  openHash(...lines: string[]): string
  /** Constant time. */
  equal(a: string, b: string): boolean
  /** AES-256-GCM with the key's id in front, bound to its place: lying anywhere else, the text is refused. */
  encrypt(plain: string, place: Place): string
  decrypt(sealed: string, place: Place): string
}

/** Where an encrypted text lies. `row`: what identifies the row, and whatever else must not be exchanged around it. */
export type Place = { table: string; column: string; row: string }

/**
 * One transaction of one verb. `lock` waits for and holds the row until commit. Writes whose names begin with `queue` are
 * pipelined: each is sent behind the statements before it, so that a later statement sees what it did, but its answer is
 * not awaited. Nothing is saved until the transaction has committed; a write that fails is told then, and nothing stays.
 */
export interface Transaction
  extends TeamStores,
    ManagingStores,
    WebhookStores,
    BulkStores,
    ContactStores,
    ParkedStores,
    TemplateStores {
  documents: {
    /** Null when there is no such document. */
    lock(id: string): Promise<Document | null>
    /** Only the row's lock, without reading the document: every verb takes it first, so that no two wait crosswise. */
    queueHold(id: string): void
    queueInsert(document: Document): void
    /** Sent at the commit, together with the document's events. Throws where the document was not locked before. */
    queueSave(next: Document): void
    queueRemove(id: string): void
  }
  teams: {
    get(id: string): Promise<Team>
    /** Holds the row until commit, so that of two who change it none undoes what the other saved. */
    lock(id: string): Promise<Team>
    queueSettings(next: Team): void
  }
  signingUrls: {
    /** Locks the URL of this hash. */
    lock(id: string): Promise<SigningUrl | null>
    /** The same, with its sessions in this state, newest first, at most a hundred. The document must be locked before. */
    lockWithSessions(
      id: string,
      state: SigningSession['state'],
    ): Promise<{ url: SigningUrl; sessions: SigningSession[] } | null>
    aliveOf(participantId: string): Promise<SigningUrl[]>
    queueInsert(url: SigningUrl, tokenHash: string): void
    queueSave(url: SigningUrl): void
    queueEnd(ids: string[], now: Date): void
    /** Ends all of a participant's for good: they were another person's. */
    queueTransferred(participantId: string, now: Date): void
  }
  smsCodes: {
    /** The counter with its codes. The document must be locked before, as by everybody who changes them. */
    lock(participantId: string): Promise<AttemptCounter>
    queueSave(counter: AttemptCounter): void
    /** Locks the number and the team's day, so that parallel requests count each other. */
    lockHistory(telHash: string, teamId: string, now: Date): Promise<SendHistory>
    /** The team's day alone: how many SMS were asked for. */
    lockDay(teamId: string, now: Date): Promise<number>
  }
  smsMessages: SmsMessages
  mailLog: {
    /** How one more try of a mail ended. */
    queueTry(mail: Omit<LoggedMail, 'tries'>): void
    /** A mail that was taken came back. */
    queueBounce(mail: Omit<LoggedMail, 'tries' | 'teamId' | 'state'>): void
  }
  sessions: {
    queueInsert(session: SigningSession, tokenHash: string): void
    queueEnd(id: string, now: Date): void
    queueRemove(ids: string[]): void
    /** Holds session and URL until commit, so that nobody ends them meanwhile. */
    lock(id: string): Promise<HeldSession | null>
    /** One more report of the pages on its screen. */
    queuePageReport(id: string): void
  }
  clients: {
    queueInsert(client: Client, idHash: string): void
    /** What it was called; null when there was none to revoke. */
    revoke(id: string, teamId: string, now: Date): Promise<Pick<Client, 'label' | 'ending'> | null>
  }
  tokens: {
    /** Locks the client of this hash and returns its living token, if any. */
    lockClient(clientIdHash: string): Promise<TokenClient | null>
    queueSave(clientId: string, tokenHash: string, token: AccessToken): void
  }
  callWindows: {
    /** Locks the client's count; begins one when there is none. */
    lock(clientId: string, now: Date): Promise<CallWindow>
    queueSave(window: CallWindow, now: Date): void
  }
  callKeys: CallKeys
  /** Audit rows, and the jobs that follow from the events: sent last, in one go with the commit. */
  record(events: DocumentEvent[]): void
  /** The same for what happens to a team besides its documents. */
  recordTeam(events: TeamEvent[]): void
  /** What was recorded of a document before; it must be locked. On this connection: a second one may be free for nobody. */
  trailOf(documentId: string): Promise<AuditRow[]>
}

export type HeldSession = { session: SigningSession; urlEndedAt: Date | null; pageReports: number }

export interface Database {
  transaction<T>(origin: Origin, work: (tx: Transaction) => Promise<T>): Promise<T>
  read: Reads
}

/** Who stands before a signing page: the URL of this hash, its document, and the session of this cookie. */
export type SigningVisit = {
  url: SigningUrl
  document: Document
  team: Team
  session: SigningSession | null
}

/** What the first screen may know: the sender's name and organisation, never the document. */
export type PhoneVisit = {
  url: SigningUrl
  document: Pick<Document, 'id' | 'teamId' | 'status' | 'concludedAt' | 'test' | 'clockAhead'>
  participant: Pick<Participant, 'id' | 'status' | 'lockedAt' | 'accessExpiresAt'>
  /** The sender set an access code for this recipient. */
  accessCode: boolean
  /** Everybody was told that the seal cannot be made as things are. */
  sealingFailed: boolean
  sender: { name: string; organization: string }
  team: Team
}

export type AuditRow = {
  sequence: number
  type: string
  at: Date
  actor: string
  address: string | null
  userAgent: string | null
  detail: Record<string, unknown>
  canonical: string
  hash: string
}

export interface Reads
  extends TeamReads,
    TemplateReads,
    ApprovalReads,
    ManagingReads,
    ListReads,
    FindReads,
    WebhookReads,
    HomeReads,
    ContactReads,
    CallLogReads,
    TestMessageReads,
    BulkReads {
  /** Null when the token is unknown, revoked or expired. With a document id also the document, if it exists. */
  apiCall(
    tokenHash: string,
    documentId: string | null,
    now: Date,
  ): Promise<{ caller: ApiCaller; document: Document | null } | null>
  document(id: string): Promise<Document | null>
  visit(urlHash: string, sessionHash: string | null): Promise<SigningVisit | null>
  phoneVisit(urlHash: string): Promise<PhoneVisit | null>
  codeStatus(participantId: string): Promise<AttemptCounter>
  touchSession(id: string, now: Date): Promise<void>
  /** Somebody opened this consent URL; the first time counts. */
  openUrl(id: string, now: Date): Promise<void>
  /** Was one that was given out of the console opened since then? */
  linkOpened(participantId: string, since: Date): Promise<boolean>
  /** Answers when this process has changed the document, or after so many milliseconds: look again then. */
  nextChange(documentId: string, milliseconds: number): Promise<void>
  smsOf(documentId: string): Promise<SmsView[]>
  /** What became of the newest thousand mails about a document, in the order in which they were caused. */
  mailsOf(documentId: string): Promise<LoggedMail[]>
  /** All of them in the order of their keys, some at a time; empty when no more follow. */
  mailsAfter(documentId: string, after: LoggedMail | null): Promise<LoggedMail[]>
  /** Those whose job is not done, though a mail server may have taken them. */
  mailsInQueue(documentId: string): Promise<ReturnedMail[]>
  /** What a team asked for on its last days of Tokyo on which it asked for any, newest first, today's included. */
  smsDaysOf(teamId: string, days: number, now: Date): Promise<SmsDay[]>
  /** The newest message with this id of ours, or of a gateway. */
  smsOfReceipt(of: { smsId: string } | { gateway: string; providerId: string }): Promise<SmsOfReceipt | null>
  audit(documentId: string): Promise<AuditRow[]>
  team(id: string): Promise<Team>
  /** Did any team register this origin for calls from browsers? */
  originIsRegistered(origin: string): Promise<boolean>
  member(id: string): Promise<Member | null>
  memberByEmail(email: string): Promise<Member | null>
  clientsOf(teamId: string): Promise<Client[]>
  consoleDocuments(whose: ConsoleScope, query: ConsoleQuery): Promise<ConsoleDocuments>
  /** Is a file with this SHA-256 one that this server sealed? `newest`: no later act changed it. */
  sealedFile(sha256: string): Promise<SealedFile | null>
  counterOf(participantId: string): Promise<{ wrongGuesses: number; lockedAt: Date | null }>
}

/** Every tool there is. A verb asks for exactly those that it uses: `Needs = Pick<Ports, 'database' | 'clock'>`. */
export type Ports = {
  database: Database
  clock: Clock
  random: Random
  secrets: Secrets
  networks: Networks
  limits: StrangerLimits
  refusals: RefusalRecorder
  callLog: CallLog
  storage: Storage
  reading: ReadingFiles
  pdfWorker: PdfWorker
  sealer: Sealer
  trust: Trust
  validation: ValidationSource | null
  /** Evidence records: where they are kept, and who writes them. */
  records: { store: RecordStore; writer: RecordWriter }
  workspace: Workspace
  sms: SmsSender
  testOutbox: TestOutbox
  testSealing: TestSealing
  /** Null where the operator configured no mail server. */
  mail: MailTransport | null
  webhooks: WebhookSender
  webhookPlaces: WebhookPlaces
}
