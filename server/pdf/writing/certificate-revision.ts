import { withEntries } from '#server/pdf/format/pdf-objects.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import type { CertificateRevision } from '#server/usecases/sealing-ports.ts'
import { layCertificate } from './certificate-file.ts'
import { A4 } from './certificate-sheet.ts'
import { certificateFieldName } from './field-names.ts'
import { geometryOf, type PageGeometry } from './page-geometry.ts'
import { array, dict } from './pdf-syntax.ts'
import { Revision } from './revision.ts'
import { docMdpReference, signatureDictionary, signatureField } from './signature-field.ts'

/**
 * Makes the certificate of agreement, a new PDF whose certification signature (no changes) has an empty placeholder: tagged,
 * PDF/A-3, with what it says as `evidence.json` and further files attached.
 */
export async function prepareCertificate(certificate: CertificateRevision): Promise<Prepared> {
  const { evidence, attached, signature: text } = certificate
  const revision = new Revision(null)
  const { first, close } = layCertificate(revision, { evidence, attached, extract: null, at: text.at })
  const signature = revision.addSignature(signatureDictionary(text, [docMdpReference(1)]))
  const field = revision.add(
    signatureField({
      fieldName: certificateFieldName(evidence.document.id),
      page: { ...first, inherited: new Map(), geometry: A4_GEOMETRY },
      label: { ja: '立会人の署名', en: 'Signature of the witness' }[evidence.language],
      signature,
    }),
  )
  revision.put(first.ref, withEntries(first.dict, { Annots: [field] }))
  const file = close({
    AcroForm: dict({ Fields: array([field]), SigFlags: 3 }),
    Perms: dict({ DocMDP: signature }),
  })
  return revision.finish(certificate.targetPath, file)
}

const A4_GEOMETRY = geometryOf({
  mediaBox: [0, 0, A4.width, A4.height],
  cropBox: null,
  rotate: 0,
  userUnit: 1,
}) as PageGeometry
