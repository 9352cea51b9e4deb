import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { MultipartFile } from '@fastify/multipart'

export type Received = 'received' | 'empty' | 'too_large' | 'not_pdf'

/** Streams an upload to `path`. The bytes are judged by how they begin, never by the name. */
export async function receiveFile(upload: MultipartFile, path: string): Promise<Received> {
  let beginning = Buffer.alloc(0)
  await pipeline(
    upload.file,
    async function* (source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        if (beginning.length < 1024) beginning = Buffer.concat([beginning, chunk]).subarray(0, 1024)
        yield chunk
      }
    },
    createWriteStream(path, { mode: 0o600, flags: 'wx' }),
  )
  // The stream just ends at the limit: only this tells.
  if (upload.file.truncated) return 'too_large'
  if ((await stat(path)).size === 0) return 'empty'
  return beginning.includes('%PDF-') ? 'received' : 'not_pdf'
}
