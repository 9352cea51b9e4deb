import { type FastifyBaseLogger, type FastifyRequest, LogController } from 'fastify'
import type { Logger } from 'pino'
import type { Config } from './config.ts'

/** The largest request body: an upload (web-api.md §1). */
export const uploadBytes = 50 * 1024 * 1024

/** How every request is taken in; the bench measures its limit with the same. URLs hold secrets, so no line of the log ever names one. */
export function serverOptions({ trustedProxies }: Pick<Config, 'trustedProxies'>, log: Logger) {
  return {
    loggerInstance: log.child({}, { serializers: { req: routeOnly, res: statusOnly } }) as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: trustedProxies.length > 0 ? trustedProxies : false,
    bodyLimit: uploadBytes,
    // A recipient's 20 MB over a line of 300 kbit/s.
    requestTimeout: 600_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle' as const,
    return503OnClosing: false,
    routerOptions: { maxParamLength: 300 },
  }
}

function routeOnly(request: FastifyRequest) {
  return { method: request.method, route: request.routeOptions?.url }
}

function statusOnly(reply: { statusCode?: number }) {
  return { status: reply.statusCode }
}
