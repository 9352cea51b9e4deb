import type { WidgetKind } from './document-parts.ts'

/**
 * What the certificate of agreement (合意締結証明書) says, as it is embedded for machines (`evidence.json`); the page is drawn
 * from the same. Times are ISO 8601 in UTC, hashes SHA-256 in lower-case hex. `docs/evidence.md` explains each member. Members
 * are added, never changed, under one name of the schema.
 */
export type AgreementEvidence = {
  schema: 'musubi-evidence-1'
  language: CertificateLanguage
  evaluation: boolean
  issuedAt: string
  issuer: EvidenceIssuer
  /** `agreedAt`: the last consent. */
  document: { id: string; title: string; sentAt: string | null; agreedAt: string }
  /** The sender first, then the recipients in their order. */
  parties: EvidenceParty[]
  files: EvidenceFile[]
  signatures: { level: SignatureLevel; certificates: { subject: string; sha256: string }[] }
  /** As of the last consent; the rows lie beside as `trail.jsonl`. */
  trail: { head: string; rows: number }
  /** What recipients agreed to by opening the document. `file`: the text lies beside. */
  terms: { version: string; file: string | null; url: string | null }[]
  verificationUrl: string
  /** Only in an extract, which nobody signs: of whom it is, and of which certificate. */
  extract?: { partyId: string; certificateSha256: string; phoneSecret: string | null }
}

export type CertificateLanguage = 'ja' | 'en'

type SignatureLevel = 'PAdES-B-LTA' | 'PAdES-B-T' | 'PAdES-B-B'

/** Who signs as a witness: never a party. */
type EvidenceIssuer = {
  name: string
  address: string | null
  contact: string | null
  capacity: 'witness'
}

export type EvidenceParty = {
  /** As in the audit trail. */
  id: string
  role: 'sender' | 'recipient'
  name: string
  organization: string | null
  email: string | null
  recipientId: string | null
  phone: EvidencePhone | null
  /** Who held the place before and passed it on, the first one first. */
  passedOnBy: { name: string; organization: string | null; at: string }[]
  identification: EvidenceIdentification
  viewing: EvidenceViewing | null
  termsVersion: string | null
  act: { kind: 'sent' | 'consented'; at: string; address: string | null; userAgent: string | null }
  /** Who was asked at the same time, had consented before, and whose marks were not on the pages that this party saw. */
  notShown: string[]
  entries: EvidenceEntry[]
  /** What they sent in: named by its hash, and no part of what was signed. */
  attached: { name: string; sha256: string }[]
}

/**
 * The whole number where the team says so; else its end, and what binds it without telling it: SHA-256 of document id,
 * number and a secret value, each on a line of its own.
 */
export type EvidencePhone = { number: string } | { lastFour: string; commitment: string }

/** `wrong`: codes of six digits that were not the one, before the right one. `sent`: how many were, in all. */
export type EvidenceIdentification = {
  method: 'account' | 'sms' | 'simple' | 'mail'
  code: {
    by: 'sms' | 'voice'
    sentAt: string | null
    enteredAt: string
    sent: number
    wrong: number
  } | null
  accessCode: boolean
  /** What the integrating site said of its log-in. */
  siteLogin: { method: string; instant: string } | null
  /** The number was asked for through the consent URL, and a member said that they had identified the person. */
  numberCorrected: { at: string; by: string; throughWebApi: boolean } | null
}

/** `pages`: how many of each file were on the screen, as the browser reports it; null where it reported nothing. */
export type EvidenceViewing = {
  firstAt: string
  pages: { file: number; shown: number; of: number; seconds: number }[] | null
}

/** `file` counts from 0, `page` from 1. */
export type EvidenceEntry = { file: number; page: number; kind: WidgetKind; label: string; value: string }

export type EvidenceFile = {
  name: string
  pages: number
  originalSha256: string
  /** The upload as it came, where the original is its repair. */
  repairedFrom: string | null
  sealedSha256: string
  signatures: EvidenceSignature[]
}

/** `party`: a place in `parties`; null for the timestamp over the whole file. */
export type EvidenceSignature = {
  party: number | null
  signedAt: string | null
  timestampedAt: string | null
  timestampAuthority: string | null
}

/** A file that lies in the certificate beside `evidence.json`. */
export type EmbeddedText = { name: string; mediaType: string; description: string; text: string }
