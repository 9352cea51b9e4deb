import { createHash } from 'node:crypto'
import { createRfc3161Authority } from '#server/adapters/timestamp/rfc3161-tsa.ts'
import { timestampCures } from '#server/adapters/timestamp/take-turns.ts'
import { TimestampUnavailable } from '#server/adapters/timestamp/timestamp-unavailable.ts'
import type { Config } from '#server/config/config.ts'
import type { Clock, Random } from '#server/usecases/ports.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { timestampTimeOf } from '#server/verification/timestamp-token.ts'
import { type Finding, fail, findings, ok, warn } from './finding.ts'
import { oneLine } from './keys.ts'

const dayMilliseconds = 24 * 60 * 60 * 1000
const warnedDays = 60
/** Milliseconds: times of stamps are cut to seconds; five minutes are refused. */
const oddlyApart = 30_000

/** Asks each authority for a real timestamp and verifies it, and looks at the ends of TSA_CERTIFICATE. */
export async function examineTimestamps(
  { timestamps }: Config,
  clock: Clock,
  random: Random,
): Promise<Finding[]> {
  const check = 'timestamps'
  if (timestamps.tsa === 'evaluation')
    return [ok(check, "Evaluation's own authority stamps, without a network.")]
  if (timestamps.tsa === 'none') {
    return [
      warn(check, 'Nothing is stamped (TSA=none).', 'name an authority in TSA_URL before real contracts'),
    ]
  }
  const { url, fallbackUrl, certificates } = timestamps
  const found: Finding[] = []
  for (const address of fallbackUrl === null ? [url] : [url, fallbackUrl]) {
    found.push(...(await examineOne(address, certificates ?? 'any', clock, random)))
  }
  if (certificates === null) {
    found.push(warn(check, 'Any authority is believed.', 'name the certificate of yours in TSA_CERTIFICATE'))
  }
  return [...found, ...(certificates ?? []).flatMap((der) => endOf(der, clock))]
}

function examineOne(
  url: string,
  trusted: Uint8Array[] | 'any',
  clock: Clock,
  random: Random,
): Promise<Finding[]> {
  const check = 'timestamps'
  const { host } = new URL(url)
  return findings(check, 'check TSA_URL and TSA_FALLBACK_URL', async () => {
    const authority = createRfc3161Authority({ url, trusted, now: () => clock.now(), log: () => undefined })
    try {
      const token = await authority.timestamp(createHash('sha256').update(random.token(32)).digest())
      const at = timestampTimeOf(token)
      const apart = at === null ? 0 : Math.abs(at.getTime() - clock.now().getTime())
      const says = `${host} stamped, and the stamp verifies; its clock is within ${Math.ceil(apart / 1000)} s of ours.`
      return apart > oddlyApart ? warn(check, says, timestampCures.clock_apart.cure) : ok(check, says)
    } catch (error) {
      if (!(error instanceof TimestampUnavailable)) throw error
      return fail(check, `${host}: ${error.message}`, timestampCures[error.code].cure)
    }
  })
}

function endOf(der: Uint8Array, clock: Clock): Finding[] {
  const { subject, notAfter } = parseCertificate(der)
  const days = Math.floor((notAfter.getTime() - clock.now().getTime()) / dayMilliseconds)
  if (days >= warnedDays) return []
  const cure = "add the authority's next certificate beside it in TSA_CERTIFICATE"
  const until = notAfter.toISOString().slice(0, 10)
  return [warn('timestamps', `${oneLine(subject)} ${days < 0 ? 'ended' : 'ends'} on ${until}.`, cure)]
}
