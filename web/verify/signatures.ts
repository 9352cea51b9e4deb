/** A signature of a PDF, as it was found and checked. */
export type SignatureShown = {
  fieldName: string
  kind: 'certification' | 'approval' | 'document_timestamp'
  name: string
  reason: string
  contactInfo: string
  at: Date | null
  timestampedAt: Date | null
  signerSubject: string
  signerSha256: string
  tsaSubject: string | null
  /** The timestamp is by an authority that this server trusts. */
  tsaKnown: boolean
  valid: boolean
}

/** What this server knows about a file with this hash; null: it did not issue it. */
export type Issued = {
  documentId: string
  kind: 'file' | 'certificate'
  status: string
  /** No later consent was added to it. */
  newest: boolean
  /** A further archive timestamp was added to it. */
  renewed: boolean
  at: Date
  /** Of a test document. */
  test: boolean
} | null

/** What was found in a file. `part`: what this server knows of its beginning, up to its last whole signature. */
export type Examined =
  | {
      kind: 'read'
      signatures: SignatureShown[]
      moved: boolean
      missing: string[]
      part: Issued
      /** A certificate that ever signed here is among its signers'. */
      ours: boolean
    }
  | { kind: 'encrypted'; ours: boolean }
  | { kind: 'damaged' }

/** The four answers that are never mixed, and what cannot be answered from a hash alone. */
export type Answer = 'issued_whole' | 'issued_not_this_state' | 'not_issued' | 'unreadable'

export type Verdict =
  | 'concluded'
  | 'certificate'
  | 'pending'
  | 'ended'
  | 'earlier'
  | 'bytes_added'
  | 'resaved'
  | 'altered'
  | 'encrypted_copy'
  | 'foreign'
  | 'unsigned'
  | 'unknown_hash'
  | 'encrypted'
  | 'damaged'

export const answers: Record<Verdict, Answer> = {
  concluded: 'issued_whole',
  certificate: 'issued_whole',
  pending: 'issued_whole',
  ended: 'issued_whole',
  earlier: 'issued_not_this_state',
  bytes_added: 'issued_not_this_state',
  resaved: 'issued_not_this_state',
  altered: 'issued_not_this_state',
  encrypted_copy: 'issued_not_this_state',
  foreign: 'not_issued',
  unsigned: 'not_issued',
  unknown_hash: 'not_issued',
  encrypted: 'unreadable',
  damaged: 'unreadable',
}

/** One word for what was found. `examined` undefined: only the hash is known. */
export function verdictOn(issued: Issued, examined: Examined | undefined): Verdict {
  if (issued !== null) {
    if (issued.kind === 'certificate') return 'certificate'
    if (!issued.newest) return 'earlier'
    if (issued.status === 'concluded') return 'concluded'
    return issued.status === 'awaiting' ? 'pending' : 'ended'
  }
  if (examined === undefined) return 'unknown_hash'
  if (examined.kind === 'damaged') return 'damaged'
  if (examined.kind === 'encrypted') return examined.ours ? 'encrypted_copy' : 'encrypted'
  if (examined.part !== null) return 'bytes_added'
  if (!examined.ours) return examined.signatures.length === 0 ? 'unsigned' : 'foreign'
  return examined.moved ? 'resaved' : 'altered'
}
