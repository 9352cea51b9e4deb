import { withEntries } from '#server/pdf/format/pdf-objects.ts'
import type { CertificateRevision, Prepared } from '#server/usecases/sealing-ports.ts'
import { fixedLetters, setCertificate } from './certificate-page.ts'
import { A4 } from './certificate-sheet.ts'
import { certificateFieldName } from './field-names.ts'
import { FontsInUse, printable } from './fonts.ts'
import { geometryOf, type PageGeometry } from './page-geometry.ts'
import { array, dateString, dict, name, stream, textString } from './pdf-syntax.ts'
import { Revision } from './revision.ts'
import { docMdpReference, signatureDictionary, signatureField } from './signature-field.ts'

/** Makes the certificate of agreement, a new PDF whose certification signature (no changes) has an empty placeholder. */
export async function prepareCertificate(certificate: CertificateRevision): Promise<Prepared> {
  const revision = new Revision(null)
  const fonts = new FontsInUse(revision, fixedLetters)
  const contents = setCertificate(fonts, certificate)
  const tree = revision.allocate()
  const resources = revision.add(dict({ Font: dict(fonts.resources()) }))
  const mediaBox = array([0, 0, A4.width, A4.height])
  const pages = contents.map((content) => {
    const page = dict({
      Type: name('Page'),
      Parent: tree,
      MediaBox: mediaBox,
      Resources: resources,
      Contents: revision.add(stream({}, Buffer.from(content, 'latin1'))),
    })
    return { ref: revision.add(page), dict: page }
  })
  const [first] = pages
  if (!first) throw new Error('the certificate has no page')
  const kids = pages.map(({ ref }) => ref)
  revision.put(tree, dict({ Type: name('Pages'), Kids: array(kids), Count: kids.length }))

  const signature = revision.addSignature(signatureDictionary(certificate.signature, [docMdpReference(1)]))
  const field = signatureField({
    fieldName: certificateFieldName(certificate.documentId),
    page: { ...first, inherited: new Map(), geometry: A4_GEOMETRY },
    label: '立会人の署名',
    signature,
  })
  const fieldRef = revision.add(field)
  revision.put(first.ref, withEntries(first.dict, { Annots: [fieldRef] }))
  fonts.embed()
  const root = revision.add(
    dict({
      Type: name('Catalog'),
      Pages: tree,
      Lang: textString('ja-JP'),
      ViewerPreferences: dict({ DisplayDocTitle: true }),
      AcroForm: dict({ Fields: array([fieldRef]), SigFlags: 3 }),
      Perms: dict({ DocMDP: signature }),
    }),
  )
  const info = revision.add(
    dict({
      Title: textString(printable(`合意締結証明書 ${certificate.title}`)),
      Author: textString(certificate.operator),
      Producer: textString('Musubi'),
      CreationDate: dateString(certificate.signature.at),
    }),
  )
  return revision.finish(certificate.targetPath, { root, info })
}

const A4_GEOMETRY = geometryOf({
  mediaBox: [0, 0, A4.width, A4.height],
  cropBox: null,
  rotate: 0,
  userUnit: 1,
}) as PageGeometry
