import { type Finding, findingOf } from '#domain/file-finding.ts'
import { openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { locksOf } from '../open-fields.ts'
import { endOf, signedFieldsOf } from '../signature-fields.ts'
import { findingOfChange } from './change-levels.ts'
import { changesBetween } from './changes.ts'
import type { FoundSignature } from './judge-signature.ts'

/** Pairs of signatures that are compared; nobody signs so often. */
const MOST_PAIRS = 40

/**
 * What changed between one signature and the next. What the operator of this server signs is not asked about: each of its
 * signatures covers the whole file, and the server judged it before. A timestamp answers for nothing that it stamps.
 */
export function changesWithin(bytes: Buffer, signatures: FoundSignature[]): Finding[] {
  const holding = signatures
    .map((one, index) => ({ one, index, end: endOf(one.field.byteRange) }))
    .filter(({ one, end }) => one.judged.valid && end <= bytes.length)
  return holding.slice(1, MOST_PAIRS).flatMap((later, at) => {
    const earlier = holding[at]
    if (earlier === undefined || later.one.judged.ours || earlier.end >= later.end) return []
    const [before, after] = [readUpTo(bytes, earlier.end), readUpTo(bytes, later.end)]
    if (before === null || after === null) return []
    const upTo = holding.slice(0, at + 1)
    const ours = upTo.some(({ one }) => one.judged.ours)
    const signed = later.one.judged.kind !== 'document_timestamp'
    return findingsBetween(before, after, { ours, signed, signature: earlier.index })
  })
}

/** What changed after the last signature, which nobody answers for. */
export function changesAfter(
  bytes: Buffer,
  file: PdfFile,
  signatures: FoundSignature[],
  end: number,
): Finding[] {
  const before = readUpTo(bytes, end)
  if (before === null) return []
  const ours = signatures.some(({ judged }) => judged.ours)
  const signature = signatures.findLastIndex(({ field }) => endOf(field.byteRange) === end)
  return findingsBetween(before, file, { ours, signed: false, signature })
}

function findingsBetween(
  before: PdfFile,
  after: PdfFile,
  { ours, signed, signature }: { ours: boolean; signed: boolean; signature: number },
): Finding[] {
  try {
    const changes = changesBetween(before, after)
    const levels = signedFieldsOf(before).flatMap(({ certifies }) => (certifies === null ? [] : [certifies]))
    const signing = new Set(
      changes.flatMap(({ code, field }) =>
        code === 'signature_added' && field !== undefined ? [field] : [],
      ),
    )
    const docMdp = levels.length === 0 ? null : Math.min(...levels)
    const allowance = { ours, docMdp, isLocked: locksOf(before), signed, signing }
    return changes.map((change) => findingOfChange(change, allowance, signature))
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
    return [findingOf('unreadable_rest', { signature, detail: error.message })]
  }
}

function readUpTo(bytes: Buffer, end: number): PdfFile | null {
  try {
    return openPdf(bytes.subarray(0, end), { lenient: true })
  } catch (error) {
    if (!(error instanceof MalformedPdf)) throw error
    return null
  }
}
