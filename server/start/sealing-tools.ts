import type { Pool } from 'pg'
import type { Logger } from 'pino'
import {
  noteUse,
  recordCertificate,
  trustedCertificates,
} from '#server/adapters/postgres/installation/sealing-certificates.ts'
import { EVALUATION_OPERATOR } from '#server/adapters/signer/evaluation-authority.ts'
import { createSealer } from '#server/adapters/signer/sealer.ts'
import { signingPath } from '#server/adapters/signer/signing-certificate.ts'
import type { Config } from '#server/config/config.ts'
import type { Metrics } from '#server/metrics/metrics.ts'
import type { Tracing } from '#server/tracing/tracing.ts'
import type { Clock, Ports } from '#server/usecases/ports.ts'
import type { Signer } from '#server/usecases/sealing-ports.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import type { UpkeepTask } from '#server/worker/upkeep.ts'
import { timestampsOf } from './configured-tools.ts'
import type { Evaluation } from './evaluation.ts'
import { keptName } from './given-names.ts'
import { validationOf } from './validation-tools.ts'

type Needs = {
  config: Config
  evaluation: Evaluation | null
  signer: Signer
  clock: Clock
  pool: Pool
  log: Logger
  /** Null where nobody reads them. */
  metrics: Metrics | null
  /** Null where nobody collects them. */
  tracing: Tracing | null
}

const dayMilliseconds = 24 * 60 * 60 * 1000
const warnedDays = 60

/**
 * What signs, stamps, and is trusted. The certificates are recorded before the first signature, so that every process
 * on this database believes what this one is about to sign.
 */
export async function sealingToolsOf(needs: Needs): Promise<Pick<Ports, 'sealer' | 'trust' | 'validation'>> {
  const { config, evaluation, signer, clock, pool, log, metrics, tracing } = needs
  const timestamps = timestampsOf(config, evaluation, clock, {
    log: (level, message, fields) => log[level](fields, message),
    onAnswer(authority, problem, seconds) {
      metrics?.timestamped(authority, problem, seconds)
      const failed = problem === null ? {} : { 'error.type': problem }
      tracing?.ended('timestamp', 'outgoing', { 'musubi.tool': authority, ...failed }, seconds)
    },
  })
  const now = clock.now()
  for (const former of config.formerCertificates) await recordCertificate(pool, 'signing', [former], now)
  await recordCertificate(pool, 'signing', signer.chain, now)
  const named = timestamps === null || timestamps.trusted === 'any' ? [] : timestamps.trusted
  for (const der of named) await recordCertificate(pool, 'timestamping', [der], now)

  const signed = noteUse(pool, parseCertificate(signer.chain[0] ?? new Uint8Array()).sha256)
  const tsas = timestamps === null ? null : timestamps.trusted === 'any' ? 'any' : 'named'
  const trusted = () => trustedCertificates(pool, tsas)
  return {
    validation: validationOf({ config, evaluation, signer, timestamps, clock, trusted, metrics, log }),
    sealer: createSealer({ signer, timestamps, now: () => clock.now(), signed }),
    trust: {
      operator:
        config.key.source === 'evaluation'
          ? EVALUATION_OPERATOR
          : keptName('OPERATOR_NAME', config.key.operator),
      issuer: issuerOf(config),
      trusted,
    },
  }
}

function issuerOf({ issuer: { address, contact } }: Config): Ports['trust']['issuer'] {
  return {
    address: address === null ? null : keptName('OPERATOR_ADDRESS', address),
    contact: contact === null ? null : keptName('OPERATOR_CONTACT', contact),
  }
}

/** Tells every day, from 60 days before the end on, of each certificate that someone must renew. */
export function certificateWatch({
  config,
  signer,
  clock,
  log,
}: Omit<Needs, 'evaluation' | 'pool' | 'metrics' | 'tracing'>): Omit<UpkeepTask, 'log'> {
  return {
    name: 'watch the certificates',
    everyMilliseconds: dayMilliseconds,
    async work() {
      const tsas = config.timestamps.tsa === 'rfc3161' ? (config.timestamps.certificates ?? []) : []
      for (const { der } of signingPath(signer.chain)) warn(der, 'signing')
      for (const der of tsas) warn(der, 'timestamping')
    },
  }

  function warn(der: Uint8Array, use: 'signing' | 'timestamping'): void {
    const { notAfter, subject } = parseCertificate(der)
    const days = Math.floor((notAfter.getTime() - clock.now().getTime()) / dayMilliseconds)
    if (days >= warnedDays) return
    const fields = { certificate: subject, days, ends: notAfter.toISOString() }
    if (use === 'timestamping') {
      log.warn(fields, "a certificate of TSA_CERTIFICATE ends soon; add the authority's next one beside it")
    } else if (days >= 0) {
      log.warn(
        fields,
        'the signing certificate, or one above it, ends soon; then nothing is sent or sealed: renew it (docs/operations.md, renewal)',
      )
    } else {
      log.error(
        fields,
        'the signing certificate, or one above it, has ended: nothing is sent, and consents wait for their seal; put a new one into SIGNING_KEY and SIGNING_CERTIFICATE and start again',
      )
    }
  }
}
