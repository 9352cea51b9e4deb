import { type KeyObject, X509Certificate } from 'node:crypto'
import { BoundedCache } from '#server/caching/bounded-cache.ts'
import type { Clock } from '../../usecases/ports.ts'
import type { Exchange } from '../http/http-exchange.ts'
import type { SnsTopic } from './sns-message.ts'

/** Fetches an address with a time-out and a limit of bytes, and follows no redirect. */
export type Fetch = (url: string) => Promise<Exchange>

/** At a time: whoever makes up names of certificates keeps no more of our connections than this. */
const mostFetches = 4
/** SNS changes its certificate about once a year. */
const mostKept = 8

/**
 * The keys by which SNS signs for a topic, from addresses that were looked at before. What makes a certificate SNS's is that it stands
 * at SNS's own site, which TLS proves; its name and its days are looked at besides, its issuer is not. `none`: there
 * is no such certificate. `unavailable`: another try may find it.
 */
export function snsCertificates(topic: SnsTopic, clock: Clock, fetch: Fetch) {
  const kept = new BoundedCache<string, X509Certificate>({ entries: mostKept })
  const asked = new Map<string, Promise<X509Certificate | 'none' | 'unavailable'>>()

  async function load(url: string) {
    const answer = await fetch(url)
    if (answer.end !== 'answered' || answer.status >= 500 || answer.status === 429) return 'unavailable'
    const certificate = answer.status === 200 ? certificateIn(answer.body ?? '') : null
    if (certificate === null || !isNamedFor(topic, certificate)) return 'none'
    kept.set(url, certificate)
    return certificate
  }

  async function found(url: string) {
    const known = kept.get(url)
    if (known !== undefined) return known
    const running = asked.get(url)
    if (running !== undefined) return running
    if (asked.size >= mostFetches) return 'unavailable'
    const begun = load(url).finally(() => asked.delete(url))
    asked.set(url, begun)
    return begun
  }

  return {
    async key(url: string): Promise<KeyObject | 'none' | 'unavailable'> {
      const certificate = await found(url)
      if (!(certificate instanceof X509Certificate)) return certificate
      const now = clock.now().getTime()
      const valid = Date.parse(certificate.validFrom) <= now && now <= Date.parse(certificate.validTo)
      return valid ? certificate.publicKey : 'none'
    },
  }
}

function certificateIn(pem: string): X509Certificate | null {
  try {
    const certificate = new X509Certificate(pem)
    return certificate.publicKey.asymmetricKeyType === 'rsa' && !certificate.ca ? certificate : null
  } catch {
    return null
  }
}

/** As AWS's own clients expect it: `sns.amazonaws.com`, in later regions a name with the region, one for both GovClouds. */
function isNamedFor({ region }: SnsTopic, certificate: X509Certificate): boolean {
  const names = [
    'sns.amazonaws.com',
    `sns.${region}.amazonaws.com`,
    `sns-signing.${region}.amazonaws.com`,
    ...(region.startsWith('us-gov-') ? ['sns-us-gov-west-1.amazonaws.com'] : []),
  ]
  return names.some((name) => certificate.checkHost(name) !== undefined)
}
