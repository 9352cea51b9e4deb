import type { FastifyInstance, FastifyRequest } from 'fastify'
import { BodyRefused } from './body-refused.ts'
import { pairsOf } from './form-pairs.ts'
import { mediaTypeOf, readBody } from './request-body.ts'

const formType = 'application/x-www-form-urlencoded'

/**
 * Leaves every body where it is: the routes read it, after they have looked at path, session and token. What no route
 * reads is thrown away by node once the answer is out.
 */
export function leaveBodiesUnread(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser('*', (_request, _payload, done) => done(null))
}

/**
 * Reads a form as browsers post it into the request's body, once: of repeated names the first value; `__proto__` is a
 * name like any other.
 */
export async function readForm(
  request: FastifyRequest,
  maxBytes: number,
  most?: number,
): Promise<Record<string, string>> {
  if (request.body !== undefined && request.body !== null) return request.body as Record<string, string>
  const type = mediaTypeOf(request)
  if (type !== '' && type !== formType) throw new BodyRefused({ kind: 'media_type', expected: formType })
  const form: Record<string, string> = Object.create(null)
  for (const [name, value] of pairsOf(await readBody(request, maxBytes), most)) form[name] = value
  request.body = form
  return form
}
