import type { Logger } from 'pino'
import { publicInternet } from '#server/adapters/http/public-internet.ts'
import { createFetch } from '#server/adapters/validation/bounded-fetch.ts'
import { createEvaluationSource } from '#server/adapters/validation/evaluation-source.ts'
import { createNetworkSource } from '#server/adapters/validation/network-source.ts'
import { validationCures } from '#server/adapters/validation/validation-cures.ts'
import { createValidationSource } from '#server/adapters/validation/validation-source.ts'
import type { Config } from '#server/config/config.ts'
import type { Metrics } from '#server/metrics/metrics.ts'
import type { ValidationSource } from '#server/usecases/archive-ports.ts'
import type { Clock } from '#server/usecases/ports.ts'
import type { ValidationUnavailable } from '#server/usecases/refused.ts'
import type { Signer, TimestampAuthority, TrustedCertificates } from '#server/usecases/sealing-ports.ts'
import type { Evaluation } from './evaluation.ts'

type Needs = {
  config: Pick<Config, 'validation'>
  evaluation: Evaluation | null
  signer: Signer
  timestamps: TimestampAuthority | null
  clock: Clock
  /** Null: nobody but those whom the configuration names. */
  trusted: (() => Promise<Pick<TrustedCertificates, 'tsas'>>) | null
  metrics: Metrics | null
  /** Null: whoever asks says it by itself. */
  log: Logger | null
}

/** Lists of public authorities have some hundred kilobytes; longer ones would make every contract as long. */
const mostBytes = 2 * 1024 * 1024
const wholeMs = 10_000

/** What proves certificates at the conclusion; null where files stay at B-T, or B. */
export function validationOf(needs: Needs): ValidationSource | null {
  const { config, evaluation, signer, timestamps, clock } = needs
  const { level, freshness, allowedHosts } = config.validation
  if (timestamps === null || level === 'B-T') return null
  const { leadsInside, lookup } = publicInternet()
  const guard = {
    lookup,
    mayGo: (url: URL) => !leadsInside(url),
    isFree: (url: URL) => allowedHosts.includes(url.hostname),
  }
  const network = createNetworkSource(createFetch({ wholeMs, mostBytes, userAgent: 'Musubi', guard }))
  const own = evaluation === null ? [] : [createEvaluationSource(evaluation.authority, () => clock.now())]
  return createValidationSource({
    sources: [...own, network],
    // Also those of before: the last timestamp of a file may be by an authority that is not asked any more.
    anchors: async () => {
      const tsas = needs.trusted === null ? timestamps.trusted : (await needs.trusted()).tsas
      return Array.isArray(tsas) ? tsas : []
    },
    chain: signer.chain,
    freshness,
    now: () => clock.now(),
    heard: hearing(needs),
  })
}

/** Counts each search; tells once that it fails, with the cure, and once that it does not any more. */
function hearing({ metrics, log }: Needs): (problem: ValidationUnavailable | null) => void {
  let failing: string | null = null
  return (problem) => {
    metrics?.validated(problem?.code ?? null)
    if (problem === null) {
      if (failing !== null) log?.info('validation data can be had again')
      failing = null
      return
    }
    if (failing === problem.message) return
    failing = problem.message
    const { level, cure } = validationCures[problem.code]
    log?.[level](
      { event: 'validation_data.unavailable', problem: problem.code, reason: problem.message, cure },
      'what proves a certificate cannot be had: what everybody consented to waits for its conclusion',
    )
  }
}
