import { claimArchive } from '#server/adapters/postgres/documents/archives-to-renew.ts'
import { StoredFileMissing } from '#server/usecases/delivery-ports.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { reasonOf } from '#server/usecases/failure-reason.ts'
import { DatabaseAway, FileRefused } from '#server/usecases/refused.ts'
import { type Renewal, renewArchive } from '#server/usecases/sealing/renew-archive.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import type { Services } from './open-services.ts'

type Needs = Pick<Services, 'config' | 'pool' | 'ports' | 'log'>

const hourMilliseconds = 3_600_000
const dayMilliseconds = 24 * hourMilliseconds
/** So many in a round, one after the other, so that a process that stops waits for a few only. */
const atOnce = 10
/** After so many that failed one behind the other for reasons of their tools, the next ones would, too. */
export const mostFailures = 3

/** `failed`: by a verdict about the document's own files. `tools_failed`: nothing is said of them. */
export type RenewalTried = { documentId: string } & (
  | { outcome: Renewal }
  | { outcome: 'failed' | 'tools_failed'; reason: string }
)

/** What ends before this is renewed. `late`: what should have been by now, with half of the margin left. */
export function renewalsDue(days: number, now: Date): { endsBefore: Date; late: Date } {
  const inDays = (count: number) => new Date(now.getTime() + count * dayMilliseconds)
  return { endsBefore: inDays(days), late: inDays(days / 2) }
}

/** Renews the archives of one document, with the tools that are its own. */
export async function tryRenewal(
  ports: Services['ports'],
  documentId: string,
  options: { always: boolean },
): Promise<RenewalTried> {
  try {
    const document = await ports.database.read.document(documentId)
    if (document === null) return { documentId, outcome: 'nothing' }
    return { documentId, outcome: await renewArchive(portsOf(ports, document), document, options) }
  } catch (error) {
    if (error instanceof DatabaseAway) throw error
    const own = error instanceof FileRefused || error instanceof StoredFileMissing
    return { documentId, outcome: own ? 'failed' : 'tools_failed', reason: reasonOf(error) }
  }
}

/**
 * Renews archives that near their end, one after the other: beside people who sign it takes one child of the PDF worker at
 * most. Processes share the work, each document being one's for an hour. While the authority or the storage is away, or has
 * nothing that lasts longer, it rests for an hour.
 */
export function renewArchives({ config, pool, ports, log }: Needs): Omit<UpkeepTask, 'log'> {
  let restsUntil = new Date(0)
  let failures = 0
  let renewed = 0
  return {
    name: 'renew archives',
    everyMilliseconds: 15_000,
    async work() {
      // At B-T the operator asks for none; `musubi doctor` says what ends.
      if (ports.validation === null || ports.clock.now() < restsUntil) return
      for (let count = 0; count < atOnce; count += 1) {
        const now = ports.clock.now()
        const { endsBefore } = renewalsDue(config.validation.renewalDays, now)
        const hourAgo = new Date(now.getTime() - hourMilliseconds)
        const documentId = await claimArchive(pool, { endsBefore, triedBefore: hourAgo, now })
        if (documentId === null) return ended()
        const tried = await tryRenewal(ports, documentId, { always: false })
        if (tried.outcome === 'renewed') renewed += 1
        tell(tried)
        failures = tried.outcome === 'tools_failed' ? failures + 1 : 0
        if (failures < mostFailures && tried.outcome !== 'ends_no_later') continue
        failures = 0
        restsUntil = new Date(now.getTime() + hourMilliseconds)
        return ended()
      }
    },
  }

  function ended(): void {
    if (renewed === 0) return
    log.info({ event: 'archives.renewed', count: renewed }, 'archives that neared their end were renewed')
    renewed = 0
  }

  function tell(tried: RenewalTried): void {
    const { documentId: document } = tried
    if (tried.outcome === 'ends_no_later') {
      log.warn(
        {
          event: 'archive.ends_no_later',
          document,
          cure: 'ask the authority for its next certificate, or name another authority in TSA_URL',
        },
        'an archive nears its end, and a new timestamp would end no later',
      )
    }
    if (!('reason' in tried)) return
    const own = tried.outcome === 'failed'
    const cure = own
      ? 'bring its files back from the backup, or report what the final verification says'
      : 'mend what the reason names; it is tried again within two hours'
    log[own ? 'error' : 'warn'](
      { event: 'archive.not_renewed', document, reason: tried.reason, cure },
      'an archive nears its end and could not be renewed',
    )
  }
}
