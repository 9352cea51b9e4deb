import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { heldBytes } from '../delivery-ports.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { telSecret } from '../sealing/tel-commitment.ts'
import type { FetchedFile } from './fetch-shown-file.ts'

type Needs = Pick<Ports, 'storage' | 'pdfWorker' | 'secrets'>

/**
 * What the certificate of agreement says of one party alone. It is drawn from the sealed certificate whenever it is asked for,
 * and kept nowhere; certificates of releases that put no data into them have none.
 */
export async function fetchExtract(
  { storage, pdfWorker, secrets }: Needs,
  { id, status, certificate }: Document,
  participantId: string,
): Promise<FetchedFile> {
  if (certificate === null || status !== 'concluded') throw new Refused(refusal('not_concluded'))
  const { storageKey, sha256 } = certificate
  const copy = await storage.localCopy(storageKey, sha256)
  try {
    const pdf = await pdfWorker.extractCertificate({
      certificatePath: copy.path,
      partyId: participantId,
      certificateSha256: sha256,
      secret: telSecret(secrets, id, participantId),
    })
    if (pdf === null) throw new Refused(refusal('extract_not_found'))
    return { name: '合意締結証明書（抄本）.pdf', ...heldBytes(pdf) }
  } finally {
    await copy.dispose()
  }
}
