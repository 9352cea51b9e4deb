import { openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { MalformedAsn1 } from '../der.ts'
import { endsInPlainSight } from '../examine-file.ts'
import { endOf, signedFieldsOf } from '../signature-fields.ts'
import { type FoundSignature, judgeSignature } from './judge-signature.ts'
import type { KnownTrust } from './trust.ts'

/** A file as a signature left it, with the signatures that it shows. */
export type SignedState = { file: PdfFile; signatures: FoundSignature[] }

/** Beginnings of a file that are tried; each is read whole. */
const MOST_TRIES = 6

/** The signatures of a file, each judged by itself. */
export function stateOf(file: PdfFile, trust: KnownTrust): SignedState {
  const fields = signedFieldsOf(file)
  return { file, signatures: fields.map((field) => judgeSignature(file, field, fields, trust)) }
}

/** The longest beginning of the file, longer than `than`, that ends with a signature that holds. */
export function lastGoodState(
  bytes: Buffer,
  trust: KnownTrust,
  most: number,
  than = 0,
): (SignedState & { end: number }) | null {
  const ends = [...new Set(endsInPlainSight(bytes))].filter((end) => end > than && end <= most)
  for (const end of ends.sort((a, b) => b - a).slice(0, MOST_TRIES)) {
    const state = stateUpTo(bytes, end, trust)
    const holds = state?.signatures.some(
      ({ field, judged }) => judged.valid && endOf(field.byteRange) === end,
    )
    if (state !== null && holds === true) return { ...state, end }
  }
  return null
}

function stateUpTo(bytes: Buffer, end: number, trust: KnownTrust): SignedState | null {
  try {
    const file = openPdf(bytes.subarray(0, end), { lenient: true })
    pagesOf(file)
    return stateOf(file, trust)
  } catch (error) {
    if (error instanceof MalformedPdf || error instanceof MalformedAsn1) return null
    throw error
  }
}
