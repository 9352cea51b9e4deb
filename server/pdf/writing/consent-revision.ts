import {
  isRef,
  isString,
  nameOf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
  textOf,
  withEntries,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import type { ConsentRevision, DrawnWidget } from '#server/usecases/sealing-ports.ts'
import { formXObject } from './drawing.ts'
import { recipientFieldName, widgetFieldName } from './field-names.ts'
import { FontsInUse } from './fonts.ts'
import { drawMark } from './mark.ts'
import { uprightMatrix } from './page-geometry.ts'
import { pageOf, pagesOf } from './page-tree.ts'
import { dict, name, textString } from './pdf-syntax.ts'
import { openForUpdate, type Revision } from './revision.ts'
import { fieldMdpReference, readOnly, signatureDictionary } from './signature-field.ts'

type Fields = Map<string, { ref: PdfRef; field: PdfDict }>

/**
 * Makes the revision of one consent: that recipient's fields get new appearances and become read-only, and the
 * recipient's signature field gets its signature with an empty placeholder, in one update. Earlier bytes are not touched.
 */
export async function prepareConsent(consent: ConsentRevision): Promise<Prepared> {
  const revision = await openForUpdate(consent.sourcePath)
  const pages = pagesOf(revision.file)
  const fonts = new FontsInUse(revision)
  const fields = fieldsByName(revision)
  const own = fields.get(recipientFieldName(consent.participantId))
  if (!own) throw new Error('the recipient has no field in this file')
  if (own.field.entries.has('V')) throw new Error('the recipient has signed this file already')
  const shownBySignature: Record<string, PdfValue> = {}
  const appearance = (widget: DrawnWidget): PdfRef => {
    const matrix = uprightMatrix(pageOf(pages, widget).geometry)
    const content = drawMark(fonts, widget)
    return formXObject(revision, { content, w: widget.w, h: widget.h, matrix, fonts })
  }
  const lock = revision.dictionary(own.field.entries.get('Lock'))
  // The lock names this recipient's fields; an upload that came signed may have others of the same names.
  const locked = new Set((revision.list(lock?.entries.get('Fields')) ?? []).map((item) => textOf(item)))
  const shown: { ref: PdfRef; field: PdfDict }[] = []
  let drawnOnSignature = !own.field.entries.has('AP')
  for (const widget of consent.widgets) {
    const fieldName = widgetFieldName(widget.id)
    const target = locked.has(fieldName) ? fields.get(fieldName) : undefined
    if (!target) {
      if (drawnOnSignature) throw new Error(`no field for widget ${widget.id}`)
      drawnOnSignature = true
      shownBySignature.AP = dict({ N: appearance(widget) })
    } else if (typeOf(target.field) === 'Sig') {
      const AP = dict({ N: appearance(widget) })
      shown.push({ ref: target.ref, field: withEntries(target.field, { AP }) })
    } else revision.put(target.ref, filled(target.field, widget, appearance))
  }
  if (lock) freezeRest(revision, fields, lock, consent.widgets)
  const references = lock ? [fieldMdpReference(lock, revision.root)] : []
  const signature = revision.addSignature(signatureDictionary(consent.signature, references))
  revision.put(own.ref, withEntries(own.field, { ...shownBySignature, V: signature }))
  // On a file that came signed, each further widget is a signature field that shows its mark, with this same signature.
  for (const { ref, field } of shown) revision.put(ref, withEntries(field, { V: signature }))
  fonts.embed()
  return revision.finish(consent.targetPath)
}

function filled(field: PdfDict, widget: DrawnWidget, appearance: (widget: DrawnWidget) => PdfRef): PdfDict {
  const Ff = readOnly(flagsOf(field))
  if (widget.kind === 'checkbox') {
    const state = name(widget.value === '1' ? 'Yes' : 'Off')
    return withEntries(field, { Ff, V: state, AS: state })
  }
  const AP = dict({ N: appearance(widget) })
  return withEntries(field, widget.kind === 'text' ? { Ff, AP, V: textString(widget.value) } : { Ff, AP })
}

/** Fields that the lock names and that nothing was put into: they stay empty, and nobody fills them later. */
function freezeRest(revision: Revision, fields: Fields, lock: PdfDict, widgets: DrawnWidget[]): void {
  const done = new Set(widgets.map((widget) => widgetFieldName(widget.id)))
  for (const item of revision.list(lock.entries.get('Fields')) ?? []) {
    const fieldName = textOf(item)
    const target = fields.get(fieldName)
    if (!target || done.has(fieldName)) continue
    revision.put(target.ref, withEntries(target.field, { Ff: readOnly(flagsOf(target.field)) }))
  }
}

function fieldsByName(revision: Revision): Fields {
  const fields: Fields = new Map()
  const form = revision.dictionary(catalogOf(revision.file).entries.get('AcroForm'))
  for (const item of revision.list(form?.entries.get('Fields')) ?? []) {
    const field = revision.dictionary(item)
    const title = revision.resolve(field?.entries.get('T'))
    if (isRef(item) && field && isString(title)) {
      fields.set(textOf(title), { ref: item, field })
    }
  }
  return fields
}

function flagsOf(field: PdfDict): number {
  const flags = field.entries.get('Ff')
  return typeof flags === 'number' ? flags : 0
}

function typeOf(field: PdfDict): string {
  return nameOf(field.entries.get('FT')) ?? ''
}
