import { resolve } from 'node:path'
import { type MailConfig, readMail } from './delivery.ts'
import { type Reader, reader } from './environment.ts'
import {
  type MetricsConfig,
  readHosts,
  readMetrics,
  readProxies,
  readPublicUrl,
  readSecurityContact,
  readWebhooks,
  type WebhookConfig,
} from './network.ts'
import {
  type FormerCertificates,
  readFormerCertificates,
  readSecrets,
  readTimestamps,
  readValidation,
  type SecretsConfig,
  type TimestampConfig,
  type ValidationConfig,
} from './sealing.ts'
import { type KeyConfig, readKey } from './signing-key.ts'
import { readSms, type SmsConfig } from './sms.ts'
import { readTracing, type TracingConfig } from './tracing.ts'
import { type Environment, unknownVariables } from './variables.ts'

/** Everything that is wrong with the configuration, each problem one sentence that names the variable and the cure. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused'
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

/** The first team and its administrator, made when the database has no team yet. */
type FirstTeam = { team: string; email: string; password: string }

/** What a process does: answers requests (`serve`), takes jobs (`work`), or both. */
export type ProcessKind = 'all' | 'serve' | 'work'

export type Config = {
  mode: 'evaluation' | 'production'
  process: ProcessKind
  host: string
  port: number
  /** Origin under which people reach the server, without a trailing slash. */
  publicUrl: string
  dataDirectory: string
  /** `migrationUrl`: the role that owns the tables, where the server works as another. */
  database: { embedded: true } | { embedded: false; url: string; migrationUrl: string | null }
  databaseConnections: number
  sms: SmsConfig
  mail: MailConfig
  timestamps: TimestampConfig
  validation: ValidationConfig
  key: KeyConfig
  /** Where the operator is and is reached, as certificates of agreement say it. */
  issuer: { address: string | null; contact: string | null }
  formerCertificates: FormerCertificates
  secrets: SecretsConfig
  firstTeam: FirstTeam | null
  terms: { url: string | null }
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  /** Further names under which an evaluation server may be asked. */
  allowedHosts: string[]
  /** Whom `/.well-known/security.txt` names, as `mailto:` or `https:`; null where nobody. */
  securityContact: string | null
  webhooks: WebhookConfig
  apiCallsPerMinute: number
  /** For so long what happened is in the feed of a team's events. */
  feedDays: number
  metrics: MetricsConfig
  /** Null: nothing is traced. */
  tracing: TracingConfig | null
  jobConcurrency: number
  /** `off`: this process takes none, as beside a restored copy. */
  jobs: 'on' | 'off'
  /** For so long after SIGTERM `/health/ready` says no and everything else goes on. */
  drainSeconds: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
  /** What would be refused in production: told at the start. */
  warnings: string[]
}

/** Reads the environment, once. Throws `ConfigRefused` with every problem at a time. */
export function readConfig(environment: Environment = process.env): Config {
  const problems: string[] = []
  const read = reader(environment, problems)
  const mode = read.oneOf('MUSUBI_MODE', ['evaluation', 'production'], 'evaluation')
  const production = mode === 'production'
  const host = read.text('HOST') ?? '127.0.0.1'
  const port = read.integer('PORT', 3000, 0, 65535)
  const publicUrl = readPublicUrl(read, production, host, port)
  const config: Config = {
    mode,
    process: read.oneOf('MUSUBI_PROCESS', ['all', 'serve', 'work'], 'all'),
    host,
    port,
    publicUrl,
    dataDirectory: resolve(read.text('MUSUBI_DATA') ?? './data'),
    database: readDatabase(read),
    databaseConnections: read.integer('DATABASE_CONNECTIONS', 20, 2, 1000),
    sms: readSms(read, production),
    mail: readMail(read, production),
    timestamps: readTimestamps(read, production),
    validation: readValidation(read, production),
    key: readKey(read, production, environment),
    issuer: { address: read.text('OPERATOR_ADDRESS'), contact: read.text('OPERATOR_CONTACT') },
    formerCertificates: readFormerCertificates(read),
    secrets: readSecrets(read, production),
    firstTeam: readFirstTeam(read),
    terms: { url: readTermsUrl(read, production) },
    trustedProxies: readProxies(read),
    allowedHosts: readHosts(read),
    securityContact: readSecurityContact(read),
    webhooks: readWebhooks(read, production),
    apiCallsPerMinute: read.integer('API_CALLS_PER_MINUTE', 800, 0, 1_000_000),
    feedDays: read.integer('EVENT_FEED_DAYS', 90, 1, 36_500),
    metrics: readMetrics(read, port),
    tracing: readTracing(read),
    jobConcurrency: read.integer('JOB_CONCURRENCY', 4, 1, 64),
    jobs: read.oneOf('JOBS', ['on', 'off'], 'on'),
    drainSeconds: read.integer('DRAIN_SECONDS', production ? 5 : 0, 0, 300),
    logLevel: read.oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
    warnings: [],
  }
  const unknown = unknownVariables(environment)
  // Whoever only tries the product is told, and goes on.
  if (production) problems.push(...unknown)
  else config.warnings.push(...unknown)
  if (problems.length > 0) throw new ConfigRefused(problems)
  return config
}

function readDatabase(read: Reader): Config['database'] {
  const [url, migrationUrl] = (['DATABASE_URL', 'DATABASE_MIGRATION_URL'] as const).map((name) => {
    const given = read.text(name)
    if (given !== null && !/^postgres(ql)?:\/\//.test(given)) {
      read.problem(`${name} does not have the form postgresql://user:password@host:5432/name.`)
    }
    return given
  })
  if (url !== null && url !== undefined) return { embedded: false, url, migrationUrl: migrationUrl ?? null }
  if (migrationUrl !== null) {
    read.problem('DATABASE_MIGRATION_URL is set and DATABASE_URL is not: give both, each with its role.')
  }
  return { embedded: true }
}

/** The terms that recipients agree to, where a team has none of its own. */
function readTermsUrl(read: Reader, production: boolean): string | null {
  const url = production
    ? read.required('TERMS_URL', 'the address of the terms that recipients agree to')
    : read.text('TERMS_URL')
  if (url === null || url === '') return url
  if (!URL.canParse(url) || !['http:', 'https:'].includes(new URL(url).protocol)) {
    read.problem('TERMS_URL is not an address such as https://example.jp/terms.')
  }
  return url
}

function readFirstTeam(read: Reader): FirstTeam | null {
  const email = read.text('FIRST_ADMIN_EMAIL')
  const password = read.text('FIRST_ADMIN_PASSWORD')
  if (email === null && password === null) return null
  if (email === null || password === null) {
    read.problem('FIRST_ADMIN_EMAIL and FIRST_ADMIN_PASSWORD belong together; one of them is missing.')
  }
  if (password !== null && password.length < 12)
    read.problem('FIRST_ADMIN_PASSWORD is shorter than 12 characters.')
  if (password !== null && password.length > 256)
    read.problem('FIRST_ADMIN_PASSWORD is longer than 256 characters.')
  return { team: read.text('FIRST_TEAM_NAME') ?? 'Team', email: email ?? '', password: password ?? '' }
}
