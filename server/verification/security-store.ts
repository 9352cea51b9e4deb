import { createHash } from 'node:crypto'
import { spendHashed } from '#server/pdf/format/decode-stream.ts'
import { dataOf, entryOf, type PdfFile, rawListOf, resolve } from '#server/pdf/format/pdf-file.ts'
import { isDict, isRef, isStream, type PdfDict, type PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import { type Certificate, parseCertificate } from './certificates.ts'
import { MalformedAsn1 } from './der.ts'
import { type Evidence, readEvidence } from './revocation-proof.ts'

/**
 * The document security store (ISO 32000-2 §12.8.4.3, EN 319 142-1 §5.4.2): certificates, lists and answers that prove
 * what the signatures rest on. `vri`: the keys of its VRI dictionary. `unreadable`: what stands there and is none of these.
 */
export type SecurityStore = {
  certificates: Certificate[]
  evidence: Evidence[]
  vri: string[]
  unreadable: string[]
}

const kinds = [
  ['Certs', 'Cert'],
  ['CRLs', 'CRL'],
  ['OCSPs', 'OCSP'],
] as const
/** Streams and signatures beyond these are not read; nobody has so many. */
const mostStreams = 500
const mostKeys = 200

/** The DSS dictionary of the catalog; null where there is none. */
export function storeDictionaryOf(file: PdfFile): PdfDict | null {
  const store = entryOf(file, catalogOf(file), 'DSS')
  return isDict(store) ? store : null
}

/** Reads the store; null where the file has none. */
export function securityStoreOf(file: PdfFile): SecurityStore | null {
  const store = storeDictionaryOf(file)
  if (store === null) return null
  const found: SecurityStore = { certificates: [], evidence: [], vri: keysOf(file, store), unreadable: [] }
  for (const [list, kind] of kinds) {
    for (const der of streamsIn(file, store.entries.get(list))) {
      if (der === null) found.unreadable.push(kind)
      else if (kind === 'Cert') readCertificate(der, found)
      else addEvidence(kind === 'CRL' ? 'crl' : 'ocsp', der, found)
    }
  }
  return found
}

function readCertificate(der: Uint8Array, found: SecurityStore): void {
  try {
    found.certificates.push(parseCertificate(der))
  } catch (error) {
    if (!(error instanceof MalformedAsn1)) throw error
    found.unreadable.push('Cert')
  }
}

function addEvidence(kind: Evidence['kind'], der: Uint8Array, found: SecurityStore): void {
  const evidence = readEvidence(kind, der)
  if (evidence === null) found.unreadable.push(kind === 'crl' ? 'CRL' : 'OCSP')
  else found.evidence.push(evidence)
}

function streamsIn(file: PdfFile, list: PdfValue | undefined): (Uint8Array | null)[] {
  return rawListOf(file, resolve(file, list))
    .slice(0, mostStreams)
    .map((item) => {
      const stream = resolve(file, item)
      return isStream(stream) ? dataOf(file, stream) : null
    })
}

function keysOf(file: PdfFile, store: PdfDict): string[] {
  const vri = entryOf(file, store, 'VRI')
  return isDict(vri) ? [...vri.entries.keys()].slice(0, mostKeys) : []
}

/**
 * The name under which VRI speaks of a signature: the SHA-1 of its `/Contents` as it stands there, padding and all, in
 * upper-case hexadecimal digits (ISO 32000-2, table 262).
 */
export function storeKeyOf(file: PdfFile, contents: Uint8Array): string {
  spendHashed(file.budget, contents.length)
  return createHash('sha1').update(contents).digest('hex').toUpperCase()
}

/** Numbers of the objects that belong to the store and to nothing else's business. */
export function storeObjectsOf(file: PdfFile): Set<number> {
  const numbers = new Set<number>()
  const note = (value: PdfValue | undefined): PdfValue => {
    if (isRef(value)) numbers.add(value.number)
    return resolve(file, value)
  }
  const noteList = (value: PdfValue | undefined) => {
    for (const item of rawListOf(file, note(value)).slice(0, mostStreams)) note(item)
  }
  const store = note(catalogOf(file).entries.get('DSS'))
  if (!isDict(store)) return numbers
  for (const [list] of kinds) noteList(store.entries.get(list))
  const vri = note(store.entries.get('VRI'))
  for (const each of isDict(vri) ? [...vri.entries.values()].slice(0, mostKeys) : []) {
    const entry = note(each)
    if (isDict(entry)) for (const [, kind] of kinds) noteList(entry.entries.get(kind))
  }
  return numbers
}
