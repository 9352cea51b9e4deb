import { attachedFileLimits, type NewAttachedFile } from '#domain/attached-file.ts'
import { type AttachedFileProblem, headBytes, judgeAttachedFile } from '#domain/attached-file-kind.ts'
import { refusal } from '#domain/refusal.ts'
import type { Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'storage' | 'random'>

/** A file as a recipient's browser sends it. */
export type SentFile = { name: string; mediaType: string | null; content: AsyncIterable<Uint8Array> }

/**
 * Streams a recipient's upload to storage while counting and hashing; what it is, its first bytes must say. Whoever
 * received it either records it or discards it. Nothing stays stored of a file that is refused.
 */
export async function receiveAttachedFile(
  { storage, random }: Needs,
  documentId: string,
  sent: SentFile,
): Promise<NewAttachedFile> {
  const id = random.id()
  const storageKey = `documents/${documentId}/attached/${id}`.toLowerCase()
  const head: number[] = []
  const stored = await storage.put(storageKey, watched(sent.content, head))
  const judged = judgeAttachedFile(sent.name, sent.mediaType, String.fromCharCode(...head))
  if ('problem' in judged) {
    await storage.remove(storageKey)
    throw attachedFileRefused(judged.problem)
  }
  return { id, storageKey, ...judged, ...stored }
}

/** Takes back an upload that the document does not have. */
export async function discardAttachedFile(
  { storage }: Pick<Ports, 'storage'>,
  file: Pick<NewAttachedFile, 'storageKey'>,
): Promise<void> {
  await storage.remove(file.storageKey)
}

/** The upload is not taken, with the reason that the page has words for. */
function attachedFileRefused(problem: AttachedFileProblem): Refused {
  return new Refused(refusal('attached_file_refused', 'attached_file', { problem }))
}

/** Stops in the middle when it becomes too much: what was written so far never becomes a stored file. */
async function* watched(content: AsyncIterable<Uint8Array>, head: number[]): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of content) {
    bytes += chunk.byteLength
    if (bytes > attachedFileLimits.bytes) throw attachedFileRefused('too_large')
    if (head.length < headBytes) head.push(...chunk.subarray(0, headBytes - head.length))
    yield chunk
  }
}
