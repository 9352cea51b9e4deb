import type { Document } from '#domain/document.ts'
import { asUploadedKey } from '#domain/file.ts'
import { type CopiedBytes, type CopyIds, idsToCopy } from '#domain/template.ts'
import { originalKey } from '../drafting/receive-upload.ts'
import type { Ports } from '../ports.ts'

type Needs = Pick<Ports, 'storage' | 'random'>

/** What a copy of a document is made with: its new ids, and its files' bytes, which belong to no document yet. */
export type Copy = { ids: CopyIds; bytes: CopiedBytes }

/**
 * New ids in the order of the old ones, and every file's bytes under a key of its own, so that neither document ever
 * needs the other's. Before the transaction: storage may be far away. Throws `StoredFileMissing` when the document was
 * deleted meanwhile; nothing is left behind then. `id`: the copy's own, where it is given.
 */
export async function copyFiles(ports: Needs, document: Document, id?: string): Promise<Copy> {
  const old = idsToCopy(document)
  // Those of one millisecond come in any order, and parts are read in the order of their ids.
  const fresh = old.map(() => ports.random.id()).sort()
  const ids = new Map(old.map((each, index) => [each, fresh[index] ?? '']))
  if (id !== undefined) ids.set(document.id, id)
  const copyId = ids.get(document.id) ?? ''
  const bytes = new Map(document.files.map(({ id }) => [id, originalKey(copyId, ids.get(id) ?? '')]))
  const copied = await Promise.allSettled(
    document.files.flatMap((file) => {
      const to = bytes.get(file.id) ?? ''
      const copies = [ports.storage.copy(file.storageKey, to)]
      if (file.repairedFrom !== null)
        copies.push(ports.storage.copy(asUploadedKey(file.storageKey), asUploadedKey(to)))
      return copies
    }),
  )
  const failed = copied.find((each) => each.status === 'rejected')
  if (failed === undefined) return { ids, bytes }
  await discardCopy(ports, { ids, bytes })
  throw failed.reason
}

/** Takes back the bytes of a copy that became no document. */
export async function discardCopy(ports: Pick<Ports, 'storage'>, { bytes }: Copy): Promise<void> {
  for (const key of bytes.values()) {
    await ports.storage.remove(key)
    await ports.storage.remove(asUploadedKey(key))
  }
}

/** Was everything that the document has now prepared for? Somebody may have changed it while its bytes were copied. */
export function covers({ ids }: Copy, document: Document): boolean {
  return idsToCopy(document).every((id) => ids.has(id))
}
