import type { Certificate } from './certificates.ts'

/** Why a list or an answer says nothing of a certificate. */
export type RevocationFault = 'other_issuer' | 'signature' | 'scope' | 'responder' | 'unknown'

/** What a believed list or answer says of one. `responder`: whom the issuer lets answer in its place. */
export type RevocationSays = {
  thisUpdate: Date
  nextUpdate: Date | null
  revokedAt: Date | null
  responder: Certificate | null
}
