import type { Pool } from 'pg'
import { outboxStore } from '#server/adapters/postgres/jobs/outbox-store.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { type Config, ConfigRefused, readConfig } from '#server/config/config.ts'
import { keysOf } from '#server/start/configured-tools.ts'
import { holdsEvaluation, readEvaluation } from '#server/start/evaluation.ts'
import { clusterIsThere, type DatabaseAddress, withDatabase } from '#server/start/open-database.ts'
import { smsGatewaysOf } from '#server/start/sms-gateways.ts'
import { examineArchives } from './archives.ts'
import { examineAuditChains } from './audit-chains.ts'
import { examineAddresses, examineClock, examineDatabase, examineJobs } from './database.ts'
import { dataDirectoryIsThere, examineDataDirectory, examineStorage } from './disk.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'
import { examineGateways, examineMail, sendTestSms } from './gateways.ts'
import { examineIssuer } from './issuer.ts'
import { examineKeys, examineSigning } from './keys.ts'
import { examinePdfWorker } from './pdf-worker.ts'
import { examinePublicUrl } from './public-url.ts'
import { examineRecords } from './records.ts'
import { examineTimestamps } from './timestamps.ts'
import { examineValidation } from './validation.ts'

type Wanted = {
  built: { pdfWorkerChild: string; pkcs11Child: string }
  /** E.164: a text is sent there; null: none is sent. */
  smsTo: string | null
  /** Told of each finding as soon as it is made. */
  tell: (finding: Finding) => void
}

/**
 * Examines an installation as the server would find it, beside one that runs or while none does. Changes nothing: what is
 * written for a check is removed, and an embedded database that was started is stopped again. Answers all findings.
 */
export async function examine({ built, smsTo, tell }: Wanted): Promise<Finding[]> {
  const all: Finding[] = []
  const report = (found: Finding[]) => {
    all.push(...found)
    for (const finding of found) tell(finding)
  }
  const config = configOf(report)
  if (config === null) return all
  const clock = systemClock
  const random = systemRandom
  const evaluation = config.mode === 'evaluation' ? await readEvaluation(config.dataDirectory) : null

  const directory = await examineDataDirectory(config)
  report(directory)
  // Nothing is made that a first start would make.
  const writable = (await dataDirectoryIsThere(config)) && directory.every(({ result }) => result !== 'fail')
  const database = await inDatabase(config, async (pool, { migrationUrl }) => {
    const found = await examineDatabase(pool, { owner: migrationUrl !== null })
    report([...found, ...(await examineClock(pool, clock))])
    // What follows reads tables of this release.
    if (found.some(({ check, result }) => check === 'migrations' && result !== 'ok')) return
    if (config.secrets.source === 'environment' || evaluation !== null) {
      report(await examineKeys(pool, keysOf(config, evaluation), config.mode === 'evaluation'))
    }
    report(await examineJobs(pool))
    report(await examineArchives(pool, config, clock))
    report(await examineRecords(pool, config, clock))
    report(await examineAuditChains(pool))
    if (smsTo !== null) {
      const gateways = smsGatewaysOf(config, {
        outbox: outboxStore(pool),
        clock,
        database: null,
        tell: () => undefined,
      })
      for (const gateway of gateways) report(await sendTestSms(gateway, smsTo, { clock, random }))
    }
  })
  report(database)
  if (writable) report(await examineStorage(config, random))
  // An evaluation makes its keys at its first start.
  if (config.key.source !== 'evaluation' || evaluation !== null) {
    report(await examineSigning(config, evaluation, clock, built))
  }
  report(examineIssuer(config))
  report(await examineTimestamps(config, clock, random))
  if (config.key.source !== 'evaluation' || evaluation !== null) {
    report(await examineValidation(config, evaluation, { clock, random, ...built }))
  }
  report(await examineGateways(config))
  report(await examineMail(config))
  report(await examinePublicUrl(config, random))
  if (writable) report(await examinePdfWorker(config, built.pdfWorkerChild, clock))
  return all
}

/** Null where nothing can be examined with it. */
function configOf(report: (found: Finding[]) => void): Config | null {
  const check = 'configuration'
  const asIs = (says: string): Finding => ({ check, result: 'fail', says, cure: null })
  try {
    const config = readConfig()
    const unknown = config.warnings.map((says) => warn(check, says, 'correct or remove it'))
    report(unknown.length > 0 ? unknown : [ok(check, `Every variable is known; mode ${config.mode}.`)])
    return config
  } catch (error) {
    if (!(error instanceof ConfigRefused)) throw error
    report(error.problems.map(asIs))
    return null
  }
}

/** What stands in the way of the database; nothing where `look` was let in and has reported by itself. */
async function inDatabase(
  config: Config,
  look: (pool: Pool, address: DatabaseAddress) => Promise<void>,
): Promise<Finding[]> {
  const check = 'database'
  return findings(check, 'look at the log of PostgreSQL', async () => {
    if (config.mode === 'production' && (await holdsEvaluation(config.dataDirectory))) {
      return fail(
        check,
        `${config.dataDirectory} was used for evaluation.`,
        'give production a directory of its own (MUSUBI_DATA)',
      )
    }
    if (!(await clusterIsThere(config))) {
      const cure =
        'nothing, if this is the first start; else let MUSUBI_DATA or DATABASE_URL lead to the data'
      return warn(check, 'There is no embedded database yet; the first start makes it.', cure)
    }
    return withDatabase(config, async (pool, address) => {
      const found = await examineAddresses(pool, address.migrationUrl)
      await look(pool, address)
      return found
    })
  })
}
