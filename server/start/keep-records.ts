import { tokyoDay, tokyoDayStart } from '#domain/tokyo.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { makeTree } from '#server/usecases/records/make-tree.ts'
import { renewTrees } from '#server/usecases/records/renew-trees.ts'
import { DatabaseAway } from '#server/usecases/refused.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import type { Services } from './open-services.ts'
import { renewalsDue } from './renew-archives.ts'

type Needs = Pick<Services, 'config' | 'ports' | 'log'>

const minuteMilliseconds = 60_000
const dayMilliseconds = 86_400_000
/** What was concluded a moment before midnight may be committed a moment after it. */
const graceMilliseconds = 5 * minuteMilliseconds

/** The end of the last day in Tokyo that is over, once a while has passed since. */
function lastMidnight(now: Date): Date {
  return tokyoDayStart(tokyoDay(new Date(now.getTime() - graceMilliseconds)))
}

/** What was concluded before this should stand in a tree: a day's work on it may fail for a while. */
export function recordsLate(now: Date): Date {
  return new Date(lastMidnight(now).getTime() - dayMilliseconds)
}

/**
 * Evidence records: one hash tree for each day in Tokyo, and the renewal of their time stamps. Processes take turns. An authority
 * that is away is asked again some minutes later, and the next tree takes what the days before left.
 */
export function keepRecords(needs: Needs): Omit<UpkeepTask, 'log'>[] {
  const { config, ports, log } = needs
  const { clock, records, sealer } = ports
  return [
    {
      name: 'make the hash tree of the day',
      everyMilliseconds: minuteMilliseconds,
      work: () =>
        told('evidence_tree.not_made', async () => {
          const before = lastMidnight(clock.now())
          const turn = sealer.stamps ? await records.store.claimDay(before, clock.now()) : null
          if (turn === null) return
          const made = await makeTree(ports, turn, before)
          if (made.outcome !== 'made') return
          const { documents, trails } = made
          log.info(
            { event: 'evidence_tree.made', before, documents, trails },
            'the hash tree of a day was made and stamped: its evidence records can be had',
          )
        }),
    },
    {
      name: 'renew the time stamps of hash trees',
      everyMilliseconds: minuteMilliseconds,
      work: () =>
        told('evidence_trees.not_renewed', async () => {
          const now = clock.now()
          const ends = { now, ...renewalsDue(config.validation.renewalDays, now) }
          const due = sealer.stamps ? await records.store.toRenew(ends, 1) : []
          const turn = due.length > 0 ? await records.store.claimRenewal(now) : null
          if (turn === null) return
          const renewed = await renewTrees(ports, turn, ends)
          if (renewed.outcome === 'renewed')
            log.info(
              { event: 'evidence_trees.renewed', trees: renewed.trees, left: renewed.left },
              'hash trees whose time stamps neared their end were renewed',
            )
          if (renewed.outcome === 'ends_no_later') {
            await records.store.restRenewal(now)
            log.warn(
              {
                event: 'evidence_trees.end_no_later',
                cure: 'ask the authority for its next certificate, or name another authority in TSA_URL',
              },
              'hash trees near their end, and a new timestamp would end no later',
            )
          }
        }),
    },
  ]

  async function told(event: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (error instanceof DatabaseAway) throw error
      const cure = 'mend what the reason names; it is tried again by itself'
      log.warn(
        { event, reason: reasonOf(error), cure },
        'an evidence record could not be made or renewed yet',
      )
    }
  }
}
