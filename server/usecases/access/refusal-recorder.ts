import { visitorOf } from '#domain/stranger-limit.ts'
import type { RefusalRecorder, RefusedTry } from '../access-ports.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'

const minuteMilliseconds = 60_000
const hourMilliseconds = 60 * minuteMilliseconds

/** So many different ones of a minute are recorded by themselves; what is beyond is counted together by kind. */
const mostApart = 60

/**
 * So many rows an hour, after which everything is counted together. Rows of a chain stay for ever, and a stranger may
 * have thousands of addresses: without it two rows for each of sixty a minute would be 250 MB a day (with indexes, 1.4
 * KB a row).
 */
const mostAnHour = 300

type Counted = { refused: RefusedTry; since: number; count: number }

type Needs = Pick<Ports, 'clock'> & {
  database: {
    transaction(origin: Origin, work: (tx: Pick<Transaction, 'recordTeam'>) => Promise<void>): Promise<void>
  }
}

/**
 * Whoever is refused must not fill the database, so a row is written for the first of a kind, and within the minute that
 * follows the others of that kind are counted: from the same address, for the same account or client. The count is
 * written when the minute is over. It lives in this process: a `kill -9` loses the counts of a minute, never a first.
 */
export function refusalRecorder({ database, clock }: Needs): RefusalRecorder {
  const open = new Map<string, Counted>()
  let hour = { began: 0, rows: 0 }
  return {
    async note(refused) {
      const now = clock.now().getTime()
      const key = keyOf(refused)
      const known = open.get(key)
      if (known !== undefined && now - known.since < minuteMilliseconds) {
        known.count += 1
        return
      }
      if (known === undefined && (open.size >= mostApart || hourIsSpent(now)))
        return countTogether(refused, now)
      open.set(key, { refused, since: now, count: 0 })
      await record(refused, (known?.count ?? 0) + 1)
    },
    async flush(all = false) {
      const now = clock.now().getTime()
      for (const [key, { refused, since, count }] of [...open]) {
        if (!all && now - since < minuteMilliseconds) continue
        open.delete(key)
        if (count > 0) await record(refused, count)
      }
    },
  }

  function hourIsSpent(now: number): boolean {
    return now - hour.began < hourMilliseconds && hour.rows >= mostAnHour
  }

  /** Without address, account and client, which are many. */
  function countTogether({ origin, event }: RefusedTry, now: number): void {
    const { type, reason, teamId } = event
    const key = [type, reason, teamId].join()
    const known = open.get(key)
    if (known !== undefined) known.count += 1
    else {
      const many: RefusedTry = {
        origin: { ...origin, address: null, userAgent: null },
        event:
          event.type === 'sign_in.refused'
            ? { type: event.type, reason: event.reason, teamId, account: '' }
            : { type: event.type, reason: event.reason, teamId },
      }
      open.set(key, { refused: many, since: now, count: 1 })
    }
  }

  async function record({ origin, event }: RefusedTry, count: number): Promise<void> {
    const at = clock.now()
    if (at.getTime() - hour.began >= hourMilliseconds) hour = { began: at.getTime(), rows: 0 }
    hour.rows += 1
    const counted = { ...event, at, count }
    await database.transaction(origin, async (tx) => tx.recordTeam([counted]))
  }
}

function keyOf({ origin, event }: RefusedTry): string {
  const visitor = origin.address === null ? '' : visitorOf(origin.address)
  // Whoever is paused may try any number of accounts.
  const whom =
    event.type === 'call.refused' ? event.clientId : event.reason === 'paused' ? undefined : event.account
  return [event.type, event.reason, event.teamId, visitor, whom].join()
}
