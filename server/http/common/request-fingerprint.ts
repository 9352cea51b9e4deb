import { createHash, type Hash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'

/** Requests whose body somebody wants to recognise; the others are not hashed. */
const watched = new WeakMap<FastifyRequest, Hash>()

/**
 * Hashes method, address and body while whoever reads the body reads it: nothing is held in memory. Multipart counts by
 * its parts, because each try has another boundary. The answer tells the hash of what was read until now.
 */
export function watchBody(request: FastifyRequest): () => string {
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`)
  watched.set(request, hash)
  return () => hash.copy().digest('base64url')
}

/** Told by the readers of bodies. */
export function observe(request: FastifyRequest, bytes: Uint8Array): void {
  watched.get(request)?.update(bytes)
}
