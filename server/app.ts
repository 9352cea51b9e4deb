import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { type Logger, pino } from 'pino'
import { createOutboxMailTransport } from '#server/adapters/mail/outbox-transport.ts'
import { createSmtpTransport } from '#server/adapters/mail/smtp-transport.ts'
import { createPress } from '#server/adapters/pdf/press.ts'
import { forgetOldCallKeys } from '#server/adapters/postgres/call-key-store.ts'
import { createDatabase } from '#server/adapters/postgres/database.ts'
import { startEmbeddedPostgres } from '#server/adapters/postgres/embedded.ts'
import { migrate } from '#server/adapters/postgres/migrate.ts'
import { outboxStore } from '#server/adapters/postgres/outbox-store.ts'
import { reviveParkedSeals } from '#server/adapters/postgres/parked-seals.ts'
import { createPool } from '#server/adapters/postgres/pool.ts'
import { hasOtherUsers, reachDatabase } from '#server/adapters/postgres/reach.ts'
import { eraseExpiredTexts } from '#server/adapters/postgres/sms-message-store.ts'
import { createSignIn } from '#server/adapters/sign-in/sign-in.ts'
import { EVALUATION_OPERATOR } from '#server/adapters/signer/evaluation-authority.ts'
import { createPemSigner } from '#server/adapters/signer/pem-signer.ts'
import { createPkcs12Signer } from '#server/adapters/signer/pkcs12-signer.ts'
import { createSealer } from '#server/adapters/signer/sealer.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { type HttpGatewayTemplate, kannelTemplate } from '#server/adapters/sms/http-template.ts'
import { nationalNumber } from '#server/adapters/sms/number-form.ts'
import { createOutboxSmsGateway } from '#server/adapters/sms/outbox-gateway.ts'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { createWorkspace } from '#server/adapters/storage/workspace.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { createNetworks } from '#server/adapters/system/networks.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { createSecrets, type Keys } from '#server/adapters/system/secrets.ts'
import { createEvaluationTsa } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { createRfc3161Authority } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import type { MailTransport, SmsGateway } from '#server/usecases/delivery-ports.ts'
import type { Clock, Ports } from '#server/usecases/ports.ts'
import type { Signer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { tasksOf } from '#server/worker/tasks.ts'
import { type Chore, startUpkeep } from '#server/worker/upkeep.ts'
import { startWorker } from '#server/worker/worker.ts'
import { type Config, ConfigRefused } from './config.ts'
import { makeDataDirectory } from './data-directory.ts'
import { type Evaluation, holdsEvaluation, loadEvaluation } from './evaluation.ts'
import { seedEvaluation, seedProduction } from './first-team.ts'
import { createServer } from './server.ts'

/** What the build made: paths of the child that draws and of the assets. */
export type Built = { pressChild: string; assets: string }

export type App = {
  /** Where it listens, e.g. `http://127.0.0.1:3000`. */
  url: string
  /** Null in production. */
  evaluation: Evaluation | null
  /** Drains requests and jobs, then stops what was started. Harmless twice. */
  stop(): Promise<void>
}

const dayMilliseconds = 24 * 60 * 60 * 1000

/** The whole object graph, in the order in which things need each other. What was started is stopped if a later step fails. */
export async function createApp(config: Config, built: Built): Promise<App> {
  const evaluating = config.mode === 'evaluation'
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    // One that fails must not keep the others running, least of all the database.
    const failures: unknown[] = []
    for (const step of stops.splice(0).reverse()) await step().catch((error) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  }
  try {
    const log = pino({ level: config.logLevel, timestamp: pino.stdTimeFunctions.isoTime, base: null })
    const clock = systemClock
    const random = systemRandom
    if (!evaluating && (await holdsEvaluation(config.dataDirectory))) {
      throw new ConfigRefused([
        `${config.dataDirectory} was used for evaluation, and its keys were printed; give production a directory of its own (MUSUBI_DATA).`,
      ])
    }
    await makeDataDirectory(config.dataDirectory)
    const evaluation = evaluating ? await loadEvaluation(config.dataDirectory, clock, random) : null
    const secrets = createSecrets(keysOf(config, evaluation))

    const databaseUrl = await openDatabase(config, stops)
    const onIdleError = (error: Error) =>
      log.warn({ reason: error.message }, 'a database connection was lost')
    const pool = createPool({ url: databaseUrl, connections: config.databaseConnections, onIdleError })
    stops.push(() => pool.end())
    await migrate(pool)

    const storage = await createDiskStorage(join(config.dataDirectory, 'files'))
    await storage.sweep(dayMilliseconds)
    const workDirectory = join(config.dataDirectory, 'work')
    const workspace = await createWorkspace(workDirectory)
    const press = createPress({ childScript: built.pressChild, workDirectory })
    stops.push(() => press.close())

    const signer = await signerOf(config, evaluation)
    const timestamps = timestampsOf(config, evaluation, clock)
    const sealer = createSealer({ signer, timestamps })
    const daysLeft = Math.floor((sealer.validUntil.getTime() - clock.now().getTime()) / dayMilliseconds)
    if (daysLeft < 60)
      log.warn({ days: daysLeft }, 'the signing certificate ends soon; afterwards nothing is sent')
    const operator = config.key.source === 'evaluation' ? EVALUATION_OPERATOR : config.key.operator
    const outbox = outboxStore(pool)
    const ports: Ports = {
      database: createDatabase(pool, secrets),
      clock,
      random,
      secrets,
      networks: createNetworks(),
      storage,
      workspace,
      press,
      sealer,
      trust: { operator, signers: [sealer.signerSha256], tsas: timestamps?.certificates ?? null },
      sms: smsOf(config, outbox, clock),
      mail: mailOf(config, outbox, clock),
    }

    const https = config.publicUrl.startsWith('https:')
    const sessionSecret =
      config.secrets.source === 'environment'
        ? config.secrets.sessionSecret
        : (evaluation?.keys.session ?? '')
    const signIn = createSignIn({
      pool,
      secret: sessionSecret,
      baseUrl: config.publicUrl,
      secureCookies: https,
    })
    const tools = { pool, signIn, clock, random, secrets }
    const demoSite = demoSiteOf(config)
    if (evaluation === null) await seedProduction(tools, config)
    else await seedEvaluation(tools, evaluation, demoSite)

    const worker = await startWorker({
      pool,
      databaseUrl,
      tasks: tasksOf(ports, { evaluation: evaluating, publicUrl: config.publicUrl }),
      concurrency: config.jobConcurrency,
      log: (level, message, fields) => log[level](fields, message),
    })
    stops.push(() => worker.stop())
    for (const chore of choresOf(pool, clock, log)) {
      const upkeep = startUpkeep({ ...chore, log: (level, message, fields) => log[level](fields, message) })
      stops.push(() => upkeep.stop())
    }

    const server = await createServer({
      config,
      ports,
      log,
      assetsDirectory: built.assets,
      signIn,
      outbox,
      evaluation,
      demoSite,
    })
    stops.push(() => server.close())
    const url = await server.listen({ host: config.host, port: config.port })
    return { url, evaluation, stop }
  } catch (error) {
    await stop().catch(() => undefined)
    throw error
  }
}

/** The demo site is another site than the signing pages, so that cookies, CSP and the way back are truly crossed. */
export function demoSiteOf(config: Pick<Config, 'publicUrl' | 'port'>): string {
  const url = new URL(config.publicUrl)
  url.hostname = url.hostname === 'localhost' ? '127.0.0.1' : 'localhost'
  return url.origin
}

function choresOf(pool: Pool, clock: Clock, log: Logger): Omit<Chore, 'log'>[] {
  return [
    {
      // A code's text goes when its life ends, also where no gateway took it (signing-flow.md §4, storage).
      name: 'erase expired texts',
      work: () => eraseExpiredTexts(pool, clock.now()),
      everyMilliseconds: 60_000,
    },
    {
      name: 'forget old idempotency keys',
      work: () => forgetOldCallKeys(pool, clock.now()),
      everyMilliseconds: dayMilliseconds,
    },
    {
      name: 'revive parked seals',
      async work() {
        const seals = await reviveParkedSeals(pool)
        if (seals > 0) log.warn({ seals }, 'parked seals are tried again')
      },
      everyMilliseconds: 3_600_000,
    },
  ]
}

async function openDatabase(config: Config, stops: (() => Promise<void>)[]): Promise<string> {
  if (!config.database.embedded) {
    await reachDatabase(config.database.url)
    return config.database.url
  }
  const embedded = await startEmbeddedPostgres(config.dataDirectory)
  stops.push(async () => {
    if (!(await hasOtherUsers(embedded.url))) await embedded.stop()
  })
  return embedded.url
}

function keysOf({ secrets }: Config, evaluation: Evaluation | null): Keys {
  if (secrets.source === 'environment') return { data: secrets.dataKeys, hash: secrets.hashKey }
  const key = (base64: string | undefined) => Buffer.from(base64 ?? '', 'base64')
  return { data: [{ id: 'e1', key: key(evaluation?.keys.data) }], hash: key(evaluation?.keys.hash) }
}

async function signerOf({ key }: Config, evaluation: Evaluation | null): Promise<Signer> {
  if (key.source === 'pem') {
    const { keyPem, chainPem, passphrase } = key
    return createPemSigner({ keyPem, chainPem, ...(passphrase === null ? {} : { passphrase }) })
  }
  if (key.source === 'pkcs12') {
    const { passphrase } = key
    const pkcs12 = await readFile(key.path).catch(() => {
      throw new ConfigRefused([`SIGNING_PKCS12 names ${key.path}, which cannot be read.`])
    })
    return createPkcs12Signer({ pkcs12, passphrase })
  }
  if (evaluation === null) throw new ConfigRefused(['SIGNING_KEY is missing.'])
  const { signerKeyPem, signerCertPem, rootPem } = evaluation.authority
  return createPemSigner({ keyPem: signerKeyPem, chainPem: signerCertPem + rootPem })
}

function timestampsOf(
  { timestamps }: Config,
  evaluation: Evaluation | null,
  clock: Ports['clock'],
): TimestampAuthority | null {
  if (timestamps.tsa === 'none') return null
  if (timestamps.tsa === 'rfc3161') {
    const { url, fallbackUrl } = timestamps
    return createRfc3161Authority({
      url,
      ...(fallbackUrl === null ? {} : { fallbackUrl }),
      timeoutMs: 10_000,
    })
  }
  if (evaluation === null) throw new ConfigRefused(['TSA_URL is missing.'])
  const { tsaKeyPem, tsaCertPem, rootPem } = evaluation.authority
  return createEvaluationTsa({ keyPem: tsaKeyPem, chainPem: tsaCertPem + rootPem, now: () => clock.now() })
}

type OutboxStore = ReturnType<typeof outboxStore>

function smsOf({ sms }: Config, outbox: OutboxStore, clock: Ports['clock']): SmsGateway {
  switch (sms.gateway) {
    case 'outbox':
      return createOutboxSmsGateway(({ to, text }) =>
        outbox.addSms({ to: nationalNumber(to) ?? to, text, sentAt: clock.now() }),
      )
    case 'kannel':
      return configured('SMS_KANNEL_URL', () => createHttpSmsGateway(kannelTemplate(sms), clock))
    case 'http':
      // Judged by the gateway itself, which names every problem.
      return configured('SMS_HTTP_TEMPLATE', () =>
        createHttpSmsGateway(sms.template as HttpGatewayTemplate, clock),
      )
  }
}

function mailOf({ mail }: Config, outbox: OutboxStore, clock: Ports['clock']): MailTransport | null {
  switch (mail.transport) {
    case 'outbox':
      return createOutboxMailTransport(({ to, subject, text, html }) =>
        outbox.addMail({ to, subject, text, html: html ?? null, sentAt: clock.now() }),
      )
    case 'smtp': {
      const from = { name: '', address: mail.from }
      return configured('SMTP_URL or MAIL_FROM', () =>
        createSmtpTransport({ url: mail.url, from, startTls: mail.startTls, timeoutMs: 30_000 }),
      )
    }
    case 'none':
      return null
  }
}

/** What an adapter finds wrong with its settings is one sentence for the operator, as any other setting's problem. */
function configured<Made>(name: string, make: () => Made): Made {
  try {
    return make()
  } catch (error) {
    throw new ConfigRefused([`${name}: ${error instanceof Error ? error.message : String(error)}`])
  }
}
