import { entryOf, inheritedOf, listOf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { dictOf, isDict, isStream, nameOf, type PdfDict, textOf } from '#server/pdf/format/pdf-objects.ts'
import { pagesOf } from '#server/pdf/format/pdf-pages.ts'
import { formFieldsOf, signedFieldsOf } from './signature-fields.ts'

/** A field that anyone may still fill in or sign. `lockable`: a later signature can lock it (ISO 32000-2, table 236). */
export type OpenField = { name: string; lockable: boolean }

const READ_ONLY = 1
const PUSH_BUTTON = 1 << 16
const FILLABLE = new Set(['Tx', 'Ch', 'Btn'])

/**
 * The fields of a file that are neither read-only nor signed nor locked by a signature that it carries, with widgets on
 * its pages that belong to no field of the form.
 */
export function openFieldsOf(file: PdfFile): OpenField[] {
  const fields = formFieldsOf(file)
  const lockedAlready = locksOf(file)
  const known = new Set<PdfDict>()
  const open: OpenField[] = []
  for (const { name, dict, type } of fields) {
    known.add(dict)
    const kids = listOf(file, entryOf(file, dict, 'Kids')).filter(isDict)
    for (const kid of kids) known.add(kid)
    if (!isOpen(file, dict, type) || lockedAlready(name)) continue
    const drawn = [dict, ...kids].some((widget) => hasStream(file, widget))
    open.push({ name, lockable: name !== '' && isReadAlike(name) && !drawn })
  }
  for (const page of pagesOf(file)) {
    for (const item of listOf(file, entryOf(file, page.dict, 'Annots'))) {
      const strays = dictOf(item)
      if (!strays || known.has(strays) || nameOf(entryOf(file, strays, 'Subtype')) !== 'Widget') continue
      known.add(strays)
      if (isOpen(file, strays)) open.push({ name: '', lockable: false })
    }
  }
  return open
}

/** In these places PDFDocEncoding and Latin-1 have different characters, so that a lock could miss the field. */
function isReadAlike(name: string): boolean {
  return [...name].every((character) => {
    const code = character.codePointAt(0) ?? 0
    return !((code >= 0x18 && code < 0x20) || (code >= 0x80 && code <= 0xa0))
  })
}

/** Whether a signature that is there locks the field of this name (ISO 32000-2 §12.8.2.4). */
export function locksOf(file: PdfFile): (name: string) => boolean {
  const locks = signedFieldsOf(file).flatMap(({ signature }) =>
    listOf(file, entryOf(file, signature, 'Reference'))
      .filter(isDict)
      .filter((reference) => nameOf(entryOf(file, reference, 'TransformMethod')) === 'FieldMDP')
      .map((reference) => dictOf(entryOf(file, reference, 'TransformParams')))
      .filter((parameters) => parameters !== null)
      .map((parameters) => ({
        action: nameOf(entryOf(file, parameters, 'Action')),
        names: new Set(listOf(file, entryOf(file, parameters, 'Fields')).map((name) => textOf(name))),
      })),
  )
  const all = locks.some(({ action }) => action === 'All')
  const including = locks.filter(({ action }) => action === 'Include').map(({ names }) => names)
  const excluding = locks.filter(({ action }) => action === 'Exclude').map(({ names }) => names)
  // As many fields as locks may be asked about, so all locks become one.
  const included = new Set(including.flatMap((names) => [...names]))
  const excluded = excluding.reduce<Set<string> | null>(
    (common, names) => (common === null ? names : new Set([...names].filter((name) => common.has(name)))),
    null,
  )
  return (name) => all || included.has(name) || (excluded !== null && !excluded.has(name))
}

function hasStream(file: PdfFile, widget: PdfDict): boolean {
  const appearances = [...(dictOf(entryOf(file, widget, 'AP'))?.entries.values() ?? [])]
  return listOf(file, appearances).some(isStream)
}

function isOpen(file: PdfFile, field: PdfDict, given?: string): boolean {
  const type = given ?? nameOf(inheritedOf(file, field, 'FT')) ?? ''
  if (type === 'Sig') return !isDict(inheritedOf(file, field, 'V'))
  const flags = inheritedOf(file, field, 'Ff')
  const set = typeof flags === 'number' ? flags : 0
  return FILLABLE.has(type) && !(set & READ_ONLY) && !(type === 'Btn' && set & PUSH_BUTTON)
}
