import { translated } from '#server/adapters/postgres/connection/trouble.ts'
import { watchWorkers } from '#server/adapters/postgres/jobs/dead-workers.ts'
import { createJobQueue } from '#server/adapters/postgres/jobs/job-queue.ts'
import { retryWaitingSeals } from '#server/adapters/postgres/jobs/parked-seals.ts'
import { tracedTasks } from '#server/tracing/traced.ts'
import { placesOf } from '#server/worker/lanes.ts'
import { tasksOf } from '#server/worker/tasks.ts'
import { startUpkeep } from '#server/worker/upkeep.ts'
import { watchSeals } from '#server/worker/waiting-seals.ts'
import { startWorker, type Worker } from '#server/worker/worker.ts'
import type { Services } from './open-services.ts'
import { certificateWatch } from './sealing-tools.ts'
import { stopInOrder } from './stop-in-order.ts'
import { upkeepOf } from './upkeep-tasks.ts'

/**
 * Takes jobs and does the upkeep. `stop`: the upkeep tasks first, then the jobs that run are waited for. Harmless
 * twice.
 */
export function work(services: Services): Worker {
  const { config, evaluation, ports, pool, log, tell, onAway, metrics, tracing } = services
  const seals = watchSeals((most) => retryWaitingSeals(pool, most), tell)
  const { publicUrl, terms } = config
  const options = { evaluation: evaluation !== null, publicUrl, termsUrl: terms.url }
  // Receipts come to whoever keeps a line, also for texts that went before.
  services.gateways.open()
  const tasks = seals.around(tasksOf(ports, options))
  const worker = startWorker({
    queue: createJobQueue(pool, onAway),
    watch: (onWork) =>
      watchWorkers({ databaseUrl: services.databaseUrl, log: tell, onWork, onFailure: services.onFailure }),
    tasks: tracing === null ? tasks : tracedTasks(tasks, tracing),
    onTry: (job, outcome, seconds) => metrics?.jobEnded(job, outcome, seconds),
    places: placesOf(config.jobConcurrency),
    newName: () => `worker-${ports.random.token(12)}`,
    onAnswer: services.episodes.answered,
    log: tell,
  })
  const upkeepTasks = [
    ...upkeepOf(services),
    certificateWatch({ config, signer: services.signer, clock: ports.clock, log }),
    seals.upkeepTask,
  ].map((upkeepTask) => startUpkeep({ ...translated(upkeepTask, onAway), log: tell }))
  return {
    overdue: worker.overdue,
    stop: () => stopInOrder([...upkeepTasks.toReversed(), worker].map((each) => () => each.stop())),
  }
}
