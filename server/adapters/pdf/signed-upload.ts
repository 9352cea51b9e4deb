import { PdfArray, type PdfDict, PdfNumber, PdfRef } from '@libpdf/core'
import type { PressWidget, SendingRevision } from '../../usecases/sealing-ports.ts'
import { formXObject } from './drawing.ts'
import { recipientFieldName, senderFieldName, widgetFieldName } from './field-names.ts'
import { drawMark } from './mark.ts'
import { pageRectangle, uprightMatrix } from './page-geometry.ts'
import { type Page, pageOf } from './page-tree.ts'
import type { Sheets } from './page-update.ts'
import { copyOf, dict } from './pdf-syntax.ts'
import { fieldLock, signatureDictionary, signatureField } from './signature-field.ts'

/**
 * A file that carries signatures already: they stay valid, so nothing is added to its pages (no foot id, the certificate
 * carries it) and nothing that is not a signature field. The first widget of a person is the field of that person's
 * signature, each further one a signature field of its own that shows its mark with that same signature. The sender signs as an approval: a
 * certification signature must be the first of a file.
 */
export function prepareSignedUpload(sheets: Sheets, sending: SendingRevision): void {
  const { revision } = sheets
  const fields: PdfRef[] = []
  for (const { participantId, widgets } of sending.recipients) {
    fields.push(...personFields(sheets, recipientFieldName(participantId), widgets, false).all)
  }
  const signature = revision.addSignature(signatureDictionary(sending.signature, []))
  const sender = personFields(sheets, senderFieldName(sending.documentId), sending.senderWidgets, true)
  for (const field of sender.fields) field.set('V', signature)
  addToForm(sheets, [...fields, ...sender.all])
}

function personFields(
  { revision, pages, updates, fonts }: Sheets,
  fieldName: string,
  widgets: PressWidget[],
  filled: boolean,
): { all: PdfRef[]; fields: PdfDict[] } {
  const [, ...further] = widgets
  const lock = revision.add(fieldLock([fieldName, ...further.map((widget) => widgetFieldName(widget.id))]))
  const places: (PressWidget | null)[] = widgets.length > 0 ? widgets : [null]
  const made = places.map((widget, index) => {
    const page = widget ? pageOf(pages, widget) : (pages[0] as Page)
    const label = '署名'
    if (!widget) return { page, field: signatureField({ fieldName, page, label, lock }) }
    const content = filled ? drawMark(fonts, widget) : ''
    const matrix = uprightMatrix(page.geometry)
    const appearance = formXObject(revision, { content, w: widget.w, h: widget.h, matrix, fonts })
    const rectangle = pageRectangle(page.geometry, widget)
    const ownName = index === 0 ? fieldName : widgetFieldName(widget.id)
    const ownLock = index === 0 ? lock : undefined
    const field = signatureField({ fieldName: ownName, page, label, rectangle, appearance, lock: ownLock })
    return { page, field }
  })
  const all = made.map(({ page, field }) => {
    const ref = revision.add(field)
    updates.annotate(page, ref)
    return ref
  })
  return { all, fields: made.map(({ field }) => field) }
}

/** Appends to the form that is there, at the object that holds it, so that nothing else of the file changes. */
function addToForm({ revision }: Sheets, fields: PdfRef[]): void {
  const catalog = revision.pdf.getCatalog()
  const given = catalog.get('AcroForm')
  const before = revision.dictionary(given)
  const form = before ? copyOf(before) : dict({})
  const listRef = form.get('Fields')
  const list = new PdfArray([...(revision.list(listRef) ?? []), ...fields])
  if (listRef instanceof PdfRef && before) revision.put(listRef, list)
  else form.set('Fields', list)
  const flags = revision.resolve(form.get('SigFlags'))
  form.set('SigFlags', new PdfNumber((flags instanceof PdfNumber ? flags.value : 0) | 3))
  if (given instanceof PdfRef && before) {
    revision.put(given, form)
    return
  }
  const rootRef = revision.pdf.context.info.trailer.getRef('Root')
  if (!rootRef) throw new Error('no catalog')
  const copy = copyOf(catalog)
  copy.set('AcroForm', revision.add(form))
  revision.put(rootRef, copy)
}
