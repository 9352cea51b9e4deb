import { asUploadedKey, type File } from '#domain/file.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { countingCostly, refuseAfterCostly } from './costly-uploads.ts'
import type { Upload } from './receive-upload.ts'

type Needs = Pick<Ports, 'storage' | 'workspace' | 'pdfWorker' | 'limits'>

/**
 * Judges an upload by its bytes. Parsing happens in the PDF worker, before any transaction: a hostile file must not hold a
 * lock. The caller discards the upload when this throws.
 */
export async function inspectUpload(
  ports: Needs,
  origin: Origin,
  { upload, name }: { upload: Upload; name: string },
): Promise<Omit<File, 'order'>> {
  const { storage, pdfWorker, workspace } = ports
  const { fileId: id, storageKey, sha256, bytes } = upload
  await refuseAfterCostly(ports, origin)
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
    const found = { id, name, storageKey, pages, signed, docMdp, deadSignatures }
    if (repaired === null) return { ...found, sha256, bytes, repairedFrom: null }
    await storage.copy(storageKey, asUploadedKey(storageKey))
    await storage.putFile(storageKey, rebuilt.path)
    return { ...found, sha256: repaired.sha256, bytes: repaired.bytes, repairedFrom: sha256 }
  } finally {
    await copy.dispose()
    await rebuilt.dispose()
  }
}
