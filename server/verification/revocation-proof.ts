import type { Certificate } from './certificates.ts'
import { type Crl, crlSays, readCrl } from './crl.ts'
import { MalformedAsn1 } from './der.ts'
import { type Ocsp, ocspSays, readOcsp } from './ocsp.ts'
import { isTrustedWithoutCheck, needsNoRevocation } from './revocation-pointers.ts'
import type { RevocationFault, RevocationSays } from './revocation-says.ts'

/** Lists and answers, as they were found. */
export type Evidence = Crl | Ocsp

/** `at`: when the certificate was used. `by`: until when what is said of it was collected. */
export type ProofTimes = { at: Date; by: Date }

/** Why a certificate is not proved to have been good; null where it is. */
export type ProofProblem =
  | 'missing'
  | 'stale'
  | 'from_the_future'
  | 'after_expiry'
  | 'revoked'
  | 'responder_unproved'
  | RevocationFault

/** Two clocks may be so far apart, as those of time-stamping authorities may. */
const clocksApart = 5 * 60_000

/** Parses what calls itself a list or an answer; null where it is neither. */
export function readEvidence(kind: Evidence['kind'], der: Uint8Array): Evidence | null {
  try {
    return kind === 'crl' ? readCrl(der) : readOcsp(der)
  } catch (error) {
    if (error instanceof MalformedAsn1) return null
    throw error
  }
}

/** What one piece of evidence says of a certificate. Unreadable parts say nothing. */
export function saysOf(
  evidence: Evidence,
  certificate: Certificate,
  issuer: Certificate,
): RevocationSays | RevocationFault {
  try {
    return evidence.kind === 'crl'
      ? crlSays(evidence, certificate, issuer)
      : ocspSays(evidence, certificate, issuer)
  } catch (error) {
    if (error instanceof MalformedAsn1) return 'scope'
    throw error
  }
}

/**
 * Judges one statement by time (EN 319 102-1 §5.2.5): it was made before it was collected, it still held when the
 * certificate was used, and the certificate, which lists may forget after its end, had not ended when it was made.
 */
export function judgeTimes(
  says: RevocationSays,
  certificate: Certificate,
  { at, by }: ProofTimes,
): ProofProblem | null {
  if (says.thisUpdate.getTime() > by.getTime() + clocksApart) return 'from_the_future'
  if (says.nextUpdate !== null && says.nextUpdate < at) return 'stale'
  // Without an end it holds for the instant at which it was made.
  if (says.nextUpdate === null && says.thisUpdate.getTime() + clocksApart < at.getTime()) return 'stale'
  if (says.thisUpdate > certificate.notAfter) return 'after_expiry'
  return says.revokedAt !== null && says.revokedAt <= at ? 'revoked' : null
}

/**
 * Whether some of the evidence proves that a certificate had not been revoked when it was used. Of several statements one
 * that says revoked wins. A responder that the issuer does not exempt needs proof of its own.
 */
export function proofProblem(
  evidence: Evidence[],
  certificate: Certificate,
  issuer: Certificate,
  times: ProofTimes,
  asResponder = false,
): ProofProblem | null {
  if (needsNoRevocation(certificate)) return null
  let problem: ProofProblem = 'missing'
  let proved = false
  for (const each of evidence) {
    const says = saysOf(each, certificate, issuer)
    if (typeof says === 'string') {
      // What speaks of others is no fault.
      if (says !== 'other_issuer' && problem === 'missing') problem = says
      continue
    }
    const wrong =
      judgeTimes(says, certificate, times) ?? responderProblem(evidence, says, issuer, times, asResponder)
    if (wrong === 'revoked') return wrong
    if (wrong === null) proved = true
    else problem = wrong
  }
  return proved ? null : problem
}

function responderProblem(
  evidence: Evidence[],
  { responder }: RevocationSays,
  issuer: Certificate,
  times: ProofTimes,
  asResponder: boolean,
): ProofProblem | null {
  if (responder === null || isTrustedWithoutCheck(responder)) return null
  // A responder that vouches for a responder would go on for ever.
  if (asResponder) return 'responder_unproved'
  return proofProblem(evidence, responder, issuer, times, true) === null ? null : 'responder_unproved'
}
