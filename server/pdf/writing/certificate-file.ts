import type { AgreementEvidence, EmbeddedText } from '#domain/agreement-evidence.ts'
import type { PdfDict, PdfRef, PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { archivalEntries, deflated } from './archival.ts'
import { setCertificate } from './certificate-page.ts'
import type { Setting } from './certificate-setting.ts'
import { A4 } from './certificate-sheet.ts'
import { certificateLetters, certificateWords } from './certificate-words.ts'
import { FontsInUse, printable } from './fonts.ts'
import { array, dateString, dict, name, textString } from './pdf-syntax.ts'
import type { NewFile, Revision } from './revision.ts'

type Said = {
  evidence: AgreementEvidence
  /** What lies in it beside `evidence.json`. */
  attached: EmbeddedText[]
  extract: Setting['extract']
  at: Date
}

/**
 * Lays the pages of a certificate, or of an extract of it, into a new file, with their structure and what is attached.
 * `close` writes the rest, with further entries of the catalog.
 */
export function layCertificate(
  revision: Revision,
  { evidence, attached, extract, at }: Said,
): {
  first: { ref: PdfRef; dict: PdfDict }
  close: (catalog: Record<string, PdfValue>) => NewFile
} {
  const { language, document, issuer } = evidence
  const words = certificateWords[language]
  const fonts = new FontsInUse(revision, certificateLetters[language])
  const files = [evidenceFile(evidence), ...attached]
  const embedded = files.map((file) => file.name)
  const tagged = setCertificate(fonts, { evidence, embedded, extract })
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
  const title = extract === null ? words.title : `${words.title} ${words.extract}`
  const described = {
    title: printable(`${title} ${document.title}`),
    author: issuer.name,
    language: { ja: 'ja-JP', en: 'en' }[language],
    at,
  }
  const close = (catalog: Record<string, PdfValue>): NewFile => {
    fonts.embed()
    const entries = {
      Type: name('Catalog'),
      Pages: tree,
      StructTreeRoot: tagged.writeStructure(revision, kids),
      ...archivalEntries(revision, described, files),
      ...catalog,
    }
    const info = {
      Title: textString(described.title),
      Author: textString(described.author),
      Producer: textString('Musubi'),
      CreationDate: dateString(at),
    }
    return { root: revision.add(dict(entries)), info: revision.add(dict(info)) }
  }
  return { first, close }
}

/** The name of the file that holds what is said. */
export const EVIDENCE = 'evidence.json'

function evidenceFile(evidence: AgreementEvidence): EmbeddedText {
  return {
    name: EVIDENCE,
    mediaType: 'application/json',
    description: { ja: '合意締結証明書の記載内容', en: 'What the certificate of agreement says' }[
      evidence.language
    ],
    text: `${JSON.stringify(evidence, null, 1)}\n`,
  }
}
