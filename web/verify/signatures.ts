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
  valid: boolean
}

/** What this server knows about a file with this hash; null: it did not issue it. */
export type Issued = { documentId: string; kind: 'file' | 'certificate'; concluded: boolean; at: Date } | null

export type Verdict =
  | 'concluded'
  | 'certificate'
  | 'pending'
  | 'altered'
  | 'foreign'
  | 'unsigned'
  | 'unknown_hash'
  | 'unreadable'

/** One word for what was found. `signatures` null: they could not be read; undefined: only the hash is known. */
export function verdictOn(
  issued: Issued,
  signatures: SignatureShown[] | null | undefined,
  operatorSigners: string[],
): Verdict {
  if (issued !== null) {
    if (issued.kind === 'certificate') return 'certificate'
    return issued.concluded ? 'concluded' : 'pending'
  }
  if (signatures === undefined) return 'unknown_hash'
  if (signatures === null) return 'unreadable'
  if (signatures.length === 0) return 'unsigned'
  return signatures.some((each) => operatorSigners.includes(each.signerSha256)) ? 'altered' : 'foreign'
}
