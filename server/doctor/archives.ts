import type { Pool } from 'pg'
import { countArchives } from '#server/adapters/postgres/documents/archives-to-renew.ts'
import type { Config } from '#server/config/config.ts'
import { renewalsDue } from '#server/start/renew-archives.ts'
import type { Clock } from '#server/usecases/ports.ts'
import { type Finding, findings, ok, warn } from './finding.ts'

const check = 'archives'

/** Do archive timestamps near their end, so that files must be renewed? */
export function examineArchives(pool: Pool, { validation }: Config, clock: Clock): Promise<Finding[]> {
  return findings(check, 'look at the log of PostgreSQL', async () => {
    const { renewalDays: days, level } = validation
    const { count, first } = await countArchives(pool, renewalsDue(days, clock.now()).endsBefore)
    if (first === null) return ok(check, `No archive timestamp ends within ${days} days.`)
    const cure =
      level === 'B-T'
        ? 'set SIGNATURE_LEVEL=B-LTA: at B-T none is renewed'
        : 'musubi seal renew, which says what stands in the way'
    const day = first.toISOString().slice(0, 10)
    return warn(check, `Those of ${count} documents end within ${days} days, the first on ${day}.`, cure)
  })
}
