import type { Finding } from './file-finding.ts'

/** The four answers that are never mixed. */
export type FileAnswer = 'issued_whole' | 'issued_not_this_state' | 'not_issued' | 'unreadable'

/** What an answer rests on, as far as the file itself tells. */
export type FileVerdict =
  | 'whole'
  | 'earlier'
  | 'changed'
  | 'resaved'
  | 'encrypted_copy'
  | 'foreign'
  | 'unsigned'
  | 'encrypted'
  | 'damaged'

export const answerOfVerdict: Record<FileVerdict, FileAnswer> = {
  whole: 'issued_whole',
  earlier: 'issued_not_this_state',
  changed: 'issued_not_this_state',
  resaved: 'issued_not_this_state',
  encrypted_copy: 'issued_not_this_state',
  foreign: 'not_issued',
  unsigned: 'not_issued',
  encrypted: 'unreadable',
  damaged: 'unreadable',
}

/** One signature or document timestamp as it was found and judged. */
export type SignatureJudged = {
  field: string
  kind: 'certification' | 'approval' | 'document_timestamp'
  /** By a certificate that the checker was told is the server's. */
  ours: boolean
  /** Its bytes and its cryptography hold; what came after it is told by findings. */
  valid: boolean
  covers: 'whole_file' | 'revision' | 'less'
  name: string
  reason: string
  contactInfo: string
  at: Date | null
  timestampedAt: Date | null
  signer: { subject: string; sha256: string } | null
  tsa: { subject: string; known: boolean } | null
}

/** Everything that is known about a file from the file alone and the certificates that the checker trusts. */
export type FileJudgement = {
  sha256: string
  bytes: number
  answer: FileAnswer
  verdict: FileVerdict
  /** No alarm, and at least one signature. */
  ok: boolean
  /** What our own signatures say it is; null for files of others. */
  document: { kind: 'contract' | 'certificate'; id: string } | null
  signatures: SignatureJudged[]
  findings: Finding[]
  /** Recipients whose place for a signature is empty, by the names that the file shows; '' where it shows none. */
  missing: string[]
}
