import { withEntries } from '#server/pdf/format/pdf-objects.ts'
import type { CertificateRevision, Prepared } from '#server/usecases/sealing-ports.ts'
import { archivalEntries, deflated } from './archival.ts'
import { setCertificate } from './certificate-page.ts'
import { A4 } from './certificate-sheet.ts'
import { certificateLetters, certificateWords } from './certificate-words.ts'
import { certificateFieldName } from './field-names.ts'
import { FontsInUse, printable } from './fonts.ts'
import { geometryOf, type PageGeometry } from './page-geometry.ts'
import { array, dateString, dict, name, textString } from './pdf-syntax.ts'
import { Revision } from './revision.ts'
import { docMdpReference, signatureDictionary, signatureField } from './signature-field.ts'

/**
 * Makes the certificate of agreement, a new PDF whose certification signature (no changes) has an empty placeholder: tagged,
 * PDF/A-3, with what it says as `evidence.json` and further files attached.
 */
export async function prepareCertificate(certificate: CertificateRevision): Promise<Prepared> {
  const { evidence, attached } = certificate
  const { language, document, issuer } = evidence
  const words = certificateWords[language]
  const revision = new Revision(null)
  const fonts = new FontsInUse(revision, certificateLetters[language])
  const description = { ja: '合意締結証明書の記載内容', en: 'What the certificate of agreement says' }[
    language
  ]
  const files = [
    {
      ...{ name: 'evidence.json', mediaType: 'application/json', description },
      text: `${JSON.stringify(evidence, null, 1)}\n`,
    },
    ...attached,
  ]
  const embedded = files.map((file) => file.name)
  const tagged = setCertificate(fonts, { evidence, embedded, extract: null })
  const tree = revision.allocate()
  const resources = revision.add(dict({ Font: dict(fonts.resources()) }))
  const mediaBox = array([0, 0, A4.width, A4.height])
  const pages = tagged.pages.map((content, index) => {
    const page = dict({
      Type: name('Page'),
      Parent: tree,
      MediaBox: mediaBox,
      Resources: resources,
      Contents: revision.add(deflated({}, Buffer.from(content, 'latin1'))),
      StructParents: index,
      Tabs: name('S'),
    })
    return { ref: revision.add(page), dict: page }
  })
  const [first] = pages
  if (!first) throw new Error('the certificate has no page')
  const kids = pages.map(({ ref }) => ref)
  revision.put(tree, dict({ Type: name('Pages'), Kids: array(kids), Count: kids.length }))

  const signature = revision.addSignature(signatureDictionary(certificate.signature, [docMdpReference(1)]))
  const field = signatureField({
    fieldName: certificateFieldName(document.id),
    page: { ...first, inherited: new Map(), geometry: A4_GEOMETRY },
    label: { ja: '立会人の署名', en: 'Signature of the witness' }[language],
    signature,
  })
  const fieldRef = revision.add(field)
  revision.put(first.ref, withEntries(first.dict, { Annots: [fieldRef] }))
  fonts.embed()
  const described = {
    title: printable(`${words.title} ${document.title}`),
    author: issuer.name,
    language: { ja: 'ja-JP', en: 'en' }[language],
    at: certificate.signature.at,
  }
  const root = revision.add(
    dict({
      Type: name('Catalog'),
      Pages: tree,
      StructTreeRoot: tagged.writeStructure(revision, kids),
      ...archivalEntries(revision, described, files),
      AcroForm: dict({ Fields: array([fieldRef]), SigFlags: 3 }),
      Perms: dict({ DocMDP: signature }),
    }),
  )
  const info = revision.add(
    dict({
      Title: textString(described.title),
      Author: textString(described.author),
      Producer: textString('Musubi'),
      CreationDate: dateString(described.at),
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
