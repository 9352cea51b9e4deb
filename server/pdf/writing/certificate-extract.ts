import type { AgreementEvidence } from '#domain/agreement-evidence.ts'
import { extractFor } from '#domain/evidence-extract.ts'
import { readJobFile } from '#server/pdf/format/job-bytes.ts'
import { dataOf, entryOf, listOf, openPdf, type PdfFile } from '#server/pdf/format/pdf-file.ts'
import { isDict, isStream, textOf } from '#server/pdf/format/pdf-objects.ts'
import { catalogOf } from '#server/pdf/format/pdf-pages.ts'
import type { ExtractRequest } from '#server/usecases/sealing-ports.ts'
import { EVIDENCE, layCertificate } from './certificate-file.ts'
import { Revision } from './revision.ts'

/**
 * What a sealed certificate says of one party alone, as a PDF of its own that nobody signs; it names the certificate by its
 * SHA-256. Null where the certificate carries no data, as those of releases before, or knows no such party.
 */
export async function extractCertificate(request: ExtractRequest): Promise<Uint8Array | null> {
  const text = attachedText(openPdf(await readJobFile(request.certificatePath)), EVIDENCE)
  if (text === null) return null
  const evidence: AgreementEvidence = JSON.parse(text)
  const extract = extractFor(evidence, request)
  if (extract === null) return null
  const revision = new Revision(null)
  const { partyId, certificateSha256, secret } = request
  const { close } = layCertificate(revision, {
    evidence: extract,
    attached: [],
    extract: { partyId, certificateSha256, secret },
    at: new Date(extract.issuedAt),
  })
  return revision.bytes(close({}))
}

function attachedText(file: PdfFile, wanted: string): string | null {
  for (const one of listOf(file, entryOf(file, catalogOf(file), 'AF'))) {
    if (!isDict(one) || textOf(entryOf(file, one, 'UF')) !== wanted) continue
    const files = entryOf(file, one, 'EF')
    const embedded = isDict(files) ? entryOf(file, files, 'F') : null
    if (isStream(embedded)) return dataOf(file, embedded).toString('utf8')
  }
  return null
}
