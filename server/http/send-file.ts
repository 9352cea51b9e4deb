import { Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'
import { contentDisposition } from './content-disposition.ts'

type Shown = {
  name: string
  bytes: number
  stream: AsyncIterable<Uint8Array>
  part(start: number, end: number): AsyncIterable<Uint8Array>
}

/**
 * A PDF, streamed, or the part of it that the request's `Range` asks for (RFC 9110 §14). A browser that shows it in a frame
 * of its own may run nothing in it.
 */
export function sendFile(
  reply: FastifyReply,
  { name, bytes, stream, part }: Shown,
  { kind, https }: { kind: 'inline' | 'attachment'; https: boolean },
): FastifyReply {
  const range = rangeIn(reply.request.headers.range, bytes)
  reply.headers({
    'content-type': 'application/pdf',
    'accept-ranges': 'bytes',
    'content-length': range === null ? bytes : range === 'none' ? 0 : range.end - range.start + 1,
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
  if (range === null) return reply.send(Readable.from(stream, { objectMode: false }))
  if (range === 'none') return reply.status(416).header('content-range', `bytes */${bytes}`).send()
  reply.status(206).header('content-range', `bytes ${range.start}-${range.end}/${bytes}`)
  return reply.send(Readable.from(part(range.start, range.end), { objectMode: false }))
}

/**
 * What a `Range` header asks of so many bytes: null for the whole (no header, another unit, several ranges: §14.2 lets a
 * server ignore them), `none` where nothing of it is there.
 */
function rangeIn(header: string | undefined, bytes: number): { start: number; end: number } | 'none' | null {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === '' && last === '') return null
  if (first === '') {
    const count = Math.min(Number(last), bytes)
    return count === 0 ? 'none' : { start: bytes - count, end: bytes - 1 }
  }
  const start = Number(first)
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1)
  // An end before the start is no range at all (§14.1.1), and is ignored.
  if (last !== '' && Number(last) < start) return null
  return start >= bytes ? 'none' : { start, end }
}
