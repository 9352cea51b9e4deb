import type { CertificateAttachedFile, CertificateParty } from '#domain/certificate.ts'
import type { WidgetKind } from '#domain/widget.ts'

/**
 * The tools that make and check sealed PDF files, in our words. PDF work happens in a child process (the press), which
 * never holds a key; signing and timestamping happen in the server's process, which never parses a stranger's PDF.
 * All sizes are PDF points, all coordinates from the top-left corner of the visible page, all paths local files.
 */

/** Why an upload is refused. The words for people are made at the door. */
export type PdfProblem =
  | 'empty'
  | 'not_pdf'
  | 'no_eof'
  | 'encrypted'
  | 'xfa'
  | 'javascript'
  | 'no_pages'
  | 'page_tree_broken'
  | 'too_many_pages'
  | 'needs_repair'
  | 'certified_no_changes'
  | 'too_costly'
  | 'broken'

/** What intake learned about an upload. `signed`: it already carries signatures, which must stay valid. */
export type Inspection =
  | { ok: true; pages: { width: number; height: number }[]; signed: boolean; docMdp: 1 | 2 | 3 | null }
  /** `pages` where only the certification stands in the way. */
  | { ok: false; problem: PdfProblem; pages?: { width: number; height: number }[] }

/** A widget as the press draws it. `value`: text typed, the name on a seal, `'1'` for a checked box, `''` for empty. */
export type PressWidget = {
  id: string
  kind: WidgetKind
  page: number
  x: number
  y: number
  w: number
  h: number
  /** Points; null lets the press choose. */
  fontSize: number | null
  value: string
}

/** What the signature dictionary says. Written by the press, covered by the signature. */
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
export type SendingRevision = {
  sourcePath: string
  targetPath: string
  documentId: string
  /** Marks every page 評価用. */
  evaluation: boolean
  senderWidgets: PressWidget[]
  recipients: { participantId: string; widgets: PressWidget[] }[]
  signature: SignatureText
}

/** The revision of one consent: fills that recipient's fields, makes them read-only, and signs, all in one update. */
export type ConsentRevision = {
  sourcePath: string
  targetPath: string
  documentId: string
  participantId: string
  widgets: PressWidget[]
  signature: SignatureText
}

/** What the certificate of agreement (合意締結証明書) says. All text is ready to print, in Japanese. */
export type CertificateRevision = {
  targetPath: string
  documentId: string
  title: string
  evaluation: boolean
  /** Operator's name, as in the signing certificate. */
  operator: string
  concludedAt: Date
  files: { name: string; pages: number; originalSha256: string; sealedSha256: string }[]
  parties: CertificateParty[]
  /** What recipients sent in; none where nothing was asked for. */
  attached: CertificateAttachedFile[]
  auditHead: string
  verifyUrl: string
  signature: SignatureText
}

/** A file whose last revision ends in a signature dictionary with an empty placeholder. */
export type Prepared = {
  path: string
  /** `/ByteRange` as written: [0, a, b, c]; the placeholder `<00…>` is the gap. */
  byteRange: [number, number, number, number]
}

/** Why a finished file is not believed. */
export type ReadBackProblem = { check: string; detail: string }

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

/** What the gate must find in the finished bytes. */
export type ReadBackExpectation = {
  path: string
  /** The upload, whose bytes must be the beginning of the file and whose page contents must be unchanged. Null for the certificate. */
  originalPath: string | null
  pages: number | null
  /** One per act, in order: the field's participant (null = sender's certification). */
  acts: { participantId: string | null; at: Date }[]
  /** SHA-256 (hex) of the signing certificates that may appear. */
  trustedSigners: string[]
  /** SHA-256 (hex) of TSA certificates that may appear; empty means any that chains is taken, null means no timestamp is expected. */
  trustedTsas: string[] | null
}

export type ReadBack = { ok: boolean; problems: ReadBackProblem[]; signatures: SignatureSeen[] }

/** The child process that parses and draws. Throws `PressFailed` (unavailable, retried) when the child dies or runs out of limits. */
export interface Press {
  inspect(path: string): Promise<Inspection>
  prepareSending(revision: SendingRevision): Promise<Prepared>
  prepareConsent(revision: ConsentRevision): Promise<Prepared>
  prepareCertificate(revision: CertificateRevision): Promise<Prepared>
  readBack(expectation: ReadBackExpectation): Promise<ReadBack>
  /** Signatures of any PDF, for the verification page. */
  listSignatures(path: string): Promise<SignatureSeen[]>
  /** The characters of `text` that none of the fonts has. */
  unprintable(text: string): Promise<string[]>
  close(): Promise<void>
}

/** A key and its certificate chain, leaf first. Later: PKCS#11, KMS. */
export interface Signer {
  readonly chain: Uint8Array[]
  readonly algorithm: 'ecdsa-p256-sha256' | 'rsa-sha256'
  sign(bytes: Uint8Array): Promise<Uint8Array>
}

/** RFC 3161. Returns the DER TimeStampToken, already verified (imprint, nonce, certificate). Throws when none is to be had. */
export interface TimestampAuthority {
  timestamp(sha256: Uint8Array): Promise<Uint8Array>
  /** SHA-256 (hex) of the certificates its tokens are signed with, when known beforehand. */
  readonly certificates: string[]
}

/** Fills the placeholder of a prepared file: digest, CMS, signature timestamp. The file at `path` is finished afterwards. */
export interface Sealer {
  readonly signerSha256: string
  /** The end of the operator's signing certificate; nothing may be sent after it. */
  readonly validUntil: Date
  seal(prepared: Prepared): Promise<{ sha256: string; bytes: number }>
}

/** Certificates that the gate believes, as SHA-256 in hex. `tsas` null: no timestamps are expected (evaluation with TSA=none). */
export type Trust = { operator: string; signers: string[]; tsas: string[] | null }

/** Local files for work in progress, on the same file system as the storage where that is a disk. */
export interface Workspace {
  /** A path that does not exist yet. `dispose` removes the file if it is still there. */
  newFile(): Promise<{ path: string; dispose(): Promise<void> }>
  /** SHA-256 in hex of a local file, streamed. */
  sha256(path: string): Promise<string>
}
