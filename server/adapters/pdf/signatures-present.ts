import { type PDF, PdfArray, PdfDict, PdfNumber, type PdfObject, PdfRef, PdfStream } from '@libpdf/core'
import { resolved } from './page-tree.ts'

/** What a walk over everything that the catalog reaches has found. */
export type Findings = {
  signed: boolean
  docMdp: 1 | 2 | 3 | null
  javascript: boolean
  xfa: boolean
}

/**
 * Whether the raw bytes name a byte range at all. A signature's dictionary cannot be compressed (its range counts bytes of
 * the file), so most files are known to be unsigned without parsing every object. Intake refuses a signed file that spells
 * the name in another way.
 */
export function namesByteRange(bytes: Buffer): boolean {
  return bytes.includes('/ByteRange')
}

const SIGNATURE_TYPES = new Set(['Sig', 'DocTimeStamp'])
const RUNNING_ACTIONS = new Set(['JavaScript', 'Launch'])

/** Looks at every object that the catalog reaches: signatures, embedded JavaScript, launch actions, XFA forms. */
export function findingsOf(pdf: PDF): Findings {
  const catalog = pdf.getCatalog()
  const permissions = asDictionary(pdf, catalog.get('Perms'))
  // Usage rights (Reader-enabled forms) look like a signature and are none: they say nothing about who agreed.
  const usageRights = new Set(
    [permissions?.get('UR3'), permissions?.get('UR')].map((entry) => resolved(pdf, entry)),
  )
  const findings: Findings = { signed: false, docMdp: null, javascript: false, xfa: false }
  const seen = new Set<string>()
  const stack: PdfObject[] = [catalog]
  for (let object = stack.pop(); object; object = stack.pop()) {
    if (object instanceof PdfRef) {
      const key = `${object.objectNumber} ${object.generation}`
      if (seen.has(key)) continue
      seen.add(key)
      const target = pdf.getObject(object)
      if (target) stack.push(target)
    } else if (object instanceof PdfArray) {
      for (const item of object) if (mayHold(item)) stack.push(item)
    } else if (object instanceof PdfDict) {
      judge(pdf, object, findings, usageRights)
      for (const [, value] of object) if (mayHold(value)) stack.push(value)
    }
  }
  const certification = asDictionary(pdf, permissions?.get('DocMDP'))
  if (certification) {
    findings.signed = true
    findings.docMdp = permissionOf(pdf, certification)
  }
  return findings
}

function judge(pdf: PDF, object: PdfDict, findings: Findings, usageRights: Set<PdfObject | null>): void {
  if (!(object instanceof PdfStream) && !usageRights.has(object)) {
    const type = object.getName('Type')?.value
    const typed = type !== undefined && SIGNATURE_TYPES.has(type)
    if (object.has('ByteRange') && (typed || object.has('Contents'))) findings.signed = true
  }
  const action = resolved(pdf, object.get('S'))
  if (action?.type === 'name' && RUNNING_ACTIONS.has(action.value)) findings.javascript = true
  if (object.has('JS')) findings.javascript = true
  if (object.has('XFA')) findings.xfa = true
}

function permissionOf(pdf: PDF, signature: PdfDict): 1 | 2 | 3 {
  const references = resolved(pdf, signature.get('Reference'))
  for (const item of references instanceof PdfArray ? references : []) {
    const permission = resolved(
      pdf,
      asDictionary(pdf, asDictionary(pdf, item)?.get('TransformParams'))?.get('P'),
    )
    if (permission instanceof PdfNumber && [1, 2, 3].includes(permission.value))
      return permission.value as 1 | 2 | 3
  }
  return 2
}

function asDictionary(pdf: PDF, object: PdfObject | undefined): PdfDict | null {
  const value = resolved(pdf, object)
  return value instanceof PdfDict ? value : null
}

function mayHold(object: PdfObject): boolean {
  return object instanceof PdfRef || object instanceof PdfArray || object instanceof PdfDict
}
