import { documentsToRemind, type RemindersPlace } from '#server/adapters/postgres/documents/due-reminders.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { remindByPlan } from '#server/usecases/notifying/remind-by-plan.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import type { Services } from './open-services.ts'

/** So many are reminded in a minute; more than that wait for the next. */
const atOnce = 500
/** Of such pages so many are looked through for them, past those that fail. */
const mostPages = 20

/** So many failing documents are remembered as told; with more of them each is told again now and then. */
const mostTold = 10_000

/**
 * Reminds recipients whose day has come. A page begins behind the last document of the one before, also of the round before, until
 * there are none: so documents that fail, however many, hold up nobody. Each is told once, until it succeeds or another process
 * looks.
 */
export function remindRecipients(services: Needs): Omit<UpkeepTask, 'log'> {
  const { pool, ports } = services
  let after: RemindersPlace | null = null
  const told = new Set<string>()
  return {
    name: 'remind recipients by plan',
    everyMilliseconds: 60_000,
    async work() {
      let good = 0
      for (let pages = 0; pages < mostPages && good < atOnce; pages++) {
        // Without a mail server nobody could be told, so nobody counts as reminded.
        const due = { now: ports.clock.now(), byMail: ports.mail !== null, most: atOnce, after }
        const documents = await documentsToRemind(pool, due)
        for (const { id } of documents) if (await remindOne(services, id, told)) good += 1
        after = documents.length < atOnce ? null : (documents.at(-1) ?? null)
        if (after === null) return
      }
    },
  }
}

type Needs = Pick<Services, 'pool' | 'ports' | 'log'>

/** Answers whether it went well. */
async function remindOne({ ports, log }: Needs, document: string, told: Set<string>): Promise<boolean> {
  try {
    await remindByPlan(ports, document)
    told.delete(document)
    return true
  } catch (error) {
    if (error instanceof DatabaseAway) throw error
    if (told.has(document)) return false
    if (told.size >= mostTold) told.clear()
    told.add(document)
    log.warn(
      { event: 'reminder.failed', document, reason: reasonOf(error) },
      'a recipient could not be reminded yet',
    )
    return false
  }
}
