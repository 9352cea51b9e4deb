import { isRef, type PdfDict, type PdfRef, withEntries } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { DrawnWidget, SendingRevision } from '#server/usecases/sealing-ports.ts'
import { formXObject } from './drawing.ts'
import { recipientFieldName, senderFieldName, widgetFieldName } from './field-names.ts'
import { lockableFieldNames } from './lockable-field-names.ts'
import { drawMark } from './mark.ts'
import { pageRectangle, uprightMatrix } from './page-geometry.ts'
import { type Page, pageOf } from './page-tree.ts'
import type { Sheets } from './page-update.ts'
import { dict } from './pdf-syntax.ts'
import { fieldLock, fieldMdpReference, signatureDictionary, signatureField } from './signature-field.ts'

/**
 * A file that carries signatures already: they stay valid, so nothing is added to its pages (no foot id, the certificate
 * carries it) and nothing that is not a signature field. The first widget of a person is the field of that person's
 * signature, each further one a signature field of its own that shows its mark with that same signature. The sender signs
 * as an approval (a certification signature must be the first of a file) and locks the upload's
 * open fields: flattening them would break the signatures that are there, and they could be filled after the conclusion.
 */
export function prepareSignedUpload(sheets: Sheets, sending: SendingRevision): void {
  const { revision } = sheets
  const fields: PdfRef[] = []
  for (const { participantId, widgets } of sending.recipients) {
    const fieldName = recipientFieldName(participantId)
    fields.push(
      ...personFields(sheets, { fieldName, widgets, lock: lockOf(fieldName, widgets), signature: null }),
    )
  }
  const fieldName = senderFieldName(sending.documentId)
  const lock = lockOf(fieldName, sending.senderWidgets, lockableFieldNames(revision))
  const references = [fieldMdpReference(lock, revision.root)]
  const signature = revision.addSignature(signatureDictionary(sending.signature, references))
  const sender = { fieldName, widgets: sending.senderWidgets, lock, signature }
  addToForm(sheets, [...fields, ...personFields(sheets, sender)])
}

function lockOf(fieldName: string, widgets: DrawnWidget[], brought: string[] = []): PdfDict {
  const [, ...further] = widgets
  return fieldLock([fieldName, ...further.map((widget) => widgetFieldName(widget.id)), ...brought])
}

type Person = {
  fieldName: string
  widgets: DrawnWidget[]
  lock: PdfDict
  /** The sender's, whose marks are drawn at once. */
  signature: PdfRef | null
}

function personFields({ revision, pages, updates, fonts }: Sheets, person: Person): PdfRef[] {
  const { fieldName, widgets, signature: given } = person
  const lock = revision.add(person.lock)
  const places: (DrawnWidget | null)[] = widgets.length > 0 ? widgets : [null]
  return places.map((widget, index) => {
    const page = widget ? pageOf(pages, widget) : (pages[0] as Page)
    const label = '署名'
    const common = { page, label, signature: given ?? undefined }
    const shown = widget && {
      fieldName: index === 0 ? fieldName : widgetFieldName(widget.id),
      lock: index === 0 ? lock : undefined,
      rectangle: pageRectangle(page.geometry, widget),
      appearance: formXObject(revision, {
        content: given ? drawMark(fonts, widget) : '',
        w: widget.w,
        h: widget.h,
        matrix: uprightMatrix(page.geometry),
        fonts,
      }),
    }
    const ref = revision.add(signatureField({ ...common, ...(shown ?? { fieldName, lock }) }))
    updates.annotate(page, ref)
    return ref
  })
}

/** Appends to the form that is there, at the object that holds it, so that nothing else of the file changes. */
function addToForm({ revision }: Sheets, fields: PdfRef[]): void {
  const catalog = catalogOf(revision.file)
  const given = catalog.entries.get('AcroForm')
  const before = revision.dictionary(given) ?? dict({})
  const listed = before.entries.get('Fields')
  const list = [...(revision.list(listed) ?? []), ...fields]
  if (isRef(listed)) revision.put(listed, list)
  const flags = revision.resolve(before.entries.get('SigFlags'))
  const form = withEntries(before, {
    Fields: isRef(listed) ? listed : list,
    SigFlags: (typeof flags === 'number' ? flags : 0) | 3,
  })
  if (isRef(given) && revision.dictionary(given)) revision.put(given, form)
  else revision.put(revision.root, withEntries(catalog, { AcroForm: revision.add(form) }))
}
