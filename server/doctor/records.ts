import type { Pool } from 'pg'
import { readRecords } from '#server/adapters/postgres/records/record-readings.ts'
import type { Config } from '#server/config/config.ts'
import { recordsLate } from '#server/start/keep-records.ts'
import { renewalsDue } from '#server/start/renew-archives.ts'
import type { Clock } from '#server/usecases/ports.ts'
import { type Finding, findings, ok, warn } from './finding.ts'

const check = 'evidence records'

/** Does the tree of a day lack, or does the time stamp of one near its end? */
export function examineRecords(pool: Pool, config: Config, clock: Clock): Promise<Finding[]> {
  return findings(check, 'look at the log of PostgreSQL', async () => {
    if (config.timestamps.tsa === 'none')
      return ok(check, 'Without a time-stamping authority there are none.')
    const now = clock.now()
    const { renewalDays: days } = config.validation
    const { endsBefore } = renewalsDue(days, now)
    const read = await readRecords(pool, { before: recordsLate(now), endsBefore, now })
    const { trees, bytes, waiting, ending, first, ended } = read
    if (waiting > 0)
      return warn(
        check,
        `${waiting} documents were concluded a day ago or more and stand in no hash tree.`,
        'let a process take jobs (musubi start or work), and look for evidence_tree.not_made in its log',
      )
    if (first !== null)
      return warn(
        check,
        `The time stamps of ${ending} hash trees end within ${days} days, the first on ${first.toISOString().slice(0, 10)}.`,
        'musubi seal renew, which says what stands in the way',
      )
    return ok(
      check,
      `${trees} hash trees (${Math.ceil(bytes / 1024)} KB); none lacks, none ends within ${days} days${ended === 0 ? '' : `; ${ended} ended and were not renewed`}.`,
    )
  })
}
