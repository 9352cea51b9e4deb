import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { contentDisposition } from './content-disposition.ts'

type Shown = { name: string; bytes: number; stream: AsyncIterable<Uint8Array> }

/** A PDF, streamed. A browser that shows it in a frame of its own may run nothing in it. */
export function sendFile(
  reply: FastifyReply,
  { name, bytes, stream }: Shown,
  { kind, https }: { kind: 'inline' | 'attachment'; https: boolean },
): FastifyReply {
  reply.headers({
    'content-type': 'application/pdf',
    'content-length': bytes,
    'content-disposition': contentDisposition(
      kind,
      name.toLowerCase().endsWith('.pdf') ? name : `${name}.pdf`,
    ),
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  })
  return reply.send(Readable.from(stream))
}
