import { X509Certificate } from 'node:crypto'
import type { Reader } from './environment.ts'
import { type GivenSecrets, judgeKeys } from './keys.ts'

export type TimestampConfig =
  | { tsa: 'evaluation' }
  | { tsa: 'none' }
  /** `certificates` (DER): to one of them the authorities' must chain; null takes any, in evaluation only. */
  | { tsa: 'rfc3161'; url: string; fallbackUrl: string | null; certificates: Uint8Array[] | null }

/** `former` (DER): certificates that signed before this release began to remember them. */
export type FormerCertificates = Uint8Array[]

/** Secrets of production; evaluation makes its own and keeps them in the data directory. */
export type SecretsConfig = { source: 'evaluation' } | ({ source: 'environment' } & GivenSecrets)

/** The time-stamping authority. */
export function readTimestamps(read: Reader, production: boolean): TimestampConfig {
  const url = production
    ? read.required('TSA_URL', 'the address of an RFC 3161 time-stamping authority')
    : (read.text('TSA_URL') ?? (read.text('TSA') === 'none' ? 'none' : null))
  if (url === null) return { tsa: 'evaluation' }
  if (url === 'none') {
    if (production) read.problem('TSA_URL is none; production does not sign without timestamps.')
    return { tsa: 'none' }
  }
  const fallbackUrl = read.text('TSA_FALLBACK_URL')
  for (const [name, address] of [
    ['TSA_URL', url],
    ['TSA_FALLBACK_URL', fallbackUrl],
  ] as const) {
    if (address !== null && address !== '' && !isHttp(address)) {
      read.problem(`${name} is no address that begins with http:// or https://.`)
    }
  }
  return { tsa: 'rfc3161', url, fallbackUrl, certificates: readTsaCertificates(read, production) }
}

/** Without it anybody who answers under the address could invent times. */
function readTsaCertificates(read: Reader, production: boolean): Uint8Array[] | null {
  const what =
    "the certificate of the time-stamping authority as PEM: its root, an intermediate or its own; the fallback's too"
  const pem = production ? read.required('TSA_CERTIFICATE', what) : read.text('TSA_CERTIFICATE')
  return pem === null || pem === '' ? null : readCertificates(read, 'TSA_CERTIFICATE', pem)
}

/** Certificates that signed here before they were recorded; needed once, after an update from such a release. */
export function readFormerCertificates(read: Reader): FormerCertificates {
  const name = 'FORMER_SIGNING_CERTIFICATES'
  const pem = read.text(name)
  return pem === null ? [] : readCertificates(read, name, pem)
}

function readCertificates(read: Reader, name: string, pem: string): Uint8Array[] {
  const blocks = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  try {
    if (blocks.length > 0) return blocks.map((block) => new X509Certificate(block).raw)
  } catch {
    // Told below.
  }
  read.problem(`${name} holds no readable certificate in PEM (-----BEGIN CERTIFICATE-----).`)
  return []
}

function isHttp(address: string): boolean {
  return URL.canParse(address) && ['http:', 'https:'].includes(new URL(address).protocol)
}

/**
 * How far files are lifted at the conclusion. `freshness`: whether a list that was current when something was signed proves
 * it, or only one that was made afterwards. `allowedHosts`: of a private authority, whose lists may lie in one's own network.
 */
export type ValidationConfig = {
  level: 'B-LTA' | 'B-T'
  freshness: 'current' | 'after_use'
  allowedHosts: string[]
  /** So many days before its end an archive timestamp is followed by another. */
  renewalDays: number
}

export function readValidation(read: Reader, production: boolean): ValidationConfig {
  const name = 'REVOCATION_ALLOWED_HOSTS'
  const hosts = (read.text(name) ?? '').split(',').flatMap((each) => each.trim().toLowerCase() || [])
  const wrong = hosts.find(
    (each) => !URL.canParse(`http://${each}/`) || new URL(`http://${each}/`).hostname !== each,
  )
  if (wrong !== undefined)
    read.problem(`${name} names ${wrong}, which is no host name such as pki.internal, without a port.`)
  return {
    level: read.oneOf('SIGNATURE_LEVEL', ['B-LTA', 'B-T'], 'B-LTA'),
    freshness: read.oneOf('REVOCATION_FRESHNESS', ['current', 'after_use'], 'current'),
    renewalDays: read.integer('ARCHIVE_RENEWAL_DAYS', 90, 1, 3_650),
    // An evaluation's authority usually runs on the same computer.
    allowedHosts: production ? hosts : ['localhost', '127.0.0.1', '[::1]', ...hosts],
  }
}

/** The keys that encrypt and hash what is stored. */
export function readSecrets(read: Reader, production: boolean): SecretsConfig {
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
  const secrets = {
    source: 'environment' as const,
    dataKeys,
    hashKey: hashKey === '' ? new Uint8Array() : keyBytes(read, 'HASH_KEY', hashKey),
    sessionSecrets: severalOf(
      read.required('SESSION_SECRET', '32 random bytes in base64, for console sessions', 32),
    ),
  }
  judgeKeys(read, secrets)
  return secrets
}

/** With commas, the one that signs first. A lone one may hold a comma: then its parts are too short to be secrets. */
function severalOf(given: string): string[] {
  const parts = given.split(',')
  return parts.every((each) => each.length >= 32) ? parts : [given]
}

function keyBytes(read: Reader, name: string, base64: string): Uint8Array {
  const bytes = Buffer.from(base64, 'base64')
  if (bytes.length !== 32)
    read.problem(`${name} is not 32 bytes in base64; make one with: openssl rand -base64 32`)
  return bytes
}
