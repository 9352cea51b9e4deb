import { join } from 'node:path'
import type { Pool } from 'pg'
import { type Logger, pino } from 'pino'
import { callLogStore } from '#server/adapters/postgres/calls/call-log-store.ts'
import { strangerLimitStore } from '#server/adapters/postgres/calls/stranger-limit-store.ts'
import { createPool } from '#server/adapters/postgres/connection/pool.ts'
import { asOurs, type OnAway, translated } from '#server/adapters/postgres/connection/trouble.ts'
import { createDatabase } from '#server/adapters/postgres/database.ts'
import { unboundTextsAreOver } from '#server/adapters/postgres/documents/bind-texts.ts'
import { outboxStore } from '#server/adapters/postgres/jobs/outbox-store.ts'
import { recordStore } from '#server/adapters/postgres/records/record-store.ts'
import { tooStrong } from '#server/adapters/postgres/schema/server-role.ts'
import { recordWriter } from '#server/adapters/records/record-writer.ts'
import { createSignIn } from '#server/adapters/sign-in/sign-in.ts'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { createReadingFiles } from '#server/adapters/storage/reading-files.ts'
import { createWorkspace } from '#server/adapters/storage/workspace.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { databaseEpisodes, type Episodes } from '#server/adapters/system/episodes.ts'
import { createNetworks } from '#server/adapters/system/networks.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { createWebhookSender } from '#server/adapters/webhooks/webhook-sender.ts'
import { type Config, ConfigRefused } from '#server/config/config.ts'
import { loggedFailure } from '#server/http/failure.ts'
import { measuredSender, measuredStorage, measuredTransport } from '#server/metrics/measured.ts'
import { createMetrics, type Metrics } from '#server/metrics/metrics.ts'
import { createPdfWorker } from '#server/pdf/worker/pdf-worker.ts'
import { tracedDatabase, tracedSender, tracedTransport } from '#server/tracing/traced.ts'
import type { Tracing } from '#server/tracing/tracing.ts'
import { callLog } from '#server/usecases/access/call-log.ts'
import { refusalRecorder } from '#server/usecases/access/refusal-recorder.ts'
import type { MailTransport } from '#server/usecases/delivery-ports.ts'
import { webhookPlacesOf } from '#server/usecases/notifying/webhook-places.ts'
import type { Ports } from '#server/usecases/ports.ts'
import { DatabaseAway, KeyUnavailable } from '#server/usecases/refused.ts'
import type { Signer } from '#server/usecases/sealing-ports.ts'
import type { SignInTools } from '#server/usecases/sign-in-ports.ts'
import type { WebhookSender } from '#server/usecases/webhook-ports.ts'
import { keysOf, mailHostOf, mailOf, signerOf } from './configured-tools.ts'
import { makeDataDirectory } from './data-directory.ts'
import { type Evaluation, holdsEvaluation, loadEvaluation } from './evaluation.ts'
import { loggedTransport } from './gateway-log.ts'
import { refuseForeignBelongings } from './installation.ts'
import { migrateDatabase, openDatabase } from './open-database.ts'
import { sealingToolsOf } from './sealing-tools.ts'
import { type SmsGateways, smsOf } from './sms-gateways.ts'
import { stopInOrder } from './stop-in-order.ts'
import { teamEventLog } from './team-event-log.ts'
import { testToolsOf } from './test-tools.ts'
import { tracingOf } from './tracing-of.ts'

/** What the build made: paths of the child that draws, of the one that holds a security module's library, and of the assets. */
export type Built = { pdfWorkerChild: string; pkcs11Child: string; assets: string; version: string }

type Tell = (level: 'info' | 'warn' | 'error', message: string, fields: Record<string, unknown>) => void

/** What a process works with, whatever it does: nothing here listens, and nothing takes jobs. */
export type Services = {
  config: Config
  /** Null in production. */
  evaluation: Evaluation | null
  ports: Ports
  signIn: SignInTools
  /** The messages of evaluation's virtual phone and mailbox. */
  outbox: ReturnType<typeof outboxStore>
  /** What `ports.sms` speaks through. */
  gateways: SmsGateways
  pool: Pool
  databaseUrl: string
  signer: Signer
  log: Logger
  tell: Tell
  /** Null where nobody is to read them. */
  metrics: Metrics | null
  /** Null where nobody collects them. */
  tracing: Tracing | null
  /** When the database was away, and that it is back. */
  episodes: Episodes
  onAway: OnAway
  onFailure: (error: unknown) => void
  /** Ids of the data keys, the one that encrypts first. */
  dataKeyIds: string[]
  /** `over` once no text of an earlier release can be there any more, which is not bound to its place. */
  unbound: { over: boolean }
  /** Ends the PDF worker and the connections, then the embedded database where nobody else uses it. Harmless twice. */
  close(): Promise<void>
}

const dayMilliseconds = 24 * 60 * 60 * 1000

/**
 * Configuration to database, storage, keys and ports, in the order in which things need each other. What was opened is
 * closed if a later step fails. `logTo`: 2 where standard output belongs to the answer of a command. Throws `ConfigRefused` and the other refusals that `sentenceOf` has words for.
 */
export async function openServices(
  config: Config,
  built: Omit<Built, 'assets'>,
  { logTo = 1 }: { logTo?: 1 | 2 } = {},
): Promise<Services> {
  const evaluating = config.mode === 'evaluation'
  const opened: (() => Promise<void>)[] = []
  const close = () => stopInOrder(opened.splice(0).reverse())
  try {
    const options = { level: config.logLevel, timestamp: pino.stdTimeFunctions.isoTime, base: null }
    const log = pino(options, pino.destination({ dest: logTo, sync: true }))
    for (const warning of config.warnings) log.warn({ event: 'config.unknown' }, warning)
    const clock = systemClock
    const random = systemRandom
    const tell: Tell = (level, message, fields) => log[level](fields, message)
    const metrics = isMeasured(config) ? createMetrics() : null
    const tracing = await tracingOf(config.tracing, built.version, tell)
    if (tracing !== null) opened.push(() => tracing.close())
    if (!evaluating && (await holdsEvaluation(config.dataDirectory))) {
      throw new ConfigRefused([
        `${config.dataDirectory} was used for evaluation, and its keys were printed; give production a directory of its own (MUSUBI_DATA).`,
      ])
    }
    await makeDataDirectory(config.dataDirectory)
    const evaluation = evaluating ? await loadEvaluation(config.dataDirectory, clock, random) : null
    const keys = keysOf(config, evaluation)
    const unbound = { over: false }
    const secrets = createSecrets(
      keys,
      ({ place, message }) =>
        log.error(
          { event: 'ciphertext.refused', table: place.table, column: place.column, reason: message },
          'a stored text does not belong where it lies: the database was changed by other hands, or a data key is missing',
        ),
      () => !unbound.over,
    )

    const signer = await signerOf(config, evaluation, clock, { pkcs11Child: built.pkcs11Child, tell })
    // One that is away has been told of: people can read and consent meanwhile.
    await signer.prove?.().catch((error: unknown) => {
      if (!(error instanceof KeyUnavailable)) throw error
    })
    const database = await openDatabase(config)
    opened.push(database.close)
    const episodes = databaseEpisodes(tell)
    const onAway = episodes.failed
    const onFailure = (error: unknown) => {
      const ours = asOurs(error)
      if (ours instanceof DatabaseAway) episodes.failed(ours)
      else log.warn({ failure: loggedFailure(error) }, 'a connection to the database failed')
    }
    await migrateDatabase(database, onFailure)
    // One connection is the worker's own, for its locks and for news of jobs.
    const connections = Math.max(1, config.databaseConnections - 1)
    const pool = createPool({ url: database.url, connections, onIdleError: onFailure })
    opened.push(() => pool.end())
    tellOfStrongRole(await tooStrong(pool), tell)
    unbound.over = await unboundTextsAreOver(pool)

    const storagePlace = join(config.dataDirectory, 'files')
    const storage = await createDiskStorage(storagePlace, (damage) =>
      log.error(
        { event: 'storage.damaged', ...damage },
        'a stored file is not what was recorded and is not handed out; bring it back from the backup',
      ),
    )
    await refuseForeignBelongings({ pool, storage, keys, secrets, random, evaluating, storagePlace })
    await storage.sweep(dayMilliseconds)
    const files = metrics === null ? storage : measuredStorage(storage, metrics)
    const workDirectory = join(config.dataDirectory, 'work')
    const workspace = await createWorkspace(workDirectory)
    const pdfWorker = createPdfWorker({ childScript: built.pdfWorkerChild, workDirectory, log: tell })
    opened.push(() => pdfWorker.close())

    const sealing = await sealingToolsOf({ config, evaluation, signer, clock, pool, log, metrics, tracing })
    const outbox = translated(outboxStore(pool), onAway)
    const mail = mailOf(config, outbox, clock)
    opened.push(async () => mail?.close())
    const limits = translated(strangerLimitStore(pool, secrets), onAway)
    const logged = teamEventLog(log)
    const plain = createDatabase(
      pool,
      secrets,
      onAway,
      (origin, events, teamEvents) => {
        logged(origin, teamEvents)
        metrics?.recorded(events, teamEvents)
      },
      () => tracing?.carried() ?? null,
    )
    const store = tracing === null ? plain : tracedDatabase(plain, tracing)
    const refusals = refusalRecorder({ database: store, clock })
    opened.push(() => refusals.flush(true))
    const calls = callLog(callLogStore(pool))
    opened.push(() => calls.flush().catch(onFailure))
    const gateways = smsOf(config, { outbox, clock, database: store, metrics, tracing, secrets, tell })
    opened.push(() => gateways.close())
    const services = { config, metrics, tracing, tell }
    const webhooks = createWebhookSender({
      ...config.webhooks,
      production: !evaluating,
      version: built.version,
    })
    const ports: Ports = {
      database: store,
      refusals,
      callLog: calls,
      clock,
      random,
      secrets,
      networks: createNetworks(),
      limits,
      storage: files,
      workspace,
      reading: createReadingFiles({ storage: files, workspace, pdfWorker }),
      pdfWorker,
      sealer: sealing.sealer,
      trust: translated(sealing.trust, onAway),
      validation: sealing.validation,
      records: { store: translated(recordStore(pool), onAway), writer: recordWriter },
      sms: gateways.sender,
      ...(await testToolsOf({ ...{ pool, clock, random, secrets, onAway }, database: store })),
      mail: mail === null ? null : watchedMail(mail, services),
      webhooks: watchedSender(webhooks, services),
      webhookPlaces: webhookPlacesOf(clock),
    }

    const signIn = createSignIn({
      secrets: sessionSecretsOf(config, evaluation),
      publicUrl: config.publicUrl,
    })
    return {
      config,
      evaluation,
      ports,
      signIn,
      outbox,
      gateways,
      pool,
      databaseUrl: database.url,
      signer,
      log,
      tell,
      metrics,
      tracing,
      episodes,
      onAway,
      onFailure,
      dataKeyIds: keys.data.map(({ id }) => id),
      unbound,
      close,
    }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

type Watching = Pick<Services, 'config' | 'metrics' | 'tracing' | 'tell'>

function watchedMail(mail: MailTransport, { config, metrics, tracing, tell }: Watching): MailTransport {
  const measured = metrics === null ? mail : measuredTransport(mail, metrics)
  const traced = tracing === null ? measured : tracedTransport(measured, mailHostOf(config), tracing)
  return loggedTransport(traced, tell)
}

function watchedSender(sender: WebhookSender, { metrics, tracing }: Watching): WebhookSender {
  const measured = metrics === null ? sender : measuredSender(sender, metrics)
  return tracing === null ? measured : tracedSender(measured, tracing)
}

/** Measuring costs memory and a little time, so nothing is measured that nobody can read. */
function isMeasured({ metrics }: Config): boolean {
  return metrics.port !== null || metrics.token !== null
}

function sessionSecretsOf({ secrets }: Config, evaluation: Evaluation | null): string[] {
  return secrets.source === 'environment' ? secrets.sessionSecrets : [evaluation?.keys.session ?? '']
}

/** Whoever takes such a server over could change what it recorded. */
function tellOfStrongRole(because: string[], tell: Tell): void {
  if (because.length === 0) return
  tell(
    'warn',
    'the role in DATABASE_URL could change recorded events; give the server one that owns nothing, and the owner in DATABASE_MIGRATION_URL',
    { event: 'database.role_too_strong', because },
  )
}
