import { idsFrom } from '#domain/bulk-send.ts'
import type { Document } from '#domain/document.ts'
import { asUploadedKey } from '#domain/file.ts'
import { idsToCopy } from '#domain/template.ts'
import { StoredFileMissing } from '../delivery-ports.ts'
import { originalKey } from '../drafting/receive-upload.ts'
import type { Ports } from '../ports.ts'
import type { Copy } from '../templates/copied-files.ts'

/**
 * The ids that a row's document and its parts get, and where the bytes of its files lie: at every try the same ones. The place
 * names the template's file, not its copy: a try that still copies what was replaced since overwrites nothing of the next one's.
 */
export function copyOf(template: Document, documentId: string): Copy {
  const old = idsToCopy(template)
  const fresh = idsFrom(documentId, old.length)
  const ids = new Map(old.map((each, at) => [each, fresh[at] ?? '']))
  return {
    ids,
    bytes: new Map(template.files.map(({ id }) => [id, originalKey(documentId, id)])),
  }
}

/** The same, with the bytes brought there. Null: the template was deleted meanwhile. */
export async function copyFilesOf(
  ports: Pick<Ports, 'storage'>,
  template: Document,
  documentId: string,
): Promise<Copy | null> {
  const copy = copyOf(template, documentId)
  try {
    for (const file of template.files) {
      const to = copy.bytes.get(file.id) ?? ''
      await ports.storage.copy(file.storageKey, to)
      if (file.repairedFrom !== null)
        await ports.storage.copy(asUploadedKey(file.storageKey), asUploadedKey(to))
    }
  } catch (error) {
    if (error instanceof StoredFileMissing) return null
    throw error
  }
  return copy
}
