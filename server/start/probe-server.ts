import { type FastifyInstance, fastify } from 'fastify'
import { headersOfEveryAnswer } from '#server/http/common/every-answer.ts'
import { type HealthNeeds, healthRoutes } from '#server/http/health-routes.ts'
import type { Services } from './open-services.ts'
import { serverOptions } from './server-options.ts'

/** The health routes and nothing else. */
export function createProbeServer({ config, ports, log }: Services, health: HealthNeeds): FastifyInstance {
  const { random, networks } = ports
  const server = fastify({ ...serverOptions({ config, log, random, networks }), bodyLimit: 1 })
  const headers = headersOfEveryAnswer(config.publicUrl.startsWith('https:'))
  server.addHook('onRequest', (request, reply, done) => {
    reply.headers({ ...headers, 'x-request-id': request.id })
    done()
  })
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not_found' }))
  healthRoutes(server, health)
  return server
}
