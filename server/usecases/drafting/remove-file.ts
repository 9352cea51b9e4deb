import type { Document } from '#domain/document.ts'
import { removeFile as decideRemoval, type File, keysOfFile } from '#domain/file.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { removePreviews } from '../sealing/preview-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Takes a file and its widgets out of a draft; its bytes go after the commit. */
export async function removeFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fileId: string },
): Promise<Document> {
  let removed: File[] = []
  const next = await changeDocument(ports, origin, request.documentId, (document) => {
    removed = document.files.filter((each) => each.id === request.fileId)
    return decideRemoval(document, request.fileId, ports.clock.now())
  })
  for (const key of removed.flatMap(keysOfFile)) await ports.storage.remove(key)
  await removePreviews(ports, removed)
  return next
}
