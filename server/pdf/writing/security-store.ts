import { dataOf, rawListOf } from '#server/pdf/format/pdf-file.ts'
import {
  isDict,
  isRef,
  isStream,
  nameOf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
  withEntries,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { ValidationData } from '#server/usecases/archive-ports.ts'
import { array, dict, name, stream } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'

/** Each kind of the store: its list, and its name in the entries of VRI (ISO 32000-2, tables 261 and 262). */
const kinds = [
  ['certificates', 'Certs', 'Cert'],
  ['crls', 'CRLs', 'CRL'],
  ['ocsps', 'OCSPs', 'OCSP'],
] as const

/**
 * Adds validation data to the document security store: what it holds already is named again and not written again, so that
 * a renewal adds what is new. Only the catalog, and of the store its dictionary, are rewritten.
 */
export function addToStore(revision: Revision, data: ValidationData): void {
  const { file, root } = revision
  const catalog = catalogOf(file)
  const given = catalog.entries.get('DSS')
  const former = revision.dictionary(given)
  const lists = new Map(kinds.map(([kind, list]) => [kind, listed(revision, former, list, data[kind])]))
  const vri = revision.dictionary(former?.entries.get('VRI')) ?? dict({})
  const entries = data.signatures.map((each): [string, PdfValue] => {
    const named = kinds.map(([kind, , entry]): [string, PdfValue | undefined] => {
      const refs = each[kind].flatMap((index) => lists.get(kind)?.places[index] ?? [])
      return [entry, refs.length > 0 ? array(refs) : undefined]
    })
    return [each.key, dict(Object.fromEntries(named))]
  })
  const changes = Object.fromEntries(
    kinds.map(([kind, list]): [string, PdfValue | undefined] => {
      const all = lists.get(kind)?.all ?? []
      return [list, all.length > 0 ? array(all) : undefined]
    }),
  )
  const store = withEntries(former ?? dict({ Type: name('DSS') }), {
    ...changes,
    VRI:
      entries.length > 0 || vri.entries.size > 0 ? withEntries(vri, Object.fromEntries(entries)) : undefined,
  })
  if (isRef(given) && former !== null) revision.put(given, store)
  else revision.put(root, withEntries(catalog, { DSS: revision.add(store), ...extended(revision, catalog) }))
}

/** Where each wanted piece lies, and all that the list names afterwards. */
function listed(revision: Revision, former: PdfDict | null, list: string, wanted: Uint8Array[]) {
  const { file } = revision
  const all = rawListOf(file, revision.resolve(former?.entries.get(list))).filter(isRef)
  const known = new Map<string, PdfRef>()
  for (const ref of all) {
    const found = revision.resolve(ref)
    if (isStream(found)) known.set(dataOf(file, found).toString('latin1'), ref)
  }
  const places = wanted.map((der) => {
    const bytes = Buffer.from(der).toString('latin1')
    const before = known.get(bytes)
    if (before !== undefined) return before
    const ref = revision.add(stream({}, der))
    known.set(bytes, ref)
    all.push(ref)
    return ref
  })
  return { all, places }
}

/** A file before PDF 2.0 says that it uses what ETSI added to 1.7 (EN 319 142-1 §5.4.1). */
function extended(revision: Revision, catalog: PdfDict): Record<string, PdfValue> {
  if (nameOf(revision.resolve(catalog.entries.get('Version'))) === '2.0') return {}
  const extensions = revision.dictionary(catalog.entries.get('Extensions')) ?? dict({})
  if (isDict(revision.resolve(extensions.entries.get('ESIC')))) return {}
  const ESIC = dict({ BaseVersion: name('1.7'), ExtensionLevel: 1 })
  return { Extensions: withEntries(extensions, { ESIC }) }
}
