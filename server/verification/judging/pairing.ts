import { createHash } from 'node:crypto'
import { type Finding, findingOf } from '#domain/file-finding.ts'
import type { FileJudgement } from '#domain/file-judgement.ts'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf } from '#server/pdf/format/pdf-objects.ts'
import { endsInPlainSight } from '../examine-file.ts'
import { textShown } from './text-shown.ts'

/** A file that was judged, with its bytes. */
export type JudgedFile = { bytes: Uint8Array; judgement: FileJudgement }

/** What two files of those that were checked together are to each other, by their places. */
export type Pairing = { certificate: number; document: number; finding: Finding }

/** States of a document that are looked for in a certificate: renewed files have more of them. */
const MOST_STATES = 20

/**
 * Says of each certificate of agreement to which of the documents beside it it belongs: it names the SHA-256 of every sealed
 * file. A file that was given further timestamps since still begins with the file that was named.
 */
export function pairFiles(files: JudgedFile[]): Pairing[] {
  const places = (kind: 'contract' | 'certificate') =>
    files.flatMap(({ judgement }, place) => (judgement.document?.kind === kind ? [place] : []))
  const [documents, certificates] = [places('contract'), places('certificate')]
  if (documents.length === 0) return []
  const pairings = certificates.flatMap((certificate) => {
    const text = textOfCertificate(files[certificate])
    return documents.flatMap((document): Pairing[] => {
      const named = statesOf(files[document]).some((sha256) => text.includes(sha256))
      return named ? [{ certificate, document, finding: findingOf('certificate_paired') }] : []
    })
  })
  const lone = documents.filter((place) => !pairings.some(({ document }) => document === place))
  const strays = certificates.filter((place) => !pairings.some(({ certificate }) => certificate === place))
  const apart = (certificate: number, document: number): Pairing => {
    const [one, other] = [files[certificate], files[document]].map((file) => file?.judgement.document?.id)
    const code = one === other ? 'certificate_other_state' : 'certificate_other_document'
    return { certificate, document, finding: findingOf(code) }
  }
  // Each that found no other is told of once with each that may have been meant.
  const meant = (among: number[], all: number[]) => (among.length > 0 ? among : all.slice(0, 1))
  pairings.push(
    ...strays.flatMap((place) => meant(lone, documents).map((document) => apart(place, document))),
  )
  if (strays.length === 0) {
    pairings.push(...lone.flatMap((place) => meant([], certificates).map((one) => apart(one, place))))
  }
  return pairings
}

function textOfCertificate(file: JudgedFile | undefined): string {
  try {
    return file === undefined ? '' : textShown(openPdf(file.bytes, { lenient: true }))
  } catch (error) {
    if (error instanceof MalformedPdf) return ''
    throw error
  }
}

/** The file, and as each signature left it where only timestamps and data to check with follow. */
function statesOf(file: JudgedFile | undefined): string[] {
  if (file === undefined) return []
  const { bytes: given, judgement } = file
  const { sha256, signatures, answer } = judgement
  const renewed = signatures.some(({ kind }) => kind === 'document_timestamp')
  if (answer !== 'issued_whole' || !renewed) return [sha256]
  const bytes = Buffer.from(given.buffer, given.byteOffset, given.length)
  const ends = [...new Set(endsInPlainSight(bytes))].filter((end) => end > 0 && end <= bytes.length)
  const later = ends.sort((a, b) => b - a).slice(0, MOST_STATES)
  return [sha256, ...later.map((end) => createHash('sha256').update(bytes.subarray(0, end)).digest('hex'))]
}
