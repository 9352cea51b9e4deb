import type { IncomingMessage } from 'node:http'
import { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from '#server/config/config.ts'
import { parseQuery } from '#server/http/common/request-query.ts'
import type { Networks } from '#server/usecases/access-ports.ts'
import type { Random } from '#server/usecases/ports.ts'

/** The largest request body: an upload. */
export const uploadBytes = 50 * 1024 * 1024

export type OptionNeeds = {
  config: Pick<Config, 'trustedProxies'>
  log: Logger
  random: Pick<Random, 'id'>
  networks: Pick<Networks, 'contain'>
}

/** How every request is taken in; the bench measures its limit with the same. URLs hold secrets, so no line of the log ever names one. */
export function serverOptions({ config: { trustedProxies }, log, random, networks }: OptionNeeds) {
  return {
    loggerInstance: log.child({}, { serializers: { req: routeOnly, res: statusOnly } }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    genReqId: (raw: IncomingMessage) => {
      const known = raw.headers['x-request-id']
      const isKnown = typeof known === 'string' && requestIdForm.test(known)
      return isKnown && networks.contain(trustedProxies, raw.socket.remoteAddress ?? null)
        ? known
        : random.id()
    },
    // Asked for by us, with an answer that has a body and our headers.
    http: { requireHostHeader: false },
    bodyLimit: uploadBytes,
    // A recipient's 20 MB over a line of 300 kbit/s.
    requestTimeout: 600_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle' as const,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300, querystringParser: parseQuery },
  }
}

/** What a named proxy may call a request; of anybody else's id nothing is trusted, and it never reaches the log. */
const requestIdForm = /^[A-Za-z0-9._-]{8,64}$/

function routeOnly(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions?.url }
}

function statusOnly(reply: { statusCode?: number }) {
  return { status: reply.statusCode }
}
