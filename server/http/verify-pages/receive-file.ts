import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { FastifyRequest } from 'fastify'
import { BodyRefused } from '../common/body-refused.ts'
import { type Part, readParts } from '../common/multipart.ts'

export type Received = 'received' | 'missing' | 'empty' | 'too_large' | 'not_pdf'

const largestFile = 50 * 1024 * 1024
/** What the form may hold beside the file. */
const otherBytes = 64 * 1024

/** Streams the first file of the form to `path`. The bytes are judged by how they begin, never by the name. */
export async function receiveFile(
  request: FastifyRequest,
  path: string,
  signal: AbortSignal,
): Promise<Received> {
  try {
    return await Promise.race([firstFile(request, path, signal), whenAborted(signal)])
  } catch (error) {
    if (!(error instanceof BodyRefused)) throw error
    return error.problem.kind === 'too_large' ? 'too_large' : 'missing'
  }
}

async function firstFile(request: FastifyRequest, path: string, signal: AbortSignal): Promise<Received> {
  for await (const part of readParts(request, largestFile + otherBytes)) {
    // Awaited here: leaving the loop ends the reading.
    if (part.fileName !== null) return await storeFile(part, path, signal)
  }
  return 'missing'
}

/** Writes the content to `path` as it comes; the signal ends it. */
export async function storeFile(
  { content }: Pick<Part, 'content'>,
  path: string,
  signal: AbortSignal,
): Promise<Received> {
  let beginning = Buffer.alloc(0)
  let bytes = 0
  await pipeline(
    content,
    async function* (source: AsyncIterable<Uint8Array>) {
      for await (const chunk of source) {
        bytes += chunk.byteLength
        if (bytes > largestFile) throw new BodyRefused({ kind: 'too_large', limit: largestFile })
        if (beginning.length < 1024) beginning = Buffer.concat([beginning, chunk]).subarray(0, 1024)
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
    { signal },
  )
  if (bytes === 0) return 'empty'
  return beginning.includes('%PDF-') ? 'received' : 'not_pdf'
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}
