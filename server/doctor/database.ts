import type { Pool } from 'pg'
import { databaseFacts } from '#server/adapters/postgres/connection/database-facts.ts'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { jobsAreOffSince } from '#server/adapters/postgres/installation/installation-store.ts'
import { countJobs } from '#server/adapters/postgres/jobs/operator-jobs.ts'
import { refuseOtherDatabase, schemaState } from '#server/adapters/postgres/schema/migrate.ts'
import { mayMigrate, tooStrong } from '#server/adapters/postgres/schema/server-role.ts'
import type { Clock } from '#server/usecases/ports.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'

const mendDatabase = 'look at the log of PostgreSQL'
/** Milliseconds: codes live for minutes, and people read times on screens. */
const clocksApart = { odd: 2_000, wrong: 60_000 }
/** A job of each kind is taken within milliseconds where somebody works. */
const overdueSeconds = 30

/** Version, the rights of the role, and the schema. `owner`: another role, which migrates, is known. */
export async function examineDatabase(pool: Pool, { owner }: { owner: boolean }): Promise<Finding[]> {
  const version = await findings('database', mendDatabase, async () => {
    const facts = await databaseFacts(pool)
    return ok('database', `PostgreSQL ${facts.version} answers and takes writes, as role ${facts.role}.`)
  })
  const role = await findings('database role', mendDatabase, async () => {
    const because = await tooStrong(pool)
    if (because.length === 0) return ok('database role', 'It cannot change what was recorded.')
    return warn(
      'database role',
      `It could change what was recorded: ${because.join('; ')}.`,
      'name a role that owns nothing in DATABASE_URL, and the owner in DATABASE_MIGRATION_URL (docs/operations.md)',
    )
  })
  return [...version, ...role, ...(await examineSchema(pool, owner))]
}

/** Do both addresses lead to one database? Nothing is found where they do, or where there is one. */
export function examineAddresses(pool: Pool, migrationUrl: string | null): Promise<Finding[]> {
  return findings('database', mendDatabase, async () => {
    if (migrationUrl === null) return []
    const owner = createPool({ url: migrationUrl, connections: 1, onIdleError: () => undefined })
    await refuseOtherDatabase(owner, pool).finally(() => owner.end())
    return []
  })
}

function examineSchema(pool: Pool, owner: boolean): Promise<Finding[]> {
  return findings('migrations', mendDatabase, async () => {
    const { pending, refused } = await schemaState(pool)
    if (refused !== null) return { check: 'migrations', result: 'fail', says: refused.message, cure: null }
    if (pending.length === 0) return ok('migrations', 'None is missing.')
    const says = `${pending.length} are to come: ${pending.slice(0, 3).join(', ')}${pending.length > 3 ? ' …' : ''}.`
    const cure = 'musubi migrate, or the next start'
    if (owner || (await mayMigrate(pool))) return warn('migrations', says, cure)
    return fail(
      'migrations',
      `${says} This role does not own the tables.`,
      `name the role that owns them in DATABASE_MIGRATION_URL; then ${cure}`,
    )
  })
}

/** How far the clock of this machine is from that of the database. */
export function examineClock(pool: Pool, clock: Clock): Promise<Finding[]> {
  return findings('clock', mendDatabase, async () => {
    const before = clock.now().getTime()
    const { now } = await databaseFacts(pool)
    const after = clock.now().getTime()
    // Whatever lies between asking and the answer is on the way.
    const apart = Math.max(0, before - now.getTime(), now.getTime() - after)
    const says = `${(apart / 1000).toFixed(1)} s from that of the database.`
    const cure = 'set both clocks by NTP'
    if (apart > clocksApart.wrong) return fail('clock', says, cure)
    return apart > clocksApart.odd ? warn('clock', says, cure) : ok('clock', says)
  })
}

/** Is what waits being done, and does something want a person? */
export function examineJobs(pool: Pool): Promise<Finding[]> {
  return findings('jobs', mendDatabase, async () => {
    const counts = await countJobs(pool)
    const of = (state: string) => counts.find((each) => each.state === state)
    const parked = of('parked')?.count ?? 0
    const late = of('waiting')?.seconds ?? 0
    const found: Finding[] = []
    const offSince = await jobsAreOffSince(pool)
    if (offSince !== null) {
      const says = `They are off since ${offSince.toISOString()}: no SMS, mail, webhook or seal goes out.`
      found.push(warn('jobs', says, 'musubi jobs on, where this is not a copy that only looks'))
    }
    if (parked > 0) {
      const cure =
        'musubi jobs list --parked names the reasons; mend them, then musubi jobs retry --all-parked'
      found.push(warn('jobs', `${parked} have used up their tries and are parked.`, cure))
    }
    if (late > overdueSeconds && offSince === null) {
      const cure =
        'start a process that works (musubi start, or musubi work); where one runs, look at its log'
      found.push(warn('jobs', `One has been due for ${Math.round(late)} s and nobody takes it.`, cure))
    }
    if (found.length > 0) return found
    return ok('jobs', `${of('waiting')?.count ?? 0} wait, ${of('running')?.count ?? 0} run, none is parked.`)
  })
}
