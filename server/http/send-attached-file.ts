import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { AttachedFile } from '#domain/attachment.ts'
import type { Storage } from '#server/usecases/delivery-ports.ts'
import { contentDisposition } from './content-disposition.ts'

/**
 * A stranger's file, as a download and never anything that a browser shows: nobody guesses its type, and if it were
 * opened all the same it could run nothing.
 */
export async function sendAttachedFile(
  { storage, https }: { storage: Storage; https: boolean },
  reply: FastifyReply,
  file: Pick<AttachedFile, 'name' | 'mediaType' | 'storageKey' | 'sha256'>,
): Promise<FastifyReply> {
  const { stream, bytes } = await storage.read(file.storageKey, file.sha256)
  reply.headers({
    'content-type': file.mediaType,
    'content-length': bytes,
    'content-disposition': contentDisposition('attachment', file.name),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'private, no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  })
  return reply.send(Readable.from(stream, { objectMode: false }))
}
