import { asUploadedKey } from '#domain/file.ts'
import type { Ports } from '../ports.ts'

type Needs = Pick<Ports, 'storage' | 'random'>

/** Bytes that lie in storage and belong to no document yet. */
export type Upload = { fileId: string; storageKey: string; sha256: string; bytes: number }

/** Streams an upload to storage while hashing. Whoever received it either adds it to a document or discards it. */
export async function receiveUpload(
  ports: Needs,
  request: { documentId: string; content: AsyncIterable<Uint8Array> },
): Promise<Upload> {
  const fileId = ports.random.id()
  const storageKey = originalKey(request.documentId, fileId)
  const stored = await ports.storage.put(storageKey, request.content)
  return { fileId, storageKey, ...stored }
}

/** Where the bytes of a draft's file lie. */
export function originalKey(documentId: string, fileId: string): string {
  return `documents/${documentId}/${fileId}/original.pdf`.toLowerCase()
}

/** Takes back an upload that no document wants. */
export async function discardUpload(ports: Pick<Ports, 'storage'>, upload: Upload): Promise<void> {
  await ports.storage.remove(upload.storageKey)
  await ports.storage.remove(asUploadedKey(upload.storageKey))
}
