import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

export type MetricsNeeds = {
  answered(request: { method: string; route: string | null; status: number; seconds: number }): void
  exposition(): Promise<{ contentType: string; body: string }>
}

/** Every answer of this server is measured, those of strays as well, under the route as it is bound. */
export function measureAnswers(server: FastifyInstance, { answered }: MetricsNeeds): void {
  server.addHook('onResponse', (request, reply, done) => {
    answered({
      method: request.method,
      route: request.routeOptions.url ?? null,
      status: reply.statusCode,
      seconds: reply.elapsedTime / 1000,
    })
    done()
  })
}

/**
 * The measurements in the text format of Prometheus. `token`: who asks must name it (RFC 6750); null on a port of their
 * own, which the operator keeps from strangers.
 */
export function metricsRoute(server: FastifyInstance, metrics: MetricsNeeds, token: string | null): void {
  server.get('/metrics', async (request, reply) => {
    reply.header('cache-control', 'no-store')
    if (token !== null && !isNamed(request, token)) return refuse(reply)
    const { contentType, body } = await metrics.exposition()
    return reply.header('content-type', contentType).send(body)
  })
}

function refuse(reply: FastifyReply) {
  return reply
    .code(401)
    .header('www-authenticate', 'Bearer realm="metrics"')
    .send({ error: 'unauthorized', message: 'name METRICS_TOKEN as a bearer token' })
}

function isNamed(request: FastifyRequest, token: string): boolean {
  const [, given = ''] = /^Bearer ([^\s]{1,512})$/i.exec(request.headers.authorization ?? '') ?? []
  // Of one length, so that the time says nothing about the token.
  return timingSafeEqual(hashOf(given), hashOf(token))
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
