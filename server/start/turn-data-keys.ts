import { turnDataKey } from '#server/adapters/postgres/installation/turn-data-key.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import type { Services } from './open-services.ts'

/** Of one round; then other tasks, and people who sign, have the database for themselves for the rest of a second. */
const pagesARound = 4

/**
 * Encrypts anew with the first of several data keys what the others encrypted, a page at a time and one process at a time. While
 * there is one key alone nothing is looked for: a text of another one would have been refused at the start.
 */
export function turnDataKeys({ pool, ports, log, dataKeyIds }: Services): Omit<UpkeepTask, 'log'> {
  const [current = '', ...former] = dataKeyIds
  let done = former.length === 0
  let texts = 0
  let first = true
  return {
    name: 'encrypt anew with the current data key',
    async work() {
      for (let page = 0; page < pagesARound && !done; page += 1) {
        // Whichever process is started last with the new order of keys finds what the others wrote before.
        const turned = await turnDataKey(pool, ports.secrets, current, { anew: first })
        if (turned === null) return
        first = false
        texts += turned.texts
        done = turned.done
        if (done && !turned.overtaken)
          log.info(
            { event: 'data_key.turned', key: current, texts },
            'nothing is encrypted with a former data key any more, as far as this server can read it; musubi keys list says which may go',
          )
      }
    },
    everyMilliseconds: 1_000,
  }
}
