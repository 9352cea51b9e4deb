import type { Document } from '#domain/document.ts'
import { removeFile as decideRemoval } from '#domain/file.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Takes a file and its widgets out of a draft; its bytes go after the commit. */
export async function removeFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fileId: string },
): Promise<Document> {
  let storageKey: string | undefined
  const next = await changeDocument(ports, origin, request.documentId, (document) => {
    storageKey = document.files.find((each) => each.id === request.fileId)?.storageKey
    return decideRemoval(document, request.fileId, ports.clock.now())
  })
  if (storageKey !== undefined) await ports.storage.remove(storageKey)
  return next
}
