import type { FastifyError, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import type { Ports } from '#server/usecases/ports.ts'
import { DatabaseSlow, Refused } from '#server/usecases/refused.ts'
import { type BodyProblem, BodyRefused } from '../common/body-refused.ts'
import { leaveBodiesUnread } from '../common/read-form.ts'
import { loggedFailure } from '../failure.ts'
import { unavailable, willPass } from '../unavailable.ts'
import { mountAttachmentRoutes } from './attachment-routes.ts'
import { mountAttributeRoutes } from './attribute-routes.ts'
import { mountRefusals } from './bind.ts'
import { mountBulkSendRoutes } from './bulk-send-routes.ts'
import { mountCabinetRoutes } from './cabinet-routes.ts'
import type { Api, WebApiOptions } from './call.ts'
import { callAllowance } from './call-allowance.ts'
import { type ApiRefusal, CallRefused } from './call-refused.ts'
import { mountDocumentRoutes } from './document-routes.ts'
import { mountEventRoutes } from './event-routes.ts'
import { mountFileRoutes } from './file-routes.ts'
import { mountImportedDocumentRoutes } from './imported-document-routes.ts'
import { logCalls, noteError } from './log-calls.ts'
import { mountParticipantRoutes } from './participant-routes.ts'
import { answerTo, internalError, waitAMoment } from './refusals.ts'
import { mountReporteeRoutes } from './reportee-routes.ts'
import { mountTeamRoutes } from './team-routes.ts'
import { mountTelRequestRoutes } from './tel-request-routes.ts'
import { mountTestClockRoutes } from './test-clock-routes.ts'
import { mountTokenRoutes } from './token-routes.ts'
import { mountWidgetRoutes } from './widget-routes.ts'

export type { WebApiOptions } from './call.ts'

/** The HTTP API that integrating systems call, mounted at `/`. */
export function webApi(ports: Ports, options: WebApiOptions): FastifyPluginAsync {
  return async (server) => {
    const allowance = callAllowance(ports, options.callsPerMinute)
    const api: Api = { server, ports, options, allowance, methods: new Map() }
    // Bodies are read by the routes, after the checks that the contract puts before them.
    leaveBodiesUnread(server)
    server.setErrorHandler(answerError)
    server.addHook('onRequest', (request, reply, done) => {
      // `/token` answers no page of another site, so it is the one path that does not ask who calls.
      if (request.routeOptions.url !== '/token') reply.header('vary', 'Origin')
      done()
    })
    logCalls(server, ports)
    mountTokenRoutes(api)
    mountDocumentRoutes(api)
    mountFileRoutes(api)
    mountParticipantRoutes(api)
    mountTelRequestRoutes(api)
    mountWidgetRoutes(api)
    mountAttachmentRoutes(api)
    mountBulkSendRoutes(api)
    mountCabinetRoutes(api)
    mountImportedDocumentRoutes(api)
    mountTeamRoutes(api)
    mountEventRoutes(api)
    mountReporteeRoutes(api)
    mountAttributeRoutes(api)
    mountTestClockRoutes(api)
    mountRefusals(api)
  }
}

function answerError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = refusalIn(error, request)
  if (refusal !== null) {
    const { status, body } = answerTo(refusal)
    noteError(request, refusal.code)
    // `/token` has a spelling of its own for whatever is wrong with the request.
    const atToken = request.routeOptions.url === '/token'
    if (atToken && (body.error === 'bad_request' || status === 413)) {
      return reply.code(400).send({ ...body, error: 'invalid_request' })
    }
    if (atToken && status === 403) return reply.code(403).send({ ...body, error: 'forbidden' })
    if (status === 429) reply.header('retry-after', refusal.detail?.seconds)
    return reply.code(status).send(body)
  }
  if (willPass(error)) {
    if (error instanceof DatabaseSlow) logFailure(request, error)
    noteError(request, waitAMoment.error)
    return unavailable(reply).send(waitAMoment)
  }
  noteError(request, internalError.error)
  logFailure(request, error)
  return reply.code(500).send(internalError)
}

function logFailure(request: FastifyRequest, error: Error): void {
  request.log.error({ failure: loggedFailure(error), route: request.routeOptions.url }, 'web api call failed')
}

function refusalIn(error: FastifyError, request: FastifyRequest): ApiRefusal | null {
  if (error instanceof Refused || error instanceof CallRefused) return error.refusal
  if (error instanceof BodyRefused) return refusalOfBody(error.problem)
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

function refusalOfBody(problem: BodyProblem): ApiRefusal {
  switch (problem.kind) {
    case 'too_large':
      return { code: 'body_too_large', detail: { limit: problem.limit } }
    case 'media_type':
      return { code: 'media_type_unsupported', detail: { expected: problem.expected } }
    case 'malformed':
      return { code: 'body_malformed', detail: { why: problem.why } }
    case 'field':
      return { code: 'field_malformed', field: problem.field, detail: { expected: problem.expected } }
    case 'field_too_long':
      return { code: 'field_too_long', field: problem.field, detail: { limit: problem.limit } }
  }
}
