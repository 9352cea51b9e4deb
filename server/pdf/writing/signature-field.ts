import type { PdfDict, PdfRef, PdfValue } from '#server/pdf/format/pdf-objects.ts'
import type { SignatureText } from '#server/usecases/sealing-ports.ts'
import type { Rectangle } from './page-geometry.ts'
import type { Page } from './page-tree.ts'
import { array, dateString, dict, name, textString } from './pdf-syntax.ts'
import { signaturePlaceholder } from './revision.ts'

/** Annotation flags (ISO 32000-2, table 167): shown in print; and locked against being moved. */
export const PRINTED = 4
const PRINTED_AND_LOCKED = 132

/** A signature field, still empty. Without a rectangle it is invisible. `lock` names the fields that its signature locks. */
export function signatureField(field: {
  fieldName: string
  page: Page
  rectangle?: Rectangle
  appearance?: PdfRef
  lock?: PdfRef | undefined
  label: string
  /** The signature dictionary, where it is signed at once. */
  signature?: PdfRef | undefined
}): PdfDict {
  return dict({
    Type: name('Annot'),
    Subtype: name('Widget'),
    FT: name('Sig'),
    T: textString(field.fieldName),
    TU: textString(field.label),
    Rect: array(field.rectangle ?? [0, 0, 0, 0]),
    F: PRINTED_AND_LOCKED,
    P: field.page.ref,
    AP: field.appearance ? dict({ N: field.appearance }) : undefined,
    Lock: field.lock,
    V: field.signature,
  })
}

/** The lock that a signature puts on fields (ISO 32000-2, table 236). */
export function fieldLock(fieldNames: string[]): PdfDict {
  return dict({
    Type: name('SigFieldLock'),
    Action: name('Include'),
    Fields: array(fieldNames.map(textString)),
  })
}

/** A signature dictionary with its placeholder (ISO 32000-2, table 255; EN 319 142-1). `/M` carries the time: the CMS must not. */
export function signatureDictionary(text: SignatureText, references: PdfDict[]): PdfDict {
  return dict({
    Type: name('Sig'),
    Filter: name('Adobe.PPKLite'),
    SubFilter: name('ETSI.CAdES.detached'),
    ...signaturePlaceholder(),
    Name: textString(text.name),
    Reason: textString(text.reason),
    ContactInfo: textString(text.contactInfo),
    M: dateString(text.at),
    Reference: references.length > 0 ? array(references) : undefined,
  })
}

/** DocMDP (12.8.2.2): 1 allows no change, 2 allows filling in and signing. */
export function docMdpReference(permission: 1 | 2): PdfDict {
  return transform('DocMDP', { P: permission })
}

/** FieldMDP (12.8.2.4): what the lock of a field asks its signature to carry. `data` is the catalog. */
export function fieldMdpReference(lock: PdfDict, data: PdfRef): PdfDict {
  const { entries } = lock
  return transform('FieldMDP', { Action: entries.get('Action'), Fields: entries.get('Fields') }, data)
}

/** Marks a field as no longer to be filled. */
export function readOnly(flags: number): number {
  return flags | 1
}

function transform(method: string, parameters: Record<string, PdfValue | undefined>, data?: PdfRef): PdfDict {
  return dict({
    Type: name('SigRef'),
    TransformMethod: name(method),
    TransformParams: dict({ Type: name('TransformParams'), V: name('1.2'), ...parameters }),
    Data: data,
  })
}
