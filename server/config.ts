import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type Environment, type Reader, reader } from './environment.ts'

/** Everything that is wrong with the configuration, each problem one sentence that names the variable and the cure. */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused'
  readonly problems: string[]

  constructor(problems: string[]) {
    super(problems.join('\n'))
    this.problems = problems
  }
}

export type SmsConfig =
  | { gateway: 'outbox' }
  | { gateway: 'kannel'; url: string; username: string; password: string }
  | { gateway: 'http'; template: Record<string, unknown> }

export type MailConfig =
  | { transport: 'outbox' }
  | { transport: 'none' }
  | { transport: 'smtp'; url: string; from: string; startTls: 'required' | 'never' }

export type TimestampConfig =
  | { tsa: 'evaluation' }
  | { tsa: 'none' }
  | { tsa: 'rfc3161'; url: string; fallbackUrl: string | null }

export type KeyConfig =
  | { source: 'evaluation' }
  | { source: 'pem'; keyPem: string; chainPem: string; passphrase: string | null; operator: string }
  | { source: 'pkcs12'; path: string; passphrase: string; operator: string }

/** Secrets of production; evaluation makes its own and keeps them in the data directory. */
export type SecretsConfig =
  | { source: 'evaluation' }
  | {
      source: 'environment'
      dataKeys: { id: string; key: Uint8Array }[]
      hashKey: Uint8Array
      sessionSecret: string
    }

/** The first team and its administrator, made when the database has no team yet. */
export type FirstTeam = { team: string; email: string; password: string }

export type Config = {
  mode: 'evaluation' | 'production'
  host: string
  port: number
  /** Origin under which people reach the server, without a trailing slash. */
  publicUrl: string
  dataDirectory: string
  database: { embedded: true } | { embedded: false; url: string }
  databaseConnections: number
  sms: SmsConfig
  mail: MailConfig
  timestamps: TimestampConfig
  key: KeyConfig
  secrets: SecretsConfig
  firstTeam: FirstTeam | null
  terms: { url: string | null }
  /** Proxies whose X-Forwarded-For is believed. */
  trustedProxies: string[]
  apiCallsPerMinute: number
  jobConcurrency: number
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent'
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
  const databaseUrl = read.text('DATABASE_URL')
  if (databaseUrl !== null && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    problems.push('DATABASE_URL does not have the form postgresql://user:password@host:5432/name.')
  }
  const config: Config = {
    mode,
    host,
    port,
    publicUrl,
    dataDirectory: resolve(read.text('MUSUBI_DATA') ?? './data'),
    database: databaseUrl === null ? { embedded: true } : { embedded: false, url: databaseUrl },
    databaseConnections: read.integer('DATABASE_CONNECTIONS', 20, 2, 1000),
    sms: readSms(read, production),
    mail: readMail(read, production),
    timestamps: readTimestamps(read, production),
    key: readKey(read, production),
    secrets: readSecrets(read, production),
    firstTeam: readFirstTeam(read),
    terms: {
      url: production
        ? read.required('TERMS_URL', 'the address of the terms that recipients agree to')
        : read.text('TERMS_URL'),
    },
    trustedProxies: readProxies(read),
    apiCallsPerMinute: read.integer('API_CALLS_PER_MINUTE', 800, 0, 1_000_000),
    jobConcurrency: read.integer('JOB_CONCURRENCY', 4, 1, 64),
    logLevel: read.oneOf('LOG_LEVEL', ['debug', 'info', 'warn', 'error', 'silent'], 'info'),
  }
  if (problems.length > 0) throw new ConfigRefused(problems)
  return config
}

function readPublicUrl(read: Reader, production: boolean, host: string, port: number): string {
  const given = production
    ? read.required('PUBLIC_URL', 'the https address under which people reach this server')
    : read.text('PUBLIC_URL')
  const shownHost =
    host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host
  if (given === null || given === '') return `http://${shownHost}:${port}`
  const url = URL.canParse(given) ? new URL(given) : null
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    read.problem('PUBLIC_URL is not an address without a path, such as https://sign.example.jp.')
  } else if (production && url.protocol !== 'https:') {
    read.problem('PUBLIC_URL does not begin with https://; production needs it for the session cookies.')
  }
  return url?.origin ?? given
}

function readSms(read: Reader, production: boolean): SmsConfig {
  const gateway = read.oneOf('SMS_GATEWAY', ['outbox', 'kannel', 'http'], 'outbox')
  if (gateway === 'outbox') {
    if (production)
      read.problem('SMS_GATEWAY is missing: kannel or http; the virtual phone exists in evaluation only.')
    return { gateway }
  }
  if (gateway === 'kannel') {
    return {
      gateway,
      url: read.required(
        'SMS_KANNEL_URL',
        "smsbox's address, such as http://127.0.0.1:13013/cgi-bin/sendsms",
      ),
      username: read.required('SMS_KANNEL_USERNAME', 'the user of sendsms-user'),
      password: read.required('SMS_KANNEL_PASSWORD', 'the password of sendsms-user'),
    }
  }
  const json = read.required('SMS_HTTP_TEMPLATE', 'how to ask the gateway, as JSON (docs/operations.md)')
  try {
    return { gateway, template: JSON.parse(json === '' ? '{}' : json) }
  } catch {
    read.problem('SMS_HTTP_TEMPLATE is not JSON.')
    return { gateway, template: {} }
  }
}

function readMail(read: Reader, production: boolean): MailConfig {
  const url = read.text('SMTP_URL')
  if (url === null) return { transport: production ? 'none' : 'outbox' }
  const startTls = read.oneOf('SMTP_STARTTLS', ['required', 'never'], 'required')
  return {
    transport: 'smtp',
    url,
    from: read.required('MAIL_FROM', 'the address that mails come from'),
    startTls,
  }
}

function readTimestamps(read: Reader, production: boolean): TimestampConfig {
  const url = production
    ? read.required('TSA_URL', 'the address of an RFC 3161 time-stamping authority')
    : (read.text('TSA_URL') ?? (read.text('TSA') === 'none' ? 'none' : null))
  if (url === null) return { tsa: 'evaluation' }
  if (url === 'none') {
    if (production) read.problem('TSA_URL is none; production does not sign without timestamps.')
    return { tsa: 'none' }
  }
  if (url !== '' && !URL.canParse(url)) read.problem('TSA_URL is not an address.')
  return { tsa: 'rfc3161', url, fallbackUrl: read.text('TSA_FALLBACK_URL') }
}

function readKey(read: Reader, production: boolean): KeyConfig {
  const path = read.text('SIGNING_PKCS12')
  if (!production && path === null && read.text('SIGNING_KEY') === null) return { source: 'evaluation' }
  const operator = read.required('OPERATOR_NAME', 'the name that signatures carry')
  if (path !== null) {
    return { source: 'pkcs12', path, passphrase: read.text('SIGNING_KEY_PASSPHRASE') ?? '', operator }
  }
  return {
    source: 'pem',
    keyPem: read.required(
      'SIGNING_KEY',
      "the operator's private key as PEM, or SIGNING_PKCS12, the path of a .p12 file",
    ),
    chainPem: read.required(
      'SIGNING_CERTIFICATE',
      "the operator's certificate and its chain as PEM, leaf first",
    ),
    passphrase: read.text('SIGNING_KEY_PASSPHRASE'),
    operator,
  }
}

function readSecrets(read: Reader, production: boolean): SecretsConfig {
  if (!production) return { source: 'evaluation' }
  const dataKeys = read
    .required('DATA_KEY', '32 random bytes in base64; several as id:key,id:key, the first encrypts')
    .split(',')
    .filter((each) => each !== '')
    .map((each) => {
      const [id, key] = each.includes(':') ? each.split(':') : ['k1', each]
      return { id: id ?? '', key: keyBytes(read, 'DATA_KEY', key ?? ''), named: each.includes(':') }
    })
  // Were names counted off, a new key in front would take the name of the old one.
  const names = new Set(dataKeys.map((each) => each.id))
  const named =
    dataKeys.length < 2 || (names.size === dataKeys.length && dataKeys.every((each) => each.named))
  if (!named || [...names].some((name) => !/^[A-Za-z0-9_-]{1,32}$/.test(name)))
    read.problem('DATA_KEY: give each of several keys its own name, as id:key; a lone key is called k1.')
  const hashKey = read.required('HASH_KEY', '32 random bytes in base64')
  return {
    source: 'environment',
    dataKeys,
    hashKey: hashKey === '' ? new Uint8Array() : keyBytes(read, 'HASH_KEY', hashKey),
    sessionSecret: read.required('SESSION_SECRET', '32 random bytes in base64, for console sessions', 32),
  }
}

function keyBytes(read: Reader, name: string, base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length !== 32)
    read.problem(`${name} is not 32 bytes in base64; make one with: openssl rand -base64 32`)
  return bytes
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
  return { team: read.text('FIRST_TEAM_NAME') ?? 'Team', email: email ?? '', password: password ?? '' }
}

function readProxies(read: Reader): string[] {
  const names = (read.text('TRUSTED_PROXIES') ?? '').split(',').map((each) => each.trim())
  const proxies = names.filter((each) => each !== '')
  const wrong = proxies.find(
    (each) => isIP(each.split('/')[0] ?? '') === 0 || !/^[^/]+(\/[0-9]{1,3})?$/.test(each),
  )
  if (wrong !== undefined) {
    read.problem(`TRUSTED_PROXIES names ${wrong}, which is no address or network such as 10.0.0.0/8.`)
  }
  return proxies
}
