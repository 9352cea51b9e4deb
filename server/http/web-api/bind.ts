import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Operation } from '#contract/web-api/operation.ts'
import { rightOf } from '#domain/access.ts'
import { refusal } from '#domain/refusal.ts'
import { isWithinReach } from '#domain/test-document.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { queryPairs } from '../common/request-query.ts'
import { authenticate } from './authenticate.ts'
import type { Api, Call, DocumentCall } from './call.ts'
import { CallRefused } from './call-refused.ts'
import { carryOutOnce } from './carry-out-once.ts'
import type { Check } from './checks.ts'
import { preflightAnswer } from './cross-origin.ts'

/** Mounts an operation that is about no one document. */
export function bind(api: Api, operation: Operation, answer: (call: Call) => unknown): void {
  mount(api, operation, async (request, reply) => {
    const { caller, origin, now } = await authenticate(api, { request, reply }, undefined)
    const call = { caller, origin, now, request, reply, params: paramsOf(request) }
    return carryOutOnce(api, operation, call, (once) => {
      // Also where no parameter is looked at: what is no text is no query.
      queryPairs(request)
      return answer({ ...call, ...once })
    })
  })
}

/**
 * Mounts an operation on a document: token, document, right, then the checks in the order given; media type and
 * parameters are read by `answer`, after them.
 */
export function bindDocument(
  api: Api,
  operation: Operation,
  checks: Check[],
  answer: (call: DocumentCall) => unknown,
): void {
  mount(api, operation, async (request, reply) => {
    const params = paramsOf(request)
    const { caller, document, origin, now } = await authenticate(api, { request, reply }, params.document_id)
    const asks = operation.method === 'GET' ? 'reads' : 'writes'
    // What is out of a client's reach is, for it, not there.
    if (document === null || !isWithinReach(caller, document, asks)) {
      throw new Refused(refusal('document_not_found'))
    }
    const right = rightOf(caller.member, document)
    if (right === null) throw new Refused(refusal('not_your_document'))
    const ports = portsOf(api.ports, document)
    const call = { caller, document, right, origin, now, request, reply, params, ports }
    return carryOutOnce(api, operation, call, (once) => {
      for (const check of checks) check(call)
      queryPairs(request)
      return answer({ ...call, ...once })
    })
  })
}

/** What the path names. */
function paramsOf(request: FastifyRequest): Record<string, string> {
  return request.params as Record<string, string>
}

/** Mounts an operation that needs no token. */
export function mount(
  api: Api,
  operation: Operation,
  handler: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
): void {
  const { method, path } = operation
  const known = api.methods.get(path) ?? new Set()
  api.methods.set(path, known.add(method))
  // The mapping to the wire is typed by the schema; a serializer made from it was slower than JSON.stringify.
  api.server.route({ method, url: path, handler })
}

const everyMethod = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

/** Whatever else is asked of these paths: 405 with `Allow` where the path exists, 404 below `/documents` otherwise. */
export function mountRefusals(api: Api): void {
  const { server } = api
  for (const [url, methods] of api.methods) {
    const allowed = [...methods, ...(methods.has('GET') ? ['HEAD'] : [])]
    const method = everyMethod.filter((each) => !allowed.includes(each))
    server.route({
      method,
      url,
      exposeHeadRoute: false,
      handler: async (request, reply) => {
        const preflight = url === '/token' ? null : await preflightAnswer(api, request, reply)
        if (preflight !== null) return preflight
        reply.header('allow', allowed.join(', '))
        if (url !== '/token') await authenticate(api, { request, reply }, undefined)
        throw new CallRefused({ code: 'method_not_allowed' })
      },
    })
  }
  server.route({
    method: everyMethod,
    url: '/documents/*',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const preflight = await preflightAnswer(api, request, reply)
      if (preflight !== null) return preflight
      await authenticate(api, { request, reply }, undefined)
      throw new CallRefused({ code: 'route_unknown' })
    },
  })
}
