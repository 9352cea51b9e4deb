import { BoundedCache } from '#server/caching/bounded-cache.ts'
import { ValidationUnavailable } from '#server/usecases/refused.ts'
import { type Certificate, parseCertificate } from '#server/verification/certificates.ts'
import { MalformedAsn1 } from '#server/verification/der.ts'
import { pointersOf } from '#server/verification/revocation-pointers.ts'
import { type Evidence, readEvidence, saysOf } from '#server/verification/revocation-proof.ts'
import type { EvidenceSource } from './evidence-source.ts'
import { ocspRequest } from './ocsp-request.ts'

/** Gets the bytes under an address, or the answer to a question. Throws `ValidationUnavailable`. */
export type Fetch = (url: string, question: { type: string; bytes: Uint8Array } | null) => Promise<Uint8Array>

const mostKept = 50

/**
 * Asks the places that certificates name: the responder first, whose answer is short and new, then the lists. What was
 * answered is kept until its end and asked anew where it is not good enough.
 */
export function createNetworkSource(fetch: Fetch): EvidenceSource {
  const kept = new BoundedCache<string, Evidence>({ entries: mostKept })
  const issuers = new BoundedCache<string, Certificate[]>({ entries: mostKept })

  async function ask(
    kind: Evidence['kind'],
    url: string,
    certificate: Certificate,
    issuer: Certificate,
  ): Promise<Evidence> {
    const question =
      kind === 'crl' ? null : { type: 'application/ocsp-request', bytes: ocspRequest(certificate, issuer) }
    const host = URL.parse(url)?.host ?? url
    const evidence = readEvidence(kind, await fetch(url, question))
    if (evidence === null) {
      throw new ValidationUnavailable('junk', `${host} answered with something else than ${named[kind]}`)
    }
    const says = saysOf(evidence, certificate, issuer)
    if (typeof says !== 'string') return evidence
    const about = `${named[kind]} of ${host} does not speak of ${certificate.subject} (${says})`
    throw new ValidationUnavailable('untrusted', about)
  }

  return {
    async evidenceFor(certificate, issuer, good) {
      const { crls, ocsp } = pointersOf(certificate)
      const places = [
        ...ocsp.map((url) => ({ kind: 'ocsp' as const, url })),
        ...crls.map((url) => ({ kind: 'crl' as const, url })),
      ]
      let last: Evidence | null = null
      let failure: ValidationUnavailable | null = null
      for (const { kind, url } of places) {
        // A list speaks of all; an answer of one.
        const key = kind === 'crl' ? url : `${url} ${certificate.sha256}`
        const before = kept.get(key)
        if (before !== undefined && good(before)) return before
        try {
          const evidence = await ask(kind, url, certificate, issuer)
          kept.set(key, evidence)
          if (good(evidence)) return evidence
          last = evidence
        } catch (error) {
          if (!(error instanceof ValidationUnavailable)) throw error
          failure ??= error
        }
      }
      if (last === null && failure !== null) throw failure
      return last
    },
    async issuersOf(certificate) {
      for (const url of pointersOf(certificate).issuers) {
        const before = issuers.get(url)
        if (before !== undefined) return before
        const found = certificatesIn(await fetch(url, null))
        if (found.length > 0) {
          issuers.set(url, found)
          return found
        }
      }
      return []
    },
  }
}

const named = { crl: 'the revocation list', ocsp: 'the OCSP answer' }

/** One certificate in DER, as authorities publish theirs (RFC 5280 §4.2.2.1). */
function certificatesIn(bytes: Uint8Array): Certificate[] {
  try {
    return [parseCertificate(bytes)]
  } catch (error) {
    if (error instanceof MalformedAsn1) return []
    throw error
  }
}
