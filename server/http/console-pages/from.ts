import type { FastifyRequest } from 'fastify'
import type { From } from '#server/usecases/access/begin-session.ts'
import { whereFrom } from '../common/origin.ts'

/** From where somebody comes in, with what their browser knows. */
export function fromOf(request: FastifyRequest): From {
  return { ...whereFrom(request), cookies: request.headers.cookie }
}
