import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { FetchedFile } from './fetch-shown-file.ts'

type Needs = Pick<Ports, 'storage'>

/**
 * The sealed file of a concluded document. It is fetched by GET and so writes nothing: the trail holds
 * the code that opened the session.
 */
export async function fetchSealedFile(
  needs: Needs,
  document: Document,
  fileId: string,
): Promise<FetchedFile> {
  const file = document.files.find((each) => each.id === fileId)
  const revision = newestRevision(document, fileId)
  if (file === undefined || revision === null) throw new Refused(refusal('file_not_found'))
  return fetchCopy(needs, document, { ...revision, name: file.name })
}

export async function fetchCertificate(needs: Needs, document: Document): Promise<FetchedFile> {
  const { certificate } = document
  if (certificate === null) throw new Refused(refusal('not_concluded'))
  return fetchCopy(needs, document, { ...certificate, name: '合意締結証明書.pdf' })
}

async function fetchCopy(
  { storage }: Needs,
  document: Document,
  { name, storageKey, sha256 }: { name: string; storageKey: string; sha256: string },
): Promise<FetchedFile> {
  if (document.status !== 'concluded') throw new Refused(refusal('not_concluded'))
  return { ...(await storage.read(storageKey, sha256)), name }
}
