import type { AgreementEvidence, EmbeddedText } from '#domain/agreement-evidence.ts'
import type { DocumentStatus } from '#domain/document.ts'
import type { ExtractOf } from '#domain/evidence-extract.ts'
import type { PdfProblem } from '#domain/pdf-problem.ts'
import type { WidgetKind } from '#domain/widget.ts'
import type { ArchiveRevision, Authority, CertificateUses, FileOfDocument, Stamped } from './archive-ports.ts'
import type { FileJudge } from './judging-ports.ts'
import type { InMemory, Prepared } from './prepared-ports.ts'

/**
 * The tools that make and check sealed PDF files, in our words. PDF work happens in a child process (the PDF worker),
 * which never holds a key; signing and timestamping happen in the server's process, which never parses a stranger's
 * PDF. All sizes are PDF points, all coordinates from the top-left corner of the visible page, all paths local files.
 */

/**
 * An upload to look at. `repairedPath`: where a file that needed repair is written; null when none may be repaired.
 * `keepOnly`: nobody will sign it, so nothing is rehearsed. `scratch`: a directory for what is drawn and thrown away.
 */
export type InspectionRequest = {
  path: string
  repairedPath: string | null
  keepOnly: boolean
  scratch: string
}

/** What the server may say about an upload beyond its path. */
type InspectionOptions = { repairedPath?: string; keepOnly?: boolean; sha256?: string }

/**
 * What intake learned about an upload. `signed`: it already carries signatures, which must stay valid. `deadSignatures`:
 * so many lost their bytes when the file was saved anew; they are dropped at sending. `repaired`: its bytes lie at
 * `repairedPath` and are what is to be signed.
 */
export type Inspection =
  | {
      ok: true
      pages: { width: number; height: number }[]
      signed: boolean
      docMdp: 1 | 2 | 3 | null
      deadSignatures: number
      repaired: { because: string; sha256: string; bytes: number } | null
    }
  /** `pages` where only the certification stands in the way. */
  | { ok: false; problem: PdfProblem; pages?: { width: number; height: number }[] }

/**
 * A widget as the PDF worker draws it. `value`: text typed, the name on a seal, `'1'` for a checked box, `''` for
 * empty.
 */
export type DrawnWidget = {
  id: string
  kind: WidgetKind
  page: number
  x: number
  y: number
  w: number
  h: number
  /** Points; null lets the PDF worker choose. */
  fontSize: number | null
  value: string
}

/** What the signature dictionary says. Written by the PDF worker, covered by the signature. */
export type SignatureText = {
  /** `/Name`: the operator. */
  name: string
  /** `/Reason`: who consented and how they were identified. */
  reason: string
  /** `/ContactInfo`: the document id. */
  contactInfo: string
  /** `/M`: the time of the act. */
  at: Date
}

/**
 * The revision made at sending. It adds everything that will ever be drawn: the foot id and the sender's marks as page
 * content, every recipient's fields still empty, one signature field per recipient whose `/Lock` includes exactly that
 * recipient's fields; and the sender's certification signature (DocMDP P=2) with an empty placeholder.
 */
export type SendingRevision = InMemory & {
  sourcePath: string
  targetPath: string
  documentId: string
  /** The upload carries living signatures (`Inspection`): nothing but signature fields is added. */
  signed: boolean
  /** Marks every page 評価用. */
  evaluation: boolean
  senderWidgets: DrawnWidget[]
  /** `name` is said at the recipient's place for a signature, also while it is empty. */
  recipients: { participantId: string; name?: string; widgets: DrawnWidget[] }[]
  signature: SignatureText
}

/** The revision of one consent: fills that recipient's fields, makes them read-only, and signs, all in one update. */
export type ConsentRevision = InMemory & {
  sourcePath: string
  targetPath: string
  documentId: string
  participantId: string
  widgets: DrawnWidget[]
  signature: SignatureText
}

/** What the certificate of agreement (合意締結証明書) says, and what lies in it beside `evidence.json`. */
export type CertificateRevision = Pick<InMemory, 'inMemory'> & {
  targetPath: string
  evidence: AgreementEvidence
  attached: EmbeddedText[]
  signature: SignatureText
}

/** A certificate as it is sealed, and of whom an extract is asked. */
export type ExtractRequest = ExtractOf & { certificatePath: string }

/** Why a finished file is not believed. `act`: the place of the act, where it is about one that can be signed anew. */
export type FinalProblem = { check: string; detail: string; act?: number }

export type SignatureSeen = {
  fieldName: string
  kind: 'certification' | 'approval' | 'document_timestamp'
  name: string
  reason: string
  contactInfo: string
  /** `/M`. */
  at: Date | null
  /** Time in the signature timestamp; null when there is none (level B). */
  timestampedAt: Date | null
  signerSubject: string
  signerSha256: string
  tsaSubject: string | null
  coversWholeRevision: boolean
  valid: boolean
}

/** `trustedTsas`: whose timestamps are known here. */
export type FileToExamine = { path: string; trustedTsas: TrustedTsas }

/**
 * What a stranger's file is. `states`: the file as each signature left it, newest first. `moved`: a signature's range
 * does not fit the file any more, as after saving it anew. `missing`: recipients' empty places for a signature, by the
 * names that the file shows, '' where it shows none. `signers`: SHA-256 (hex) of the signers' certificates as far as they
 * are in sight, also where the file was moved or encrypted around them.
 */
export type FileExamined =
  | {
      kind: 'read'
      /** `tsaKnown`: the timestamp is by an authority that is trusted here, not just by any. */
      signatures: (SignatureSeen & { tsaKnown: boolean })[]
      states: { sha256: string; bytes: number }[]
      moved: boolean
      missing: string[]
      signers: string[]
    }
  | { kind: 'encrypted'; signers: string[] }
  | { kind: 'damaged' }

/** What this server knows of a file that it sealed. `newest`: no later act was added; `renewed`: a later archive timestamp was. */
export type SealedFile = {
  documentId: string
  kind: 'file' | 'certificate'
  status: DocumentStatus
  newest: boolean
  renewed: boolean
  at: Date
  /** Of a test document: it binds nobody. */
  test: boolean
}

/** What the final verification must find in the finished bytes. */
export type FinalExpectation = {
  path: string
  /** Those of `path`, where they were read already. */
  bytes?: Uint8Array | null
  /** The upload, whose bytes must be the beginning of the file and whose page contents must be unchanged. Null for the certificate. */
  originalPath: string | null
  pages: number | null
  /** One per act, in order: the field's participant (null = sender's certification), and its time where it is known. */
  acts: { participantId: string | null; at: Date | null }[]
  /** With which recorded bytes it must begin. */
  begins?: { sha256: string; bytes: number }
  /** How often validation data and an archive timestamp follow the last act; none where it is not said. */
  archives?: number
  /** SHA-256 (hex) of the signing certificates that may appear, each for acts of its time. */
  trustedSigners: string[]
  trustedTsas: TrustedTsas
}

/**
 * Certificates (DER) to one of which a time-stamping authority's must chain: its root, an intermediate, or itself. `any`
 * takes every authority whose chain holds, which exists in evaluation only; null: no time stamp is expected.
 */
export type TrustedTsas = Uint8Array[] | 'any' | null

export type FinalVerification = { ok: boolean; problems: FinalProblem[]; signatures: SignatureSeen[] }

/** The children of one kind of work, how many of them work, and how many jobs wait for one. */
type PdfWorkerLoad = { pool: 'sealing' | 'strangers'; children: number; busy: number; waiting: number }

/** As wide as a phone, to be read; or as a row of a list is high, to be known again. */
export type PictureSize = 'phone' | 'row'

/** Parses and draws in a child process. Throws `PdfWorkerFailed` (unavailable, retried) when it dies or runs out of limits. */
export interface PdfWorker extends FileJudge {
  /** `sha256` of the file, where it is known, lets what was inspected before be remembered. */
  inspect(path: string, options?: InspectionOptions): Promise<Inspection>
  prepareSending(revision: SendingRevision): Promise<Prepared>
  prepareConsent(revision: ConsentRevision): Promise<Prepared>
  prepareCertificate(revision: CertificateRevision): Promise<Prepared>
  /** An extract for one party; null where the certificate was made by a release that put no data into it. */
  extractCertificate(request: ExtractRequest): Promise<Uint8Array | null>
  prepareArchive(revision: ArchiveRevision): Promise<Prepared>
  /** What must be proved of the certificates that a document's signatures used, and what is proved in the file already. */
  usesOfCertificates(file: FileOfDocument): Promise<CertificateUses>
  verifyFinal(expectation: FinalExpectation): Promise<FinalVerification>
  /** Signatures of any PDF, for the verification page. */
  listSignatures(path: string): Promise<SignatureSeen[]>
  examineFile(file: FileToExamine): Promise<FileExamined>
  /** Writes a small PNG of a page; false where none can be made that shows what a viewer will. */
  drawPage(picture: {
    sourcePath: string
    targetPath: string
    page: number
    size: PictureSize
  }): Promise<boolean>
  /** Writes a copy laid out for reading over a slow line; false where the file cannot be laid out anew. */
  copyForReading(paths: { sourcePath: string; targetPath: string }): Promise<boolean>
  /** What its children are at: for measurements. */
  load(): PdfWorkerLoad[]
  close(): Promise<void>
}

/** How a key signs; its digest is also that of the signed bytes, which validators expect to be the same. */
export type SignatureAlgorithm =
  | 'ecdsa-p256-sha256'
  | 'ecdsa-p384-sha384'
  | 'ecdsa-p521-sha512'
  | 'rsa-sha256'

/** A key and its certificate chain, leaf first. Later: PKCS#11, KMS. */
export interface Signer {
  readonly chain: Uint8Array[]
  readonly algorithm: SignatureAlgorithm
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** RFC 3161. Returns the DER TimeStampToken, already verified (imprint, nonce, certificate). Throws when none is to be had. */
export interface TimestampAuthority {
  timestamp(sha256: Uint8Array): Promise<Uint8Array>
  /** What its certificate must chain to. */
  readonly trusted: Exclude<TrustedTsas, null>
}

/**
 * Fills the placeholder of a prepared file: digest, CMS, signature timestamp. Its `bytes`, or else the file at `path`, are
 * finished afterwards.
 */
export interface Sealer {
  readonly signerSha256: string
  /** The first end among the operator's signing certificate and those above it; nothing may be sent after it. */
  readonly validUntil: Date
  /** Whether an authority stamps; evaluation may go without. */
  readonly stamps: boolean
  /** Whose certificate stamps now; asks for one time stamp where none was asked for yet. */
  authority(): Promise<Authority>
  /** A token over a hash of our own, that of an evidence record's tree. */
  stampHash(sha256: Uint8Array): Promise<Uint8Array>
  /** Fills the placeholder of a document timestamp with a token over the whole file. */
  stamp(prepared: Prepared): Promise<Stamped>
  /** Rejects with `AwaitsOperator` while one of them is not in force: the act waits for the operator. */
  seal(prepared: Prepared): Promise<{ sha256: string; bytes: number }>
}

/** All that ever signed or stamped here, each trusted for acts of its time. `signers`: SHA-256; `certificates`: the same, DER. */
export type TrustedCertificates = { signers: string[]; certificates: Uint8Array[]; tsas: TrustedTsas }

/** Whom the final verification and the verification page trust. */
export interface Trust {
  /** Whose name signatures carry. */
  readonly operator: string
  /** Where the operator is and is reached, as certificates name it; null where the operator did not say. */
  readonly issuer: { address: string | null; contact: string | null }
  /** Read anew for each job or page, because another process may sign with a newer certificate already. */
  trusted(): Promise<TrustedCertificates>
}

/** Local files for work in progress, on the same file system as the storage where that is a disk. */
export interface Workspace {
  /** A path that does not exist yet. `dispose` removes the file if it is still there. */
  newFile(): Promise<{ path: string; dispose(): Promise<void> }>
  /** What is free on the disk, for those who may not fill it. */
  freeBytes(): Promise<number>
  /** SHA-256 in hex of a local file, streamed. */
  sha256(path: string): Promise<string>
  /** The same with the bytes of a small file, which need not be read again; null of a larger one. */
  read(path: string): Promise<{ sha256: string; bytes: Uint8Array | null }>
}
