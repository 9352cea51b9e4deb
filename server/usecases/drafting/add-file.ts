import type { Document } from '#domain/document.ts'
import { asUploadedKey, addFile as decideFile, type File, type FileLimits } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { countingCostly, refuseAfterCostly } from './costly-uploads.ts'
import type { Upload } from './receive-upload.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'workspace' | 'pdfWorker' | 'limits'>

/** Judges an upload by its bytes and adds it to a draft. The caller discards the upload when this throws. */
export async function addFile(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; name: string; upload: Upload; limits: FileLimits },
): Promise<Document> {
  const { upload, name } = request
  const { fileId: id, storageKey } = upload
  await refuseAfterCostly(ports, origin)
  const file = { id, name, storageKey, ...(await inspect(ports, origin, upload)) }
  return changeDocument(ports, origin, request.documentId, (document) =>
    decideFile(document, file, request.limits, ports.clock.now()),
  )
}

/** Parsing happens in the PDF worker, before the transaction: a hostile file must not hold a lock. */
async function inspect(
  ports: Needs,
  origin: Origin,
  { storageKey, sha256, bytes }: Upload,
): Promise<Omit<File, 'id' | 'name' | 'order' | 'storageKey'>> {
  const { storage, pdfWorker, workspace } = ports
  const copy = await storage.localCopy(storageKey)
  const rebuilt = await workspace.newFile()
  try {
    const inspection = await countingCostly(ports, origin, () =>
      pdfWorker.inspect(copy.path, { repairedPath: rebuilt.path, sha256 }),
    )
    if (!inspection.ok) {
      const { problem } = inspection
      throw new Refused(refusal('pdf_refused', 'uploadfile', { problem }))
    }
    const { pages, signed, docMdp, deadSignatures, repaired } = inspection
    const found = { pages, signed, docMdp, deadSignatures }
    if (repaired === null) return { ...found, sha256, bytes, repairedFrom: null }
    await storage.copy(storageKey, asUploadedKey(storageKey))
    await storage.putFile(storageKey, rebuilt.path)
    return { ...found, sha256: repaired.sha256, bytes: repaired.bytes, repairedFrom: sha256 }
  } finally {
    await copy.dispose()
    await rebuilt.dispose()
  }
}
