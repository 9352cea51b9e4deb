import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance } from 'fastify'
import { translated } from '#server/adapters/postgres/connection/trouble.ts'
import { createJobQueue } from '#server/adapters/postgres/jobs/job-queue.ts'
import { metricsRoute } from '#server/http/metrics-routes.ts'
import { systemOrigin } from '#server/usecases/ports.ts'
import { secondsPerLane } from '#server/worker/lanes.ts'
import { startUpkeep } from '#server/worker/upkeep.ts'
import type { Worker } from '#server/worker/worker.ts'
import { demoSiteOf } from './demo-site.ts'
import { seedEvaluation, seedProduction } from './first-team.ts'
import type { Health } from './health.ts'
import { readServices, serveMetrics } from './metrics-server.ts'
import type { Built, Services } from './open-services.ts'
import { createProbeServer } from './probe-server.ts'
import { readinessOf } from './readiness.ts'
import { createServer } from './server.ts'
import { stopInOrder } from './stop-in-order.ts'
import { teamEventLog } from './team-event-log.ts'
import { upkeepOfServing } from './upkeep-tasks.ts'

export type Serving = {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  url: string
  /** Tells the load balancer, waits `drainSeconds`, then ends the requests. Harmless twice. */
  stop(): Promise<void>
}

/** Every door on one server. `worker`: the one of this process; null where other processes take the jobs. */
export async function serve(
  services: Services,
  { assets, worker }: Pick<Built, 'assets'> & { worker: Worker | null },
): Promise<Serving> {
  const { config, evaluation, ports, pool, tell, onAway } = services
  const demoSite = demoSiteOf(config)
  const tools = { ...ports, pool, signIn: services.signIn }
  const begun =
    evaluation === null
      ? await seedProduction(tools, config)
      : await seedEvaluation(tools, evaluation, demoSite)
  teamEventLog(services.log)(systemOrigin, begun)

  const queue = createJobQueue(pool, onAway)
  const health = readinessOf({
    process: worker === null ? 'serve' : 'all',
    pool,
    storage: ports.storage,
    waitingJobs: worker?.overdue ?? (async () => secondsPerLane(await queue.waiting())),
  })
  const server = await createServer({ ...services, health, assetsDirectory: assets, demoSite })
  const serving = await listen(server, health, services)
  const measurements = await measurementsOf(services, health)
  // A worker notices by itself what these look for.
  const upkeepTasks = (worker === null ? upkeepOfServing(services) : []).map((upkeepTask) =>
    startUpkeep({ ...translated(upkeepTask, onAway), log: tell }),
  )
  return {
    url: serving.url,
    stop: () => stopInOrder([...upkeepTasks, serving, ...measurements].map((each) => () => each.stop())),
  }
}

/** Only the probes, for a process that takes jobs and serves nobody. */
export async function serveProbes(services: Services, worker: Worker): Promise<Serving> {
  const { pool, ports, config } = services
  const health = readinessOf({
    process: 'work',
    pool,
    storage: ports.storage,
    waitingJobs: worker.overdue,
  })
  const server = createProbeServer(services, health)
  if (services.metrics !== null && config.metrics.token !== null)
    metricsRoute(server, services.metrics, config.metrics.token)
  const serving = await listen(server, health, services)
  const measurements = await measurementsOf(services, health)
  return {
    url: serving.url,
    stop: () => stopInOrder([serving, ...measurements].map((each) => () => each.stop())),
  }
}

/** The measurements on a port of their own, where they have one; they are read until everything else has ended. */
async function measurementsOf(services: Services, health: Health): Promise<{ stop(): Promise<void> }[]> {
  const { metrics, config } = services
  if (metrics === null) return []
  readServices(metrics, services, health)
  return config.metrics.port === null
    ? []
    : [await serveMetrics(metrics, config.metrics.port, services, health)]
}

async function listen(server: FastifyInstance, health: Health, { config }: Services): Promise<Serving> {
  const url = await server.listen({ host: config.host, port: config.port })
  return {
    url,
    async stop() {
      // The load balancer is told first, and has the time to send its requests elsewhere.
      health.drain()
      await sleep(config.drainSeconds * 1000)
      await server.close()
    },
  }
}
