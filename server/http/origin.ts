import type { FastifyRequest } from 'fastify'
import type { Origin } from '#server/usecases/ports.ts'

const longestUserAgent = 300

/** Who acts, from where. The address is the socket's, or a named proxy's word (fastify's `trustProxy`). */
export function originOf(request: FastifyRequest, actor: Origin['actor']): Origin {
  const userAgent = request.headers['user-agent']
  return { actor, address: request.ip, userAgent: userAgent?.slice(0, longestUserAgent) ?? null }
}
