import type { Certificate } from '#server/verification/certificates.ts'
import type { Evidence } from '#server/verification/revocation-proof.ts'

/** Someone who may know whether a certificate was revoked. */
export type EvidenceSource = {
  /**
   * A list or an answer that proves it, as `good` judges. Null: this certificate is none of its business. Throws
   * `ValidationUnavailable`.
   */
  evidenceFor(
    certificate: Certificate,
    issuer: Certificate,
    good: (evidence: Evidence) => boolean,
  ): Promise<Evidence | null>
  /** Certificates of the issuer, as far as somebody publishes them. */
  issuersOf(certificate: Certificate): Promise<Certificate[]>
}
