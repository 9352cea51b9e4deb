import { readJobFile } from '#server/pdf/format/job-bytes.ts'
import { openPdf } from '#server/pdf/format/pdf-file.ts'
import type { CertificateUse, CertificateUses } from '#server/usecases/archive-ports.ts'
import { isDocumentTimestamp } from './revision-kinds.ts'
import { securityStoreOf, storeKeyOf } from './security-store.ts'
import { examineSignature } from './signature-check.ts'
import { signedFieldsOf } from './signature-fields.ts'
import { ATTRIBUTE } from './signed-data.ts'

/** An authority that takes over from another may send more certificates. */
const leastRoom = 8_192

/**
 * The certificates that a document's own signatures use, in the order of the file: of its acts (by `/ContactInfo`) the
 * signer's and the authority's, of its archive timestamps (by their fields) the authority's. An upload's own signatures are
 * its own affair.
 */
export async function usesOfCertificates(asked: {
  path: string
  documentId: string
}): Promise<CertificateUses> {
  const file = openPdf(await readJobFile(asked.path))
  const fields = signedFieldsOf(file)
  const ours = (name: string) => name.startsWith(`musubi-archive-${asked.documentId}-`)
  const lastArchive = fields.findLastIndex((field) => isDocumentTimestamp(file, field) && ours(field.name))
  const uses: CertificateUse[] = []
  let longest = 0
  for (const [place, field] of fields.entries()) {
    const archive = isDocumentTimestamp(file, field)
    const { cms, timestamp, seen } = examineSignature(file, field, 'any')
    const own = archive ? ours(field.name) : seen.contactInfo === asked.documentId
    if (!own || cms?.signer === null || cms === null) continue
    const key = storeKeyOf(file, field.contents.bytes)
    const archived = place < lastArchive
    const at = timestamp?.at ?? seen.at ?? new Date(0)
    if (!archive) {
      const sent = cms.certificates.map(({ der }) => der)
      uses.push({ key, of: 'signer', at, leaf: cms.signer.der, sent, archived })
    }
    const tsa = timestamp?.tsa ?? null
    if (timestamp === null || tsa === null) continue
    const sent = timestamp.certificates.map(({ der }) => der)
    uses.push({ key, of: 'authority', at, leaf: tsa.der, sent, archived })
    const token = archive ? null : cms.unsignedAttributes.get(ATTRIBUTE.signatureTimestamp)
    longest = Math.max(longest, token?.bytes.length ?? 0)
  }
  const store = securityStoreOf(file)
  const evidence = (kind: 'crl' | 'ocsp') =>
    (store?.evidence ?? []).flatMap((each) => (each.kind === kind ? [each.der] : []))
  return {
    uses,
    known: {
      certificates: (store?.certificates ?? []).map(({ der }) => der),
      crls: evidence('crl'),
      ocsps: evidence('ocsp'),
    },
    roomBytes: Math.max(leastRoom, longest * 2),
  }
}
