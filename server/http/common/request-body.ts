import type { FastifyRequest } from 'fastify'
import { BodyRefused } from './body-refused.ts'
import { observe } from './request-fingerprint.ts'

/**
 * The body as it arrives, counted. What is left unread afterwards is thrown away, so that a client that is still
 * sending can read our answer and use its connection again.
 */
export async function* bodyOf(request: FastifyRequest, maxBytes: number): AsyncGenerator<Uint8Array> {
  const tooLarge = () => new BodyRefused({ kind: 'too_large', limit: maxBytes })
  if (Number(request.headers['content-length']) > maxBytes) throw tooLarge()
  let bytes = 0
  try {
    for await (const chunk of request.raw.iterator({ destroyOnReturn: false })) {
      bytes += chunk.byteLength
      if (bytes > maxBytes) throw tooLarge()
      yield chunk
    }
  } finally {
    request.raw.resume()
  }
}

/** The whole body in memory: for forms and JSON only. */
export async function readBody(request: FastifyRequest, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of bodyOf(request, maxBytes)) chunks.push(chunk)
  const body = Buffer.concat(chunks)
  observe(request, body)
  return body
}

/** Lower case, without parameters; empty when there is none. */
export function mediaTypeOf(request: FastifyRequest): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
