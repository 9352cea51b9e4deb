import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import type { Storage } from '#server/usecases/delivery-ports.ts'

/** Streams stored bytes as a download (RFC 6266, with the name as RFC 5987 spells it). */
export async function sendPdf(
  storage: Storage,
  reply: FastifyReply,
  { storageKey, sha256 }: { storageKey: string; sha256: string },
  name: string,
): Promise<FastifyReply> {
  const { stream, bytes } = await storage.read(storageKey, sha256)
  return reply
    .type('application/pdf')
    .header('content-length', bytes)
    .header('content-disposition', `attachment; filename="document.pdf"; filename*=UTF-8''${encode(name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'private, no-store')
    .send(Readable.from(stream, { objectMode: false }))
}

function encode(name: string): string {
  const escaped = (character: string) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  return encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, escaped)
}
