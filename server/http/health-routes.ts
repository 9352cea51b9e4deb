import type { FastifyInstance } from 'fastify'

type Part = { ok: boolean; ageSeconds: number; why?: string; waitingSeconds?: Record<string, number> }

export type HealthNeeds = {
  ready(): Promise<{
    process: 'all' | 'serve' | 'work'
    ready: boolean
    draining: boolean
    parts: Record<string, Part>
  }>
}

/**
 * For load balancers and supervisors. `live`: the process answers; whoever restarts it when this fails heals nothing
 * that a database or a disk broke, so neither is asked. `ready`: it can work; every part that it needs, with its age.
 */
export function healthRoutes(server: FastifyInstance, health: HealthNeeds): void {
  // The path of earlier releases.
  server.get('/healthz', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  )
  server.get('/health/live', (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'live' }),
  )
  server.get('/health/ready', async (_request, reply) => {
    const { process, ready, draining, parts } = await health.ready()
    const shown = Object.fromEntries(
      Object.entries(parts).map(([name, { ok, ageSeconds, why, waitingSeconds }]) => [
        name,
        {
          ok,
          age_seconds: ageSeconds,
          ...(why && { why }),
          ...(waitingSeconds && { waiting_seconds: waitingSeconds }),
        },
      ]),
    )
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ready' : draining ? 'draining' : 'not_ready', process, parts: shown })
  })
}
