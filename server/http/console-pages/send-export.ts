import type { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { contentDisposition } from '../content-disposition.ts'

/** Answers with what was recorded, as a file that no browser shows. `type`: without its charset, which is UTF-8. */
export function sendExport(
  reply: FastifyReply,
  content: string | Readable,
  { name, type }: { name: string; type: string },
): FastifyReply {
  return reply
    .headers({
      'content-disposition': contentDisposition('attachment', name),
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    })
    .type(`${type}; charset=utf-8`)
    .send(content)
}
