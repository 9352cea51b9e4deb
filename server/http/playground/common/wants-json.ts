import type { FastifyRequest } from 'fastify'

/** A program asks for JSON by name; a browser asks for HTML first. */
export function wantsJson(request: FastifyRequest): boolean {
  const accept = request.headers.accept ?? ''
  return accept.includes('application/json') && !accept.includes('text/html')
}
