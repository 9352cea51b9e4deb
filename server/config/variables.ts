/** Variables by name, as a process is given them. */
export type Environment = Record<string, string | undefined>

/** Every variable that this server reads. Each may be given as `NAME_FILE`, too. A new one is added here first. */
export const variables = [
  'ALLOWED_HOSTS',
  'API_CALLS_PER_MINUTE',
  'ARCHIVE_RENEWAL_DAYS',
  'DATABASE_CONNECTIONS',
  'DATABASE_MIGRATION_URL',
  'DATABASE_URL',
  'DATA_KEY',
  'FIRST_ADMIN_EMAIL',
  'FIRST_ADMIN_PASSWORD',
  'FIRST_TEAM_NAME',
  'FORMER_SIGNING_CERTIFICATES',
  'HASH_KEY',
  'HOST',
  'JOBS',
  'JOB_CONCURRENCY',
  'DRAIN_SECONDS',
  'EVENT_FEED_DAYS',
  'LOG_LEVEL',
  'MAIL_BOUNCE_ADDRESS',
  'MAIL_BOUNCE_SECRET',
  'MAIL_FROM',
  'METRICS_PORT',
  'METRICS_TOKEN',
  'MUSUBI_DATA',
  'MUSUBI_MODE',
  'MUSUBI_PROCESS',
  'OPERATOR_ADDRESS',
  'OPERATOR_CONTACT',
  'OPERATOR_NAME',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_TIMEOUT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_SDK_DISABLED',
  'OTEL_SERVICE_NAME',
  'OTEL_TRACES_EXPORTER',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'PORT',
  'PUBLIC_URL',
  'REVOCATION_ALLOWED_HOSTS',
  'REVOCATION_FRESHNESS',
  'SECURITY_CONTACT',
  'SESSION_SECRET',
  'SIGNATURE_LEVEL',
  'SIGNING_AWS_ENDPOINT',
  'SIGNING_AWS_KEY_ID',
  'SIGNING_AWS_KMS',
  'SIGNING_AWS_SECRET_KEY',
  'SIGNING_AWS_SESSION_TOKEN',
  'SIGNING_CERTIFICATE',
  'SIGNING_GOOGLE_ACCOUNT',
  'SIGNING_GOOGLE_ENDPOINT',
  'SIGNING_GOOGLE_KMS',
  'SIGNING_KEY',
  'SIGNING_KEY_PASSPHRASE',
  'SIGNING_PKCS11',
  'SIGNING_PKCS11_PIN',
  'SIGNING_PKCS12',
  'SMS_GATEWAY',
  'SMS_HTTP_TEMPLATE',
  'SMS_HTTP_VOICE_TEMPLATE',
  'SMS_KANNEL_PASSWORD',
  'SMS_KANNEL_URL',
  'SMS_KANNEL_USERNAME',
  'SMS_SECOND_GATEWAY',
  'SMS_SECOND_HTTP_TEMPLATE',
  'SMS_SECOND_HTTP_VOICE_TEMPLATE',
  'SMS_SECOND_KANNEL_PASSWORD',
  'SMS_SECOND_KANNEL_URL',
  'SMS_SECOND_KANNEL_USERNAME',
  'SMS_SECOND_SMPP_LONG_TEXTS',
  'SMS_SECOND_SMPP_NUMBER_FORMAT',
  'SMS_SECOND_SMPP_PASSWORD',
  'SMS_SECOND_SMPP_PER_SECOND',
  'SMS_SECOND_SMPP_RECEIPT_IDS',
  'SMS_SECOND_SMPP_SENDER',
  'SMS_SECOND_SMPP_SYSTEM_TYPE',
  'SMS_SECOND_SMPP_URL',
  'SMS_SECOND_SMPP_USERNAME',
  'SMS_SECOND_SMPP_WINDOW',
  'SMS_SMPP_LONG_TEXTS',
  'SMS_SMPP_NUMBER_FORMAT',
  'SMS_SMPP_PASSWORD',
  'SMS_SMPP_PER_SECOND',
  'SMS_SMPP_RECEIPT_IDS',
  'SMS_SMPP_SENDER',
  'SMS_SMPP_SYSTEM_TYPE',
  'SMS_SMPP_URL',
  'SMS_SMPP_USERNAME',
  'SMS_SMPP_WINDOW',
  'SMS_AWS_CONFIGURATION_SET',
  'SMS_SECOND_AWS_CONFIGURATION_SET',
  'SMS_AWS_ENDPOINT',
  'SMS_SECOND_AWS_ENDPOINT',
  'SMS_AWS_EVENTS_TOPIC',
  'SMS_SECOND_AWS_EVENTS_TOPIC',
  'SMS_AWS_KEY_ID',
  'SMS_SECOND_AWS_KEY_ID',
  'SMS_AWS_ORIGINATION',
  'SMS_SECOND_AWS_ORIGINATION',
  'SMS_AWS_REGION',
  'SMS_SECOND_AWS_REGION',
  'SMS_AWS_SECRET_KEY',
  'SMS_SECOND_AWS_SECRET_KEY',
  'SMS_AWS_SESSION_TOKEN',
  'SMS_SECOND_AWS_SESSION_TOKEN',
  'SMS_TWILIO_ACCOUNT',
  'SMS_SECOND_TWILIO_ACCOUNT',
  'SMS_TWILIO_ENDPOINT',
  'SMS_SECOND_TWILIO_ENDPOINT',
  'SMS_TWILIO_FROM',
  'SMS_SECOND_TWILIO_FROM',
  'SMS_TWILIO_KEY',
  'SMS_SECOND_TWILIO_KEY',
  'SMS_TWILIO_KEY_SECRET',
  'SMS_SECOND_TWILIO_KEY_SECRET',
  'SMS_TWILIO_TOKEN',
  'SMS_SECOND_TWILIO_TOKEN',
  'SMS_TWILIO_VOICE_FROM',
  'SMS_SECOND_TWILIO_VOICE_FROM',
  'SMTP_STARTTLS',
  'SMTP_URL',
  'TERMS_URL',
  'TRUSTED_PROXIES',
  'TSA',
  'TSA_CERTIFICATE',
  'TSA_FALLBACK_URL',
  'TSA_URL',
  'WEBHOOK_ALLOWED_HOSTS',
  'WEBHOOK_SOURCE_ADDRESSES',
] as const

export type Variable = (typeof variables)[number]

/** What is in the environment for other programs: none of our secrets. */
export function othersOf(environment: Environment): Environment {
  const ours = new Set<string>(variables.flatMap((name) => [name, `${name}_FILE`]))
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !ours.has(name)))
}

/** Nobody else's variables begin so. */
const ownPrefixes = [
  'MUSUBI_',
  'OPERATOR_',
  'SMS_KANNEL_',
  'SMS_HTTP_',
  'SMS_SECOND_',
  'SMS_SMPP_',
  'SMS_TWILIO_',
  'SMS_AWS_',
  'SIGNING_KEY',
  'SIGNING_PKCS1',
  'SIGNING_AWS_',
  'SIGNING_GOOGLE_',
  'SIGNATURE_LEVEL',
  'SIGNING_CERTIFICATE',
  'TSA_',
  'WEBHOOK_',
]
/** Shorter names are near too many others (HOST, HOME). */
const leastLength = 7
/** Of longer names more may be wrong. */
const furthestOf = (name: string) => (name.length < 12 ? 2 : 3)

/**
 * Variables that look like ours and are none: one sentence each, with the nearest that exists. A setting that nobody
 * reads would be found missing on a bad day. Whatever else is in the environment is none of our business.
 */
export function unknownVariables(environment: Environment): string[] {
  const known = new Set<string>(variables.flatMap((name) => [name, `${name}_FILE`]))
  return (
    Object.keys(environment)
      .filter((name) => !known.has(name) && environment[name] !== undefined)
      // The standard has dozens, for other signals and other programs of the same machine.
      .filter((name) => !name.startsWith('OTEL_'))
      .flatMap((name) => {
        const nearest = nearestOf(name.toUpperCase(), [...known])
        const own = ownPrefixes.some((prefix) => name.toUpperCase().startsWith(prefix))
        if (!own && (name.length < leastLength || nearest.distance > furthestOf(name))) return []
        const hint =
          nearest.distance <= Math.max(furthestOf(name), name.length / 3)
            ? `; is ${nearest.name} meant?`
            : '.'
        return [`${name} is no variable of this server${hint === '.' ? ': take it away.' : hint}`]
      })
  )
}

function nearestOf(name: string, known: string[]): { name: string; distance: number } {
  let nearest = { name: '', distance: Number.POSITIVE_INFINITY }
  for (const each of known) {
    // At least as many letters must be added or dropped.
    if (Math.abs(name.length - each.length) >= nearest.distance) continue
    const distance = distanceBetween(name, each)
    if (distance < nearest.distance) nearest = { name: each, distance }
  }
  return nearest
}

/** How many letters must be added, dropped, exchanged or swapped with their neighbour (Damerau, Levenshtein). */
function distanceBetween(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      }
      row.push(least)
    }
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
