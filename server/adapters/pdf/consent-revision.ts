import { type PdfDict, PdfName, PdfNumber, PdfRef, PdfString } from '@libpdf/core'
import type { ConsentRevision, Prepared, PressWidget } from '../../usecases/sealing-ports.ts'
import { formXObject } from './drawing.ts'
import { recipientFieldName, widgetFieldName } from './field-names.ts'
import { FontsInUse } from './fonts.ts'
import { drawMark } from './mark.ts'
import { uprightMatrix } from './page-geometry.ts'
import { pageOf, pagesOf } from './page-tree.ts'
import { copyOf, dict, name, textString } from './pdf-syntax.ts'
import { openForUpdate, type Revision } from './revision.ts'
import { fieldMdpReference, readOnly, signatureDictionary } from './signature-field.ts'

type Fields = Map<string, { ref: PdfRef; field: PdfDict }>

/**
 * Makes the revision of one consent: that recipient's fields get new appearances and become read-only, and the
 * recipient's signature field gets its signature with an empty placeholder, in one update. Earlier bytes are not touched.
 */
export async function prepareConsent(consent: ConsentRevision): Promise<Prepared> {
  const revision = await openForUpdate(consent.sourcePath)
  const { pages } = pagesOf(revision.pdf)
  if (!pages) throw new Error('the page tree is broken')
  const fonts = new FontsInUse(revision)
  const fields = fieldsByName(revision)
  const own = fields.get(recipientFieldName(consent.participantId))
  if (!own) throw new Error('the recipient has no field in this file')
  if (own.field.has('V')) throw new Error('the recipient has signed this file already')
  const signing = copyOf(own.field)
  const appearance = (widget: PressWidget): PdfRef => {
    const matrix = uprightMatrix(pageOf(pages, widget).geometry)
    const content = drawMark(fonts, widget)
    return formXObject(revision, { content, w: widget.w, h: widget.h, matrix, fonts })
  }
  const shown: { ref: PdfRef; field: PdfDict }[] = []
  let drawnOnSignature = !own.field.has('AP')
  for (const widget of consent.widgets) {
    const target = fields.get(widgetFieldName(widget.id))
    if (!target) {
      if (drawnOnSignature) throw new Error(`no field for widget ${widget.id}`)
      drawnOnSignature = true
      signing.set('AP', dict({ N: appearance(widget) }))
    } else if (typeOf(target.field) === 'Sig') {
      const copy = copyOf(target.field)
      copy.set('AP', dict({ N: appearance(widget) }))
      shown.push({ ref: target.ref, field: copy })
    } else revision.put(target.ref, filled(target.field, widget, appearance))
  }
  const lock = revision.dictionary(signing.get('Lock'))
  if (lock) freezeRest(revision, fields, lock, consent.widgets)
  const rootRef = revision.pdf.context.info.trailer.getRef('Root')
  const references = lock && rootRef ? [fieldMdpReference(lock, rootRef)] : []
  const signature = revision.addSignature(signatureDictionary(consent.signature, references))
  signing.set('V', signature)
  revision.put(own.ref, signing)
  // On a file that came signed, each further widget is a signature field that shows its mark, with this same signature.
  for (const { ref, field } of shown) {
    field.set('V', signature)
    revision.put(ref, field)
  }
  fonts.embed()
  return revision.finish(consent.targetPath)
}

function filled(field: PdfDict, widget: PressWidget, appearance: (widget: PressWidget) => PdfRef): PdfDict {
  const copy = copyOf(field)
  copy.set('Ff', new PdfNumber(readOnly(flagsOf(field))))
  if (widget.kind === 'checkbox') {
    const state = name(widget.value === '1' ? 'Yes' : 'Off')
    copy.set('V', state)
    copy.set('AS', state)
    return copy
  }
  copy.set('AP', dict({ N: appearance(widget) }))
  if (widget.kind === 'text') copy.set('V', textString(widget.value))
  return copy
}

/** Fields that the lock names and that nothing was put into: they stay empty, and nobody fills them later. */
function freezeRest(revision: Revision, fields: Fields, lock: PdfDict, widgets: PressWidget[]): void {
  const done = new Set(widgets.map((widget) => widgetFieldName(widget.id)))
  for (const item of revision.list(lock.get('Fields')) ?? []) {
    const fieldName = item instanceof PdfString ? item.asString() : ''
    const target = fields.get(fieldName)
    if (!target || done.has(fieldName)) continue
    const copy = copyOf(target.field)
    copy.set('Ff', new PdfNumber(readOnly(flagsOf(target.field))))
    revision.put(target.ref, copy)
  }
}

function fieldsByName(revision: Revision): Fields {
  const fields: Fields = new Map()
  const form = revision.dictionary(revision.pdf.getCatalog().get('AcroForm'))
  for (const item of revision.list(form?.get('Fields')) ?? []) {
    const field = revision.dictionary(item)
    const title = revision.resolve(field?.get('T'))
    if (item instanceof PdfRef && field && title instanceof PdfString) {
      fields.set(title.asString(), { ref: item, field })
    }
  }
  return fields
}

function flagsOf(field: PdfDict): number {
  const flags = field.get('Ff')
  return flags instanceof PdfNumber ? flags.value : 0
}

function typeOf(field: PdfDict): string {
  const type = field.get('FT')
  return type instanceof PdfName ? type.value : ''
}
