import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Ports } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { loggedFailure } from '../failure.ts'
import { mountAttachmentRoutes } from './attachment-routes.ts'
import { mountAttributeRoutes } from './attribute-routes.ts'
import { mountRefusals } from './bind.ts'
import { mountCabinetRoutes } from './cabinet-routes.ts'
import type { Api, WebApiOptions } from './call.ts'
import { callAllowance } from './call-allowance.ts'
import { mountDocumentRoutes } from './document-routes.ts'
import { mountFileRoutes } from './file-routes.ts'
import { mountImportedDocumentRoutes } from './imported-document-routes.ts'
import { mountParticipantRoutes } from './participant-routes.ts'
import { type ApiRefusal, answerTo, CallRefused, internalError } from './refusals.ts'
import { mountReporteeRoutes } from './reportee-routes.ts'
import { mountTeamRoutes } from './team-routes.ts'
import { mountTokenRoutes } from './token-routes.ts'
import { mountWidgetRoutes } from './widget-routes.ts'

export type { WebApiOptions } from './call.ts'

/** The HTTP API that integrating systems call (web-api.md), mounted at `/`. */
export function webApi(ports: Ports, options: WebApiOptions): FastifyPluginAsync {
  return async (server) => {
    const allowance = callAllowance(ports, options.callsPerMinute)
    const api: Api = { server, ports, options, allowance, methods: new Map() }
    // Bodies are read by the routes, after the checks that the contract puts before them.
    server.removeAllContentTypeParsers()
    server.addContentTypeParser('*', (_request, _payload, done) => done(null))
    server.setErrorHandler(answerError)
    const headers = answerHeaders(options.publicUrl.startsWith('https:'))
    server.addHook('onRequest', (request, reply, done) => {
      reply.headers(headers)
      // `/token` answers no page of another site, so it is the one path that does not ask who calls.
      if (request.routeOptions.url !== '/token') reply.header('vary', 'Origin')
      done()
    })
    mountTokenRoutes(api)
    mountDocumentRoutes(api)
    mountFileRoutes(api)
    mountParticipantRoutes(api)
    mountWidgetRoutes(api)
    mountAttachmentRoutes(api)
    mountCabinetRoutes(api)
    mountImportedDocumentRoutes(api)
    mountTeamRoutes(api)
    mountReporteeRoutes(api)
    mountAttributeRoutes(api)
    mountRefusals(api)
  }
}

/** Answers hold tokens, numbers and names: for the caller alone, and never anything that a browser runs or frames. */
function answerHeaders(https: boolean): Record<string, string> {
  return {
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    ...(https ? { 'strict-transport-security': 'max-age=63072000; includeSubDomains' } : {}),
  }
}

/** For the server's own not-found handler: a path that nobody knows, answered as the Web API does. */
export function answerUnknownRoute(_request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { status, body } = answerTo({ code: 'route_unknown' })
  return reply.code(status).send(body)
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalIn(error, request)
  if (refusal !== null) {
    const { status, body } = answerTo(refusal)
    // `/token` has a spelling of its own for whatever is wrong with the request.
    const atToken = request.routeOptions.url === '/token'
    if (atToken && (body.error === 'bad_request' || status === 413)) {
      return reply.code(400).send({ ...body, error: 'invalid_request' })
    }
    if (atToken && status === 403) return reply.code(403).send({ ...body, error: 'forbidden' })
    if (status === 429) reply.header('retry-after', refusal.detail?.seconds)
    return reply.code(status).send(body)
  }
  request.log.error({ failure: loggedFailure(error), route: request.routeOptions.url }, 'web api call failed')
  return reply.code(500).send(internalError)
}

function refusalIn(error: FastifyError, request: FastifyRequest): ApiRefusal | null {
  if (error instanceof Refused || error instanceof CallRefused) return error.refusal
  if (error.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return { code: 'media_type_unsupported', detail: { expected: 'application/x-www-form-urlencoded' } }
  }
  // The client went away in the middle of its body, or never kept to HTTP.
  if (request.raw.destroyed && !request.raw.complete) {
    return { code: 'body_malformed', detail: { why: 'it ended early' } }
  }
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) {
    return { code: 'body_malformed', detail: { why: 'the request is not valid HTTP' } }
  }
  return null
}
