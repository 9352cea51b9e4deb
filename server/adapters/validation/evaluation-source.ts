import { X509Certificate } from 'node:crypto'
import { parseCertificate } from '#server/verification/certificates.ts'
import { type Evidence, readEvidence } from '#server/verification/revocation-proof.ts'
import { evaluationCrl } from '../signer/evaluation-revocation.ts'
import type { EvidenceSource } from './evidence-source.ts'

/** The lists of an evaluation's own root, made in this process as of `now`; one is kept as long as it is good enough, as others' are. */
export function createEvaluationSource(
  { rootPem, rootKeyPem }: { rootPem: string; rootKeyPem?: string },
  now: () => Date,
): EvidenceSource {
  const root = parseCertificate(new X509Certificate(rootPem).raw)
  let kept: Evidence | null = null
  return {
    async evidenceFor(_, issuer, good) {
      // An earlier release threw the key away; its certificates say that nobody publishes a list.
      if (rootKeyPem === undefined || issuer.sha256 !== root.sha256) return null
      if (kept === null || !good(kept))
        kept = readEvidence('crl', evaluationCrl({ rootPem, rootKeyPem }, now()))
      return kept
    },
    issuersOf: async () => [],
  }
}
