import { X509Certificate } from 'node:crypto'
import { parseCertificate } from '#server/verification/certificates.ts'
import { readEvidence } from '#server/verification/revocation-proof.ts'
import { evaluationCrl } from '../signer/evaluation-revocation.ts'
import type { EvidenceSource } from './evidence-source.ts'

/** The lists of an evaluation's own root, made in this process as of `now`. */
export function createEvaluationSource(
  { rootPem, rootKeyPem }: { rootPem: string; rootKeyPem?: string },
  now: () => Date,
): EvidenceSource {
  const root = parseCertificate(new X509Certificate(rootPem).raw)
  return {
    async evidenceFor(_, issuer) {
      // An earlier release threw the key away; its certificates say that nobody publishes a list.
      if (rootKeyPem === undefined || issuer.sha256 !== root.sha256) return null
      return readEvidence('crl', evaluationCrl({ rootPem, rootKeyPem }, now()))
    },
    issuersOf: async () => [],
  }
}
