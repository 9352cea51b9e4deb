import { deflateSync } from 'node:zlib'
import type { EmbeddedText } from '#domain/agreement-evidence.ts'
import type { PdfRef, PdfValue } from '#server/pdf/format/pdf-objects.ts'
import { array, ascii, dateString, dict, name, stream, textString } from './pdf-syntax.ts'
import type { Revision } from './revision.ts'
import { srgbProfile } from './srgb-profile.ts'

/** What a file says of itself. */
export type Described = { title: string; author: string; language: string; at: Date }

/** A stream whose data are deflated. */
export function deflated(entries: Record<string, PdfValue>, data: Uint8Array): PdfValue {
  return stream({ ...entries, Filter: name('FlateDecode') }, deflateSync(data))
}

/**
 * Entries of the catalog that make a tagged file with attached files a PDF/A-3 (ISO 19005-3, level A) and a PDF/UA-1: what
 * colours mean, what it says of itself, and its attached files.
 */
export function archivalEntries(
  revision: Revision,
  described: Described,
  attached: EmbeddedText[],
): Record<string, PdfValue> {
  const profile = revision.add(stream({ N: 3 }, srgbProfile()))
  const intent = dict({
    Type: name('OutputIntent'),
    S: name('GTS_PDFA1'),
    OutputConditionIdentifier: ascii('sRGB'),
    Info: ascii('sRGB IEC61966-2.1'),
    DestOutputProfile: profile,
  })
  const metadata = { Type: name('Metadata'), Subtype: name('XML') }
  const files = attached.map((file) => attachedFile(revision, file, described.at))
  // Names of a tree stand in order (ISO 32000-1 §7.9.6).
  const byName = attached
    .map((file, index) => ({ key: file.name, ref: files[index] ?? null }))
    .sort((one, other) => (one.key < other.key ? -1 : 1))
  const names = byName.flatMap(({ key, ref }): PdfValue[] => [ascii(key), ref])
  return {
    Metadata: revision.add(stream(metadata, Buffer.from(metadataOf(described), 'utf8'))),
    OutputIntents: array([intent]),
    MarkInfo: dict({ Marked: true }),
    Lang: textString(described.language),
    ViewerPreferences: dict({ DisplayDocTitle: true }),
    ...(files.length === 0
      ? {}
      : { AF: array(files), Names: dict({ EmbeddedFiles: dict({ Names: array(names) }) }) }),
  }
}

/** An associated file (ISO 19005-3 §6.8). */
function attachedFile(revision: Revision, file: EmbeddedText, at: Date): PdfRef {
  const bytes = Buffer.from(file.text, 'utf8')
  const embedded = revision.add(
    deflated(
      {
        Type: name('EmbeddedFile'),
        Subtype: name(file.mediaType),
        Params: dict({ Size: bytes.length, ModDate: dateString(at) }),
      },
      bytes,
    ),
  )
  return revision.add(
    dict({
      Type: name('Filespec'),
      F: ascii(file.name),
      UF: textString(file.name),
      Desc: textString(file.description),
      AFRelationship: name(file.name === 'evidence.json' ? 'Data' : 'Supplement'),
      EF: dict({ F: embedded, UF: embedded }),
    }),
  )
}

/** XMP. What PDF/UA adds is described, as PDF/A asks of whatever it does not know itself. */
function metadataOf({ title, author, language, at }: Described): string {
  const [shownTitle, shownAuthor] = [title, author].map(escaped)
  const time = at.toISOString().replace(/\.\d+Z$/, 'Z')
  const about = 'rdf:Description rdf:about=""'
  return `<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<${about} xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${shownTitle}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>${shownAuthor}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>${time}</xmp:CreateDate>
<pdf:Producer>Musubi</pdf:Producer>
</rdf:Description>
<${about} xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>3</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance></rdf:Description>
<${about} xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<${about} xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType><pdfaProperty:category>internal</pdfaProperty:category><pdfaProperty:description>Part of PDF/UA</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`
}

function escaped(text: string): string {
  return text.replace(/[&<>]/g, (char) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[char] ?? char)
}
