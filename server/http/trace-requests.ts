import type { FastifyInstance, FastifyRequest } from 'fastify'
import { operations } from '#contract/web-api/operations.ts'

type Facts = {
  'http.request.method'?: string
  'http.route'?: string
  'http.response.status_code'?: number
  'error.type'?: string
}

type OpenSpan = {
  within<Answer>(work: () => Answer): Answer
  end(facts: Facts, name?: string): void
}

export type TraceNeeds = {
  begin(name: string, kind: 'request', facts: Facts, parent: string | null): OpenSpan
}

/** Probes come every second, and scripts and styles with every page: nobody looks for them. */
const untraced = /^\/(healthz$|health\/|metrics$|assets\/)/

/** Where a caller is a system that may have begun a trace. Elsewhere it is anybody's browser, which would choose ids and sampling. */
const goesOn = new Set(operations.map(({ path }) => path))

/**
 * Every request is a span under its route as it is bound: an address may hold what opens a document. A call of the Web API
 * goes on a trace that its caller began (`traceparent`).
 */
export function traceRequests(server: FastifyInstance, { begin }: TraceNeeds): void {
  const open = new WeakMap<FastifyRequest, OpenSpan>()
  server.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url
    if (untraced.test(route ?? '')) return done()
    const parent = goesOn.has(route ?? '') ? request.headers.traceparent : null
    const facts = {
      'http.request.method': methodOf(request),
      ...(route === undefined ? {} : { 'http.route': route }),
    }
    const span = begin(nameOf(request), 'request', facts, typeof parent === 'string' ? parent : null)
    open.set(request, span)
    span.within(done)
  })
  // What reads a body goes on where its bytes came in, which is in nobody's span.
  server.addHook('preHandler', (request, _reply, done) => {
    const span = open.get(request)
    if (span === undefined) done()
    else span.within(done)
  })
  server.addHook('onResponse', (request, reply, done) => {
    const { statusCode } = reply
    open.get(request)?.end({
      'http.response.status_code': statusCode,
      ...(statusCode >= 500 ? { 'error.type': String(statusCode) } : {}),
    })
    done()
  })
  // The client hung up before its answer.
  server.addHook('onRequestAbort', (request, done) => {
    open.get(request)?.end({ 'error.type': 'aborted' })
    done()
  })
}

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])

function methodOf({ method }: FastifyRequest): string {
  return methods.has(method) ? method : '_OTHER'
}

/** A stray has no route, and is named by its method alone. */
function nameOf(request: FastifyRequest): string {
  const method = methodOf(request)
  const { url } = request.routeOptions
  return url === undefined ? method : `${method} ${url}`
}
