import type { Document } from '#domain/document.ts'
import { addFile as decideFile, type FileLimits } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import type { Upload } from './receive-upload.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'press'>

/** Judges an upload by its bytes and adds it to a draft. The caller discards the upload when this throws. */
export async function addFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; name: string; upload: Upload; limits: FileLimits },
): Promise<Document> {
  const { upload } = request
  const { pages, signed, docMdp } = await inspect(ports, upload)
  const file = {
    id: upload.fileId,
    name: request.name,
    pages,
    sha256: upload.sha256,
    bytes: upload.bytes,
    storageKey: upload.storageKey,
    signed,
    docMdp,
  }
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideFile(document, file, request.limits, ports.clock.now()),
  )
}

/** Parsing happens in the press, before the transaction: a hostile file must not hold a lock. */
async function inspect(ports: Needs, upload: Upload) {
  const copy = await ports.storage.localCopy(upload.storageKey)
  try {
    const inspection = await ports.press.inspect(copy.path)
    if (inspection.ok) return inspection
    throw new Refused(refusal('pdf_refused', 'uploadfile', { problem: inspection.problem }))
  } finally {
    await copy.dispose()
  }
}
