import type { Document } from '#domain/document.ts'
import { asUploadedKey, type FileLimits, keysOfFile, replacementKey } from '#domain/file.ts'
import { replaceFile as decide, type Misfit, type MisfitAnswer, misfitsOf } from '#domain/file-replacement.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import { StoredFileDamaged, StoredFileMissing } from '../delivery-ports.ts'
import { inspectUpload } from '../drafting/inspect-upload.ts'
import { receiveUpload, type Upload } from '../drafting/receive-upload.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { removePreviews } from '../sealing/preview-files.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'storage' | 'workspace' | 'pdfWorker' | 'limits'>

type Request = {
  templateId: string
  fileId: string
  name: string
  upload: Upload
  limits: FileLimits
  /** What becomes of fields without a place; null before anybody was asked. */
  answer: MisfitAnswer | null
}

/** Done; or fields have no place on the new pages, and what was uploaded waits, known by its hash, for somebody's yes. */
export type Replacement = { template: Document } | { misfits: Misfit[]; sha256: string; pages: number }

/**
 * Judges an upload by its bytes and puts it in the place of a template's file. The caller discards the upload where the template
 * did not take it.
 */
export async function replaceFile(ports: Needs, origin: Origin, request: Request): Promise<Replacement> {
  const { templateId, fileId, limits, answer, upload } = request
  const file = await inspectUpload(ports, origin, request)
  const held: { template: Document | null } = { template: null }
  const replacing = changeDocument(ports, origin, templateId, async (template, { tx }) => {
    held.template = template
    const now = ports.clock.now()
    const decision = decide(template, fileId, file, { limits, answer, now })
    const waits = decision.refusal?.code === 'fields_without_place'
    const old = template.files.find((each) => each.id === fileId)
    // Before its bytes lie there: where nobody says yes they go a day later.
    if (waits && old !== undefined) await tx.waitingFiles.keep(replacementKey(old), now)
    return decision
  })
  const template = await replacing.catch((error: unknown) => {
    if (error instanceof Refused && error.refusal.code === 'fields_without_place') return null
    throw error
  })
  const seen = held.template
  const old = seen?.files.find((each) => each.id === fileId)
  if (seen === null || old === undefined) throw new Error(`file ${fileId} was replaced and is not known`)
  if (template !== null) {
    for (const key of keysOfFile(old)) await ports.storage.remove(key)
    await removePreviews(ports, [old])
    return { template }
  }
  const own = seen.widgets.filter((each) => each.fileId === fileId)
  const { storageKey, sha256 } = upload
  // What is judged anew after the yes is what was uploaded, not what was made of it.
  await ports.storage.copy(
    file.repairedFrom === null ? storageKey : asUploadedKey(storageKey),
    replacementKey(old),
  )
  return { misfits: misfitsOf(own, file.pages), sha256, pages: file.pages.length }
}

/** Takes up again what waits for a yes; null where it is gone, or where another upload has taken its place. */
export async function waitingUpload(
  ports: Pick<Ports, 'storage' | 'random'>,
  { template, fileId, sha256 }: { template: Document; fileId: string; sha256: string },
): Promise<Upload | null> {
  const old = template.files.find((each) => each.id === fileId)
  if (old === undefined) throw new Refused(refusal('form_stale'))
  try {
    const { stream } = await ports.storage.read(replacementKey(old), sha256)
    return await receiveUpload(ports, { documentId: template.id, content: stream })
  } catch (error) {
    if (error instanceof StoredFileMissing || error instanceof StoredFileDamaged) return null
    throw error
  }
}
