import type { ValidationUnavailable } from '#server/usecases/refused.ts'

const network =
  'let this server reach the addresses that the certificates name (docs/operations.md, validation data), by port 80 too'

/** What an operator does about it; an alarm where waiting will not help. */
export const validationCures: Record<
  ValidationUnavailable['code'],
  { level: 'warn' | 'error'; cure: string }
> = {
  nowhere: {
    level: 'error',
    cure: 'use a certificate whose authority publishes a list or answers OCSP, or set SIGNATURE_LEVEL=B-T',
  },
  no_issuer: {
    level: 'error',
    cure: "append the authority's certificates to SIGNING_CERTIFICATE, or put its root into TSA_CERTIFICATE",
  },
  forbidden: {
    level: 'error',
    cure: 'name the host of your own authority in REVOCATION_ALLOWED_HOSTS, if it is the right one',
  },
  unreachable: { level: 'warn', cure: network },
  timed_out: { level: 'warn', cure: network },
  http_status: { level: 'warn', cure: 'wait; if it stays, ask the authority about this address' },
  too_long: { level: 'error', cure: 'ask the authority for a responder (OCSP), or set SIGNATURE_LEVEL=B-T' },
  junk: { level: 'warn', cure: 'see whether a proxy answers in the place of the authority' },
  untrusted: { level: 'error', cure: 'ask the authority: what it publishes is not signed as it should be' },
  stale: {
    level: 'warn',
    cure: 'wait for the next list; if it stays, the authority publishes none any more',
  },
}
