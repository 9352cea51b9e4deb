import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { newestRevision } from '#domain/seal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { FetchedFile } from './fetch-shown-file.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>
type Copy = { document: Document; participant: { id: string }; sessionId: string }

/** The sealed file of a concluded document; fetching it is an audit event. */
export async function fetchSealedFile(
  needs: Needs,
  origin: Origin,
  { fileId, ...copy }: Copy & { fileId: string },
): Promise<FetchedFile> {
  const file = copy.document.files.find((each) => each.id === fileId)
  const revision = newestRevision(copy.document, fileId)
  if (file === undefined || revision === null) throw new Refused(refusal('file_not_found'))
  return fetchCopy(needs, origin, copy, 'file', { name: file.name, storageKey: revision.storageKey })
}

export async function fetchCertificate(needs: Needs, origin: Origin, copy: Copy): Promise<FetchedFile> {
  const { certificate } = copy.document
  if (certificate === null) throw new Refused(refusal('not_concluded'))
  const { storageKey } = certificate
  return fetchCopy(needs, origin, copy, 'certificate', { name: '合意締結証明書.pdf', storageKey })
}

async function fetchCopy(
  { database, clock, storage }: Needs,
  origin: Origin,
  { document, participant, sessionId }: Copy,
  what: 'file' | 'certificate',
  { name, storageKey }: { name: string; storageKey: string },
): Promise<FetchedFile> {
  if (document.status !== 'concluded') throw new Refused(refusal('not_concluded'))
  const { stream, bytes } = await storage.read(storageKey)
  await database.transaction(origin, (tx) =>
    tx.record([
      {
        type: 'copy.fetched',
        at: clock.now(),
        documentId: document.id,
        participantId: participant.id,
        sessionId,
        what,
      },
    ]),
  )
  return { name, bytes, stream }
}
