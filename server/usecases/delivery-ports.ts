import type { Language } from '#domain/language.ts'
import type { RecipientLanguage } from '#domain/participant.ts'

import type { SmsReceiptState } from '#domain/sms-message.ts'

/**
 * The tools that carry messages out of the server and keep its bytes, in our words. No gateway, transport or storage
 * puts a phone number, an address or a text into a reason or an error.
 */

/**
 * `to`: E.164, `+8190…`. `expiresAt`: after this instant the text is worthless. `sender`: where the gateway lets us choose.
 * `avoid`: the gateway that could not bring the one before to this phone. `receiptUrl`: where receipts of this text go.
 */
export type SmsMessage = {
  idempotencyKey: string
  to: string
  text: string
  expiresAt: Date
  sender?: string
  avoid?: string | null
  receiptUrl?: string
  /** Of a call: the language that is spoken, and where the gateway asks what to say to whoever has pressed a key. */
  language?: Language
  answerUrl?: string
}

/**
 * What became of one attempt. `accepted`: the gateway took it. `rejected`: it certainly did not; `tryAgain` says whether
 * the same message may fare better later. `unknown`: it may have been taken, so it is not repeated.
 */
export type SmsOutcome =
  | { outcome: 'accepted'; providerId: string | null; segments: number }
  | { outcome: 'rejected'; reason: string; tryAgain: boolean }
  | { outcome: 'unknown'; reason: string }

/** Sends one text, or calls and reads it aloud. Never throws for what goes wrong at the other side. */
export interface SmsGateway {
  send(message: SmsMessage): Promise<SmsOutcome>
}

/**
 * Reads what a gateway calls with: `url` as it was called, query or form, and the headers that matter. `code`: its own word for
 * why, where that is a code. Null: nothing final.
 * `forged`: it is not the gateway who calls.
 */
export type SmsReceiptReader = (call: {
  url: string
  parameters: ReadonlyMap<string, string>
  headers: { 'x-twilio-signature'?: string }
}) => { state: SmsReceiptState; code: string | null } | null | 'forged'

/**
 * What a service told at an address for the events of all its SMS. `step`: nothing final, or not of ours. `other`: of a type that we do
 * not know. `not_subscribed`, `unavailable`: another try may do. `forged`: not to be believed, and why.
 */
export type SmsNews =
  | { told: 'receipt'; providerId: string; state: SmsReceiptState; code: string }
  | { told: 'step' | 'subscribed' | 'not_subscribed' | 'unsubscribed' | 'unavailable' | 'unreadable' }
  | { told: 'other'; type: string }
  | { told: 'forged'; reason: 'other_topic' | 'elsewhere' | 'old' | 'certificate' | 'signature' }

/** Reads and judges what was posted there. */
export type SmsEventReader = (body: string) => Promise<SmsNews>

/** The gateways of this server as one. `gateway`: the id of the one that the answer is of. */
export interface SmsSender {
  /** There is another gateway to try where one could not bring an SMS. */
  readonly hasOther: boolean
  send(message: SmsMessage): Promise<SmsOutcome & { gateway: string }>
  /** Some gateway can call. */
  readonly canCall: boolean
  /** Calls the phone and reads the text aloud, at most once. */
  call(message: SmsMessage & { language: Language }): Promise<SmsOutcome & { gateway: string }>
}

/** How a gateway that called asks what to say, and is told. */
export type CallScript = {
  /** `pressed`: a person pressed the key. `forged`: it is not the gateway who asks. */
  read(call: Parameters<SmsReceiptReader>[0]): 'pressed' | 'nothing' | 'forged'
  /** The answer to the gateway; without a text it ends the call. */
  say(text: string | null, language: Language): { type: string; body: string }
}

/**
 * What a mail says, before it is written as text and as HTML. Every text may hold what strangers typed, and is one line
 * unless it is a list of paragraphs or the text of a quote. `about`: the title of the document; empty where there is none.
 * `act`: the one thing to do, which opens `url`; `lead` says so and stands before it. `notes`: small, below everything.
 */
export type Letter = {
  language: RecipientLanguage
  subject: string
  heading: string
  greeting: string
  says: string[]
  about: string
  quote: { label: string; text: string } | null
  act: { lead: string; label: string; url: string; help: string } | null
  notes: string[]
}

/**
 * `to`: one address. `idempotencyKey`: the same for every try of one mail; becomes its Message-ID. `path`: a local file.
 * `byHand`: no job sends it again; whoever asked for it hears what became of it.
 */
export type Mail = {
  idempotencyKey: string
  to: string
  letter: Letter
  attachments?: { name: string; mediaType: string; path: string }[]
  byHand?: true
  /** Where a POST ends mails of this kind for the reader, and a person is asked whether it shall. */
  choice?: string
  /** By it a mail that comes back is known again. */
  returnToken?: string
}

/** As `SmsOutcome`. A mail whose outcome is `unknown` is sent again: mail is at least once. */
export type MailOutcome =
  | { outcome: 'accepted'; providerId: string | null }
  | { outcome: 'rejected'; reason: string; tryAgain: boolean }
  | { outcome: 'unknown'; reason: string }

/** Hands one mail over. Never throws for what goes wrong at the other side. */
export interface MailTransport {
  send(mail: Mail): Promise<MailOutcome>
}

/** The file in the storage that holds the id of its database. Where it is missing, all is: another disk lies there, or none. */
export const storageMark = 'installation/id'

/** Nothing is stored under the key. */
export class StoredFileMissing extends Error {
  override readonly name = 'StoredFileMissing'
  readonly key: string

  constructor(key: string) {
    super(`nothing is stored under ${key}`)
    this.key = key
  }
}

/** The bytes under the key are not those that were recorded: the disk lost them, or other hands changed them. */
export class StoredFileDamaged extends Error {
  override readonly name = 'StoredFileDamaged'
  readonly key: string

  constructor(key: string) {
    super(`what is stored under ${key} is not what was recorded`)
    this.key = key
  }
}

/** `part`: the bytes from `start` to `end`, both counted from 0 and included. */
export type StoredBytes = {
  stream: AsyncIterable<Uint8Array>
  bytes: number
  part(start: number, end: number): AsyncIterable<Uint8Array>
}

/** Bytes that are in memory, as those of a storage are handed out. */
export function heldBytes(bytes: Uint8Array): StoredBytes {
  async function* part(start: number, end = bytes.length - 1): AsyncIterable<Uint8Array> {
    yield bytes.subarray(start, end + 1)
  }
  return { stream: part(0), bytes: bytes.length, part }
}

/** A text of our own; null where nothing is stored under the key. */
export async function textIfStored(storage: Pick<Storage, 'readText'>, key: string): Promise<string | null> {
  return unlessMissing(storage.readText(key))
}

/** Is something stored under the key? Nothing of it is read. */
export async function isStored(storage: Pick<Storage, 'read'>, key: string): Promise<boolean> {
  return (await unlessMissing(storage.read(key, null))) !== null
}

function unlessMissing<Found>(found: Promise<Found>): Promise<Found | null> {
  return found.catch((error: unknown) => {
    if (error instanceof StoredFileMissing) return null
    throw error
  })
}

type LocalCopy = { path: string; bytes: Uint8Array | null; dispose(): Promise<void> }

/**
 * Bytes by key. Keys are made by us, never from what people type: parts of `[a-z0-9._-]` joined by `/`, none of which
 * begins with a dot. What `put`, `putFile` and `putBytes` have answered survives the loss of power.
 */
export interface Storage {
  /** Nothing half-stored is ever seen under the key; when the source fails, what was there before stays. */
  put(key: string, source: AsyncIterable<Uint8Array>): Promise<{ sha256: string; bytes: number }>
  /** Takes a finished local file: it is gone from `path` afterwards. */
  putFile(key: string, path: string): Promise<void>
  /** The same with a small file that never lay on a disk. */
  putBytes(key: string, bytes: Uint8Array): Promise<void>
  /**
   * Bytes for an outsider. They are hashed before the first of them is handed out, so that a damaged file never arrives
   * as a whole; null for what nobody's word rests on, such as a picture for reading. Throws `StoredFileMissing` and
   * `StoredFileDamaged`. A stream that is not read costs nothing.
   */
  read(key: string, sha256: string | null): Promise<StoredBytes>
  /** A few bytes of our own, as UTF-8. Throws `StoredFileMissing`. */
  readText(key: string): Promise<string>
  /** The same bytes under a second key: either stays when the other is removed. Throws `StoredFileMissing`. */
  copy(key: string, to: string): Promise<void>
  /**
   * A path for tools that read files; never to be written to. With a SHA-256 as `read`; `bytes` are those that were hashed,
   * where they are few. Throws `StoredFileMissing`.
   */
  localCopy(key: string, sha256?: string): Promise<LocalCopy>
  /** Removing what is not there is no error. */
  remove(key: string): Promise<void>
  /** Everything whose key begins with `folder` and a `/`. */
  removeFolder(folder: string): Promise<void>
  /** The keys that begin with `prefix`, which ends within a key's last part. */
  keysOf(prefix: string): Promise<string[]>
}
