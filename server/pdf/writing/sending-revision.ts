import {
  nameOf,
  type PdfDict,
  type PdfRef,
  type PdfValue,
  withEntries,
} from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import type { DrawnWidget, SendingRevision } from '#server/usecases/sealing-ports.ts'
import { formXObject } from './drawing.ts'
import { recipientFieldName, senderFieldName, widgetFieldName } from './field-names.ts'
import { flattenFields } from './flatten-fields.ts'
import { FontsInUse } from './fonts.ts'
import { drawCheck, drawMark } from './mark.ts'
import { markFeet } from './page-footer.ts'
import { frameMatrix, pageRectangle, uprightMatrix } from './page-geometry.ts'
import { type Page, pageOf, pagesOf } from './page-tree.ts'
import { PageUpdates, type Sheets } from './page-update.ts'
import { array, dict, name, textString } from './pdf-syntax.ts'
import { openForUpdate, type Revision } from './revision.ts'
import {
  docMdpReference,
  fieldLock,
  PRINTED,
  signatureDictionary,
  signatureField,
} from './signature-field.ts'
import { prepareSignedUpload } from './signed-upload.ts'

const MULTILINE = 1 << 12
const PUSH_BUTTON = 1 << 16

/**
 * Makes the revision of the sending: everything that will ever be drawn, all fields and locks, and the sender's
 * certification signature (DocMDP P=2) with an empty placeholder. An upload that is signed already gets fields only.
 */
export async function prepareSending(sending: SendingRevision): Promise<Prepared> {
  const revision = await openForUpdate(sending.sourcePath)
  const pages = pagesOf(revision.file)
  const updates = new PageUpdates(revision, `Musubi${shortTag(sending.documentId)}x`)
  const sheets: Sheets = { revision, pages, updates, fonts: new FontsInUse(revision) }
  if (sending.signed) prepareSignedUpload(sheets, sending)
  else prepareUnsignedUpload(sheets, sending)
  updates.write()
  sheets.fonts.embed()
  return revision.finish(sending.targetPath)
}

function prepareUnsignedUpload(sheets: Sheets, sending: SendingRevision): void {
  const { revision, pages, updates, fonts } = sheets
  flattenFields(revision, pages, updates, fonts)
  markFeet(sheets, sending.documentId, sending.evaluation)
  for (const widget of sending.senderWidgets) {
    const content = drawMark(fonts, widget)
    if (content === '') continue
    const page = pageOf(pages, widget)
    const form = formXObject(revision, { content, w: widget.w, h: widget.h, fonts })
    updates.show(page, form, frameMatrix(page.geometry, widget))
  }
  const fields: PdfRef[] = []
  for (const recipient of sending.recipients) fields.push(...recipientFields(sheets, recipient))
  const signature = revision.addSignature(signatureDictionary(sending.signature, [docMdpReference(2)]))
  const page = pages[0] as Page
  const certification = signatureField({
    fieldName: senderFieldName(sending.documentId),
    page,
    label: '送信者',
    signature,
  })
  const certificationRef = revision.add(certification)
  updates.annotate(page, certificationRef)
  fields.push(certificationRef)
  writeCatalog(sheets, signature, dict({ Fields: array(fields), SigFlags: 3, ...textDefaults() }))
}

/** The recipient's fields, all empty, and the signature field whose lock names exactly them. */
function recipientFields(sheets: Sheets, recipient: SendingRevision['recipients'][number]): PdfRef[] {
  const { revision, pages, updates } = sheets
  const seal = recipient.widgets.find((widget) => widget.kind === 'seal')
  const others = recipient.widgets.filter((widget) => widget !== seal)
  const refs = others.map((widget) => {
    const page = pageOf(pages, widget)
    const ref = revision.add(emptyField(revision, page, widget))
    updates.annotate(page, ref)
    return ref
  })
  const fieldName = recipientFieldName(recipient.participantId)
  // The signature field locks itself too: its appearance may be a seal.
  const lock = revision.add(fieldLock([fieldName, ...others.map((one) => widgetFieldName(one.id))]))
  const page = seal ? pageOf(pages, seal) : (pages[0] as Page)
  const field = signatureField({
    fieldName,
    page,
    // A file that is cut back before their consent still says whose is missing.
    label: recipient.name ? `${recipient.name} 様の署名欄` : '署名',
    lock,
    ...(seal && {
      rectangle: pageRectangle(page.geometry, seal),
      appearance: emptyAppearance(revision, page, seal),
    }),
  })
  const ref = revision.add(field)
  updates.annotate(page, ref)
  return [...refs, ref]
}

function emptyField(revision: Revision, page: Page, widget: DrawnWidget): PdfDict {
  const common: Record<string, PdfValue> = {
    Type: name('Annot'),
    Subtype: name('Widget'),
    T: textString(widgetFieldName(widget.id)),
    Rect: array(pageRectangle(page.geometry, widget)),
    F: PRINTED,
    P: page.ref,
  }
  const empty = emptyAppearance(revision, page, widget)
  if (widget.kind === 'text') {
    const ap = dict({ N: empty })
    const appearance = `/Helv ${widget.fontSize ?? 0} Tf 0 g`
    return dict({
      ...common,
      TU: textString('入力欄'),
      FT: name('Tx'),
      Ff: MULTILINE,
      DA: textString(appearance),
      AP: ap,
    })
  }
  if (widget.kind === 'seal') {
    return dict({
      ...common,
      TU: textString('押印'),
      FT: name('Btn'),
      Ff: PUSH_BUTTON,
      AP: dict({ N: empty }),
    })
  }
  const matrix = uprightMatrix(page.geometry)
  const checked = formXObject(revision, { content: drawCheck(widget), w: widget.w, h: widget.h, matrix })
  const states = dict({ Yes: checked, Off: empty })
  const off = name('Off')
  return dict({
    ...common,
    TU: textString('チェック欄'),
    FT: name('Btn'),
    V: off,
    AS: off,
    AP: dict({ N: states }),
  })
}

function emptyAppearance(revision: Revision, page: Page, box: { w: number; h: number }): PdfRef {
  return formXObject(revision, { content: '', w: box.w, h: box.h, matrix: uprightMatrix(page.geometry) })
}

function writeCatalog({ revision }: Sheets, certification: PdfRef, form: PdfDict): void {
  const { file, root } = revision
  const catalog = catalogOf(file)
  const header = /%PDF-(\d\.\d)/.exec(file.bytes.toString('latin1', 0, 1024))?.[1] ?? '1.0'
  const said = nameOf(revision.resolve(catalog.entries.get('Version'))) ?? header
  const version = (said > header ? said : header) < '1.7' ? { Version: name('1.7') } : {}
  const additions = { AcroForm: revision.add(form), Perms: dict({ DocMDP: certification }), ...version }
  revision.put(root, withEntries(catalog, additions))
}

function textDefaults(): Record<string, PdfValue> {
  const helvetica = dict({
    Type: name('Font'),
    Subtype: name('Type1'),
    BaseFont: name('Helvetica'),
    Encoding: name('WinAnsiEncoding'),
  })
  return { DA: textString('/Helv 0 Tf 0 g'), DR: dict({ Font: dict({ Helv: helvetica }) }) }
}

function shortTag(documentId: string): string {
  return documentId.replace(/[^0-9A-Za-z]/g, '').slice(-10)
}
