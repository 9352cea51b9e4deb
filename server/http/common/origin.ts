import type { FastifyRequest } from 'fastify'
import type { Origin } from '#server/usecases/ports.ts'

const longestUserAgent = 300

/** Who acts, from where. */
export function originOf(request: FastifyRequest, actor: Origin['actor']): Origin {
  return { actor, ...whereFrom(request) }
}

/** The address is the socket's, or a named proxy's word (fastify's `trustProxy`). */
export function whereFrom(request: FastifyRequest): Pick<Origin, 'address' | 'userAgent'> {
  const userAgent = request.headers['user-agent']
  return { address: request.ip, userAgent: userAgent?.slice(0, longestUserAgent) ?? null }
}
