import type { Document } from '#domain/document.ts'
import { removeFile as decideRemoval, keysOfFile } from '#domain/file.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage'>

/** Takes a file and its widgets out of a draft; its bytes go after the commit. */
export async function removeFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; fileId: string },
): Promise<Document> {
  let keys: string[] = []
  const next = await changeDocument(ports, origin, request.documentId, (document) => {
    keys = document.files.filter((each) => each.id === request.fileId).flatMap(keysOfFile)
    return decideRemoval(document, request.fileId, ports.clock.now())
  })
  for (const key of keys) await ports.storage.remove(key)
  return next
}
