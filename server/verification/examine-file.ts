import { createHash } from 'node:crypto'
import { readJobFile } from '#server/pdf/format/job-bytes.ts'
import { EncryptedPdf, entryOf, openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { MalformedPdf, textOf } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import type {
  FileExamined,
  FileToExamine,
  SignatureSeen,
  TrustedTsas,
} from '#server/usecases/sealing-ports.ts'
import { MalformedAsn1, readDer } from './der.ts'
import { examineSignature, shortened } from './signature-check.ts'
import { endOf, formFieldsOf, type SignedField, signedFieldsOf } from './signature-fields.ts'
import { parseSignedData } from './signed-data.ts'
import { isKnownTsa } from './timestamp-token.ts'

/** States and hidden signatures beyond these are not asked about; nobody signs so often. */
const mostStates = 130
const mostHidden = 50
/** Bytes that may stand between `/Contents` and its string. */
const longestBlank = 9
/** Bytes of `/ByteRange` with its four numbers, and blanks to spare. */
const longestByteRange = 120

/** Looks at any PDF, for the verification page. Rejects only when the file cannot be read from the disk. */
export async function examineFile({ path, trustedTsas }: FileToExamine): Promise<FileExamined> {
  const bytes = await readJobFile(path)
  try {
    return examine(bytes, trustedTsas)
  } catch (error) {
    if (error instanceof EncryptedPdf) return { kind: 'encrypted', signers: signersInPlainSight(bytes) }
    if (error instanceof MalformedPdf || error instanceof MalformedAsn1) return { kind: 'damaged' }
    throw error
  }
}

function examine(bytes: Buffer, trustedTsas: TrustedTsas): FileExamined {
  const file = openPdf(bytes, { lenient: true })
  // "No signature" is said only of a file that was read whole.
  pagesOf(file)
  const fields = signedFieldsOf(file)
  const signatures = fields.map((field) => {
    const { seen, timestamp } = examineSignature(file, field, 'any')
    return { ...seen, tsaKnown: timestamp !== null && isKnownTsa(timestamp, trustedTsas) }
  })
  return {
    kind: 'read',
    signatures,
    states: statesOf(bytes, fields),
    moved: fields.some((field, index) => isMoved(field, signatures[index])),
    missing: consentsMissing(file, fields),
    // A later update may have taken the form away, and with it every field.
    signers: [
      ...new Set([
        ...fields.flatMap(({ contents }) => signerIn(contents.bytes) ?? []),
        ...signersInPlainSight(bytes),
      ]),
    ],
  }
}

/**
 * The file as each signature left it, newest first; what stands after the newest is no part of any. Byte ranges count
 * wherever they stand: a later update may have taken the form with its fields away. Of too many the oldest and the newest
 * are asked about, so that nothing that is added drives out all that was issued.
 */
function statesOf(bytes: Buffer, fields: SignedField[]): { sha256: string; bytes: number }[] {
  const all = [...new Set([...fields.map((field) => endOf(field.byteRange)), ...endsInPlainSight(bytes)])]
    .filter((end) => end > 0 && end <= bytes.length)
    .sort((a, b) => a - b)
  const half = mostStates / 2
  const ends = all.length > mostStates ? [...all.slice(0, half), ...all.slice(-half)] : all
  const hash = createHash('sha256')
  let from = 0
  const states = ends.map((end) => {
    hash.update(bytes.subarray(from, end))
    from = end
    return { sha256: hash.copy().digest('hex'), bytes: end }
  })
  return states.reverse()
}

/** A program that saves a file again puts everything elsewhere, and the signature's range points at other bytes. */
function isMoved({ contents, byteRange }: SignedField, seen: SignatureSeen | undefined): boolean {
  return seen?.valid === false && (contents.start !== byteRange[1] || contents.end !== byteRange[2])
}

/** Recipients whose place for a signature is empty, by the names that the file itself gives them; '' where it gives none. */
export function consentsMissing(file: PdfFile, signed: SignedField[]): string[] {
  const names = new Set(signed.map(({ name }) => name))
  return formFieldsOf(file)
    .filter(({ name, type }) => type === 'Sig' && name.startsWith('musubi-recipient-') && !names.has(name))
    .map(({ dict }) => /^(.+) 様の署名欄$/.exec(textOf(shortened(entryOf(file, dict, 'TU'))))?.[1] ?? '')
}

/** Where byte ranges say that their bytes end: of the first and of the last that stand in the file. */
export function endsInPlainSight(bytes: Buffer): number[] {
  const ends: number[] = []
  const note = (at: number) => {
    const text = bytes.toString('latin1', at, at + longestByteRange)
    const [, start, length] = /^\/ByteRange\s*\[\s*0\s+\d+\s+(\d+)\s+(\d+)/.exec(text) ?? []
    const end = Number(start) + Number(length)
    if (Number.isSafeInteger(end)) ends.push(end)
  }
  let at = bytes.indexOf('/ByteRange')
  for (let found = 0; at >= 0 && found < mostStates; found += 1) {
    note(at)
    at = bytes.indexOf('/ByteRange', at + 1)
  }
  let last = at < 0 ? -1 : bytes.lastIndexOf('/ByteRange')
  for (let found = 0; last >= at && last >= 0 && found < mostStates; found += 1) {
    note(last)
    last = bytes.lastIndexOf('/ByteRange', last - 1)
  }
  return ends
}

/** Encryption leaves the value of a signature as it is (ISO 32000-2 §7.6.2): whose it is can still be read. */
export function signersInPlainSight(bytes: Buffer): string[] {
  const signers = new Set<string>()
  let at = bytes.indexOf('/Contents')
  for (let found = 0; at >= 0 && found < mostHidden; at = bytes.indexOf('/Contents', at)) {
    at += '/Contents'.length
    const start = bytes.subarray(at, at + longestBlank).indexOf(0x3c)
    // Of a page, which refers to its contents.
    if (start < 0) continue
    found += 1
    const end = bytes.indexOf(0x3e, at)
    if (end < 0) break
    const signer = signerIn(Buffer.from(bytes.toString('latin1', at + start + 1, end), 'hex'))
    if (signer !== null) signers.add(signer)
    at = end
  }
  return [...signers]
}

function signerIn(contents: Uint8Array): string | null {
  try {
    return parseSignedData(readDer(contents).bytes).signer?.sha256 ?? null
  } catch (error) {
    if (error instanceof MalformedAsn1) return null
    throw error
  }
}
