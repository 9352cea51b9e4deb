import { spendParsed } from '#server/pdf/format/decode-stream.ts'
import { entryOf, listOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { dictOf, isString, nameOf, type PdfDict } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { examineSignature } from '#server/verification/signature-check.ts'
import { eachDictionary } from './each-dictionary.ts'

/** What a walk over everything that the catalog reaches has found. */
export type Findings = {
  /** Signatures whose bytes are those that were signed, or whose kind nobody here can judge. */
  alive: number
  /** Signatures that lost their bytes: the file was saved anew since. */
  dead: number
  /** What the certification permits; 1 also where a signature locks all fields, those of later signatures among them. */
  docMdp: 1 | 2 | 3 | null
  javascript: boolean
  xfa: boolean
  /** Something that only some viewers follow changes what is seen. */
  unclear: boolean
}

const SIGNATURE_TYPES = new Set(['Sig', 'DocTimeStamp'])
const RUNNING_ACTIONS = new Set(['JavaScript', 'Launch'])
/** Acrobat follows them, other viewers do not: fields disappear, layers change (ISO 32000-2 §12.6.4.11, §12.6.4.13). */
const SHOWING_ACTIONS = new Set(['Hide', 'SetOCGState'])
/**
 * Of a stream: data in another file (§7.3.8.2), a page of another file (§8.10.4), another image for printing (§8.9.5.4)
 * or by a print server (§14.11.7). Each viewer shows or prints the one or the other.
 */
const SHOWN_INSTEAD = ['F', 'Ref', 'Alternates', 'OPI']
/** The signed bytes are others than those in the file. */
const LOST = new Set(['digest', 'timestamp_imprint'])

/** Looks at every object that the catalog reaches, so that whatever cannot be read is found at upload. */
export function findingsOf(file: PdfFile): Findings {
  const catalog = catalogOf(file)
  const permissions = dictOf(entryOf(file, catalog, 'Perms'))
  const entry = (key: string) => (permissions ? entryOf(file, permissions, key) : null)
  // Usage rights (Reader-enabled forms) look like a signature and are none: they say nothing about who agreed.
  const usageRights = new Set([entry('UR3'), entry('UR')])
  const signatures = new Set<PdfDict>()
  const findings: Findings = {
    alive: 0,
    dead: 0,
    docMdp: null,
    javascript: false,
    xfa: false,
    unclear: false,
  }
  eachDictionary(file, catalog, (dict, isOfStream) => {
    if (isSignature(file, dict) && !usageRights.has(dict)) signatures.add(dict)
    const action = nameOf(entryOf(file, dict, 'S'))
    if ((action !== undefined && RUNNING_ACTIONS.has(action)) || dict.entries.has('JS'))
      findings.javascript = true
    if (dict.entries.has('XFA')) findings.xfa = true
    if (action !== undefined && SHOWING_ACTIONS.has(action)) findings.unclear = true
    // Drawn by PostScript printers only (§8.8.2).
    if (
      isOfStream &&
      [dict.entries.get('Subtype'), dict.entries.get('Subtype2')].some((one) => nameOf(one) === 'PS')
    )
      findings.unclear = true
    if (isOfStream && SHOWN_INSTEAD.some((key) => dict.entries.has(key))) findings.unclear = true
  })
  const certification = dictOf(entry('DocMDP'))
  let locked = false
  if (certification) signatures.add(certification)
  for (const signature of signatures) {
    if (!hasItsBytes(file, signature)) {
      findings.dead += 1
      continue
    }
    findings.alive += 1
    if (locksNewFields(file, signature)) locked = true
  }
  if (certification && findings.alive > 0) findings.docMdp = permissionOf(file, certification)
  if (locked) findings.docMdp = 1
  return findings
}

function isSignature(file: PdfFile, dict: PdfDict): boolean {
  if (!dict.entries.has('ByteRange')) return false
  return dict.entries.has('Contents') || SIGNATURE_TYPES.has(nameOf(entryOf(file, dict, 'Type')) ?? '')
}

/**
 * Whether a signature still lies where its byte range says, and the bytes are the signed ones. Writing a file anew
 * (taking pages out, Preview, print drivers that keep forms) moves everything and leaves the fields of the signatures.
 */
function hasItsBytes(file: PdfFile, signature: PdfDict): boolean {
  const contents = entryOf(file, signature, 'Contents')
  const range = entryOf(file, signature, 'ByteRange')
  if (!isString(contents) || !Array.isArray(range)) return false
  const byteRange = listOf(file, range).filter((item) => typeof item === 'number')
  const [start, gapStart = 0, gapEnd = 0, length = 0] = byteRange
  const whole = byteRange.length === 4 && byteRange.every((item) => Number.isSafeInteger(item) && item >= 0)
  if (!whole || start !== 0 || gapEnd <= gapStart || gapEnd + length > file.bytes.length) return false
  // Where some other software counts the brackets in, or not, the signature is not ours to judge by that.
  if (Math.abs(contents.start - gapStart) > 1 || Math.abs(contents.end - gapEnd) > 1) return false
  // Signatures may share their contents.
  spendParsed(file.budget, contents.bytes.length)
  if (contents.bytes.every((byte) => byte === 0)) return false
  const field = { name: '', object: null, dict: signature, type: 'Sig', locks: null }
  const examined = examineSignature(file, { ...field, signature, byteRange, contents, certifies: null }, [])
  return !examined.broken.some(({ check }) => LOST.has(check))
}

/** Whether the signature locks all fields, or all but some: any signature that comes later would break it (§12.8.2.4). */
function locksNewFields(file: PdfFile, signature: PdfDict): boolean {
  return listOf(file, entryOf(file, signature, 'Reference')).some((item) => {
    const reference = dictOf(item)
    if (!reference || nameOf(entryOf(file, reference, 'TransformMethod')) !== 'FieldMDP') return false
    const parameters = dictOf(entryOf(file, reference, 'TransformParams'))
    const action = parameters ? nameOf(entryOf(file, parameters, 'Action')) : undefined
    return action === 'All' || action === 'Exclude'
  })
}

function permissionOf(file: PdfFile, signature: PdfDict): 1 | 2 | 3 {
  for (const item of listOf(file, entryOf(file, signature, 'Reference'))) {
    const reference = dictOf(item)
    if (!reference || nameOf(entryOf(file, reference, 'TransformMethod')) !== 'DocMDP') continue
    const parameters = dictOf(entryOf(file, reference, 'TransformParams'))
    const permission = parameters ? entryOf(file, parameters, 'P') : null
    if (permission === 1 || permission === 2 || permission === 3) return permission
  }
  return 2
}
