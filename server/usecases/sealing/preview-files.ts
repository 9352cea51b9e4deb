import type { Document } from '#domain/document.ts'
import { type File, previewPrefix, readingKey } from '#domain/file.ts'
import { sendingOf } from '#domain/preview.ts'
import type { Revision } from '#domain/seal.ts'
import { shortOf } from '#domain/sight.ts'
import { StoredFileMissing } from '../delivery-ports.ts'
import type { Ports } from '../ports.ts'
import { storePrepared } from './archive-file.ts'
import { drawAct } from './draw-act.ts'

type Needs = Pick<Ports, 'storage' | 'workspace' | 'pdfWorker' | 'trust'> & { evaluation: boolean }

/**
 * The files of a draft or a template as its recipients will read them: drawn by what draws the sending, and not signed. They
 * lie beside the uploads until something of what is drawn is changed, so that a viewer can ask for pieces of them.
 */
export async function previewFiles(needs: Needs, draft: Document): Promise<Revision[]> {
  const revisions: Revision[] = []
  for (const file of draft.files) {
    const drawn = (await keptPreview(needs, draft, file)) ?? (await drawPreview(needs, draft, file))
    revisions.push(drawn)
  }
  return revisions
}

/** Whatever was drawn of these files for a look goes. */
export async function removePreviews({ storage }: Pick<Ports, 'storage'>, files: File[]): Promise<void> {
  for (const file of files) await removeOthers(storage, file, null)
}

async function keptPreview(needs: Needs, draft: Document, file: File): Promise<Revision | null> {
  const { storage } = needs
  const [storageKey] = await storage.keysOf(`${previewPrefix(file)}${sightOf(needs, draft, file)}-`)
  if (storageKey === undefined) return null
  try {
    const { bytes } = await storage.read(storageKey, null)
    return { fileId: file.id, sha256: hashIn(storageKey), bytes, storageKey }
  } catch (error) {
    // Another look at a draft that was changed meanwhile has removed it.
    if (error instanceof StoredFileMissing) return null
    throw error
  }
}

async function drawPreview(needs: Needs, draft: Document, file: File): Promise<Revision> {
  const { storage, workspace } = needs
  const copy = await storage.localCopy(file.storageKey, file.sha256)
  const target = await workspace.newFile()
  try {
    const paths = { sourcePath: copy.path, targetPath: target.path }
    const prepared = await drawAct(needs, draft, sendingOf(draft, []), file, paths)
    const { sha256 } = await workspace.read(prepared.path)
    const [, , tailAt, tailBytes] = prepared.byteRange
    const storageKey = `${previewPrefix(file)}${sightOf(needs, draft, file)}-${sha256}.pdf`
    await storePrepared(storage, storageKey, prepared)
    await removeOthers(storage, file, storageKey)
    // Not read again: another look may have removed it by now.
    return { fileId: file.id, sha256, bytes: tailAt + tailBytes, storageKey }
  } finally {
    await copy.dispose()
    await target.dispose()
  }
}

/** All that its drawing depends on. */
function sightOf({ evaluation }: Needs, draft: Document, { id, sha256 }: File): string {
  const widgets = draft.widgets.filter(({ fileId }) => fileId === id)
  const parties = draft.participants.map((each) => [each.id, each.name])
  return shortOf([draft.id, sha256, evaluation, JSON.stringify([widgets, parties])])
}

function hashIn(key: string): string {
  return key.slice(key.lastIndexOf('-') + 1, -'.pdf'.length)
}

/** Previews of a file, with the pictures and copies that were made of them. */
async function removeOthers(storage: Ports['storage'], file: File, kept: string | null): Promise<void> {
  for (const key of await storage.keysOf(previewPrefix(file))) {
    if (key === kept) continue
    const made = { storageKey: key, sha256: hashIn(key) }
    await storage.remove(readingKey({ kind: 'picture', page: 0 }, made))
    await storage.remove(readingKey({ kind: 'copy' }, made))
    await storage.remove(key)
  }
}
