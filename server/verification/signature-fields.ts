import { spendParsed } from '#server/pdf/format/decode-stream.ts'
import { entryOf, listOf, type PdfFile, rawListOf, resolve } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isString,
  nameOf,
  type PdfDict,
  type PdfString,
  type PdfValue,
  textOf,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'

/** A field of the form. `name`: fully qualified; `object`: its number, null when it lies directly in an array. */
export type FormField = {
  name: string
  object: number | null
  dict: PdfDict
  type: string | undefined
  /** Names in `/Lock`; null when there is no lock with Action Include. */
  locks: string[] | null
}

/** A signature field that is signed. */
export type SignedField = FormField & {
  signature: PdfDict
  byteRange: number[]
  contents: PdfString
  /** `/P` of DocMDP when this is the certification signature (ISO 32000-2 §12.8.2.2). */
  certifies: number | null
}

const MAX_FIELDS = 50_000
const MAX_DEPTH = 64
/** A byte range has four numbers. */
const LONGEST_RANGE = 8

/** All terminal fields of the form, in the form's order. */
export function formFieldsOf(file: PdfFile): FormField[] {
  const form = entryOf(file, catalogOf(file), 'AcroForm')
  const roots = isDict(form) ? entryOf(file, form, 'Fields') : null
  const fields: FormField[] = []
  if (Array.isArray(roots)) collect(file, roots, '', undefined, new Set(), fields)
  return fields
}

function collect(
  file: PdfFile,
  nodes: PdfValue[],
  prefix: string,
  type: string | undefined,
  seen: Set<PdfDict>,
  fields: FormField[],
  depth = 0,
): void {
  if (depth > MAX_DEPTH) return
  for (const node of nodes) {
    const object = isRef(node) ? node.number : null
    const dict = resolve(file, node)
    // By the dictionary: one without a number stands in several places, too, when its array does.
    if (!isDict(dict) || fields.length > MAX_FIELDS || seen.has(dict)) continue
    seen.add(dict)
    const own = textOf(entryOf(file, dict, 'T'))
    const name = prefix && own ? `${prefix}.${own}` : prefix || own
    const kind = nameOf(entryOf(file, dict, 'FT')) ?? type
    // A long name above is part of each name below it.
    spendParsed(file.budget, name.length)
    const children = rawListOf(file, entryOf(file, dict, 'Kids')).filter((kid) => hasName(file, kid))
    if (children.length > 0) collect(file, children, name, kind, seen, fields, depth + 1)
    else fields.push({ name, object, dict, type: kind, locks: locksOf(file, dict) })
  }
}

/** A kid without `/T` is only another widget of the same field. */
function hasName(file: PdfFile, kid: PdfValue): boolean {
  const dict = resolve(file, kid)
  return isDict(dict) && dict.entries.has('T')
}

/**
 * The signatures, each with its field, in the order of the bytes they cover. Several fields may show one signature, as
 * marks on an upload that came signed do; then the field with the lock stands for all of them.
 */
export function signedFieldsOf(file: PdfFile): SignedField[] {
  const bySignature = new Map<PdfDict, SignedField>()
  for (const field of formFieldsOf(file)) {
    const signed = field.type === 'Sig' ? readSignature(file, field) : null
    if (!signed) continue
    const before = bySignature.get(signed.signature)
    if (!before || (!before.locks && signed.locks)) bySignature.set(signed.signature, signed)
  }
  return [...bySignature.values()].sort((a, b) => endOf(a.byteRange) - endOf(b.byteRange))
}

/** Where the covered bytes end. */
export function endOf(byteRange: number[]): number {
  return (byteRange[2] ?? 0) + (byteRange[3] ?? 0)
}

function readSignature(file: PdfFile, field: FormField): SignedField | null {
  const signature = entryOf(file, field.dict, 'V')
  if (!isDict(signature)) return null
  const range = entryOf(file, signature, 'ByteRange')
  const contents = entryOf(file, signature, 'Contents')
  if (!Array.isArray(range) || !isString(contents)) return null
  const byteRange = range.length > LONGEST_RANGE ? [] : range.filter((item) => typeof item === 'number')
  return {
    ...field,
    signature,
    byteRange,
    contents,
    certifies: certificationOf(file, field.dict, signature),
  }
}

/** A certification counts only when the catalog's `/Perms` names this very signature. */
function certificationOf(file: PdfFile, field: PdfDict, signature: PdfDict): number | null {
  const permissions = entryOf(file, catalogOf(file), 'Perms')
  const named = isDict(permissions) ? permissions.entries.get('DocMDP') : null
  const own = field.entries.get('V')
  if (!isRef(named) || !isRef(own) || named.number !== own.number) return null
  for (const reference of listOf(file, entryOf(file, signature, 'Reference'))) {
    if (!isDict(reference) || nameOf(entryOf(file, reference, 'TransformMethod')) !== 'DocMDP') continue
    const parameters = entryOf(file, reference, 'TransformParams')
    const level = isDict(parameters) ? entryOf(file, parameters, 'P') : null
    // 2 is the default (ISO 32000-2, table 257).
    return typeof level === 'number' ? level : 2
  }
  return null
}

/** By the lock, which many fields may share. */
const knownLocks = new WeakMap<PdfDict, string[] | null>()

function locksOf(file: PdfFile, field: PdfDict): string[] | null {
  const lock = entryOf(file, field, 'Lock')
  if (!isDict(lock)) return null
  const known = knownLocks.get(lock)
  if (known !== undefined) return known
  const names = namesIn(file, lock)
  knownLocks.set(lock, names)
  return names
}

function namesIn(file: PdfFile, lock: PdfDict): string[] | null {
  if (nameOf(entryOf(file, lock, 'Action')) !== 'Include') return null
  const names = entryOf(file, lock, 'Fields')
  return Array.isArray(names) ? listOf(file, names).map((name) => textOf(name)) : null
}
