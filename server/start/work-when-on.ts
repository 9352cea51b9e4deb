import { translated } from '#server/adapters/postgres/connection/trouble.ts'
import { jobsAreOffSince } from '#server/adapters/postgres/installation/installation-store.ts'
import { secondsPerLane } from '#server/worker/lanes.ts'
import { startUpkeep } from '#server/worker/upkeep.ts'
import type { Worker } from '#server/worker/worker.ts'
import type { Services } from './open-services.ts'
import { work } from './work.ts'

const lookMilliseconds = 5_000

/**
 * Takes jobs as soon as they are on, and stops when they are switched off: by `JOBS=off` for this process, by `musubi jobs off` or
 * a restore for all of this database. Nobody is called overdue meanwhile, for nobody shall take them. Harmless twice.
 */
export async function workWhenOn(services: Services): Promise<Worker> {
  const { config, pool, log, tell, onAway } = services
  let worker: Worker | null = null
  let told: boolean | null = null
  let stopping = false

  async function look(): Promise<void> {
    const on = config.jobs === 'on' && (await jobsAreOffSince(pool)) === null
    if (stopping) return
    if (on && worker === null) worker = work(services)
    if (!on && worker !== null) {
      const before = worker
      worker = null
      await before.stop()
    }
    if (on !== told && !(on && told === null)) tellOf(on)
    told = on
  }

  function tellOf(on: boolean): void {
    const fields = { event: on ? 'jobs.on' : 'jobs.off' }
    if (on) log.info(fields, 'jobs are on again: what waited is done now')
    else
      log.warn(
        { ...fields, cure: config.jobs === 'off' ? 'start without JOBS=off' : 'musubi jobs on' },
        'jobs are off: no SMS, mail, webhook or seal goes out until they are switched on',
      )
  }

  await look()
  const upkeep = startUpkeep({
    ...{ name: 'look whether jobs are on', everyMilliseconds: lookMilliseconds },
    ...translated({ work: look }, onAway),
    log: tell,
  })
  return {
    overdue: async () => worker?.overdue() ?? secondsPerLane([]),
    async stop() {
      stopping = true
      await upkeep.stop()
      await worker?.stop()
    },
  }
}
