import { rotationHours } from './webhook.ts'

/** How a recipient's visit ended, as the return URL says it. */
export type ReturnOutcome = 'consented' | 'declined' | 'expired' | 'locked' | 'not_available'

/**
 * A key that signs what the return URL says. `id`: the `kid` of what it signs. `signsFrom`: until then the one of before signs, so
 * that a site has the new one before it meets it.
 */
export type ReturnSecret = { id: string; secret: string; signsFrom: Date }

/** What the site is told, as the claims of a JWS (RFC 7515, RFC 7519). Times in seconds. */
export type ResultClaims = {
  iss: string
  aud: string
  sub: string
  document: string
  outcome: ReturnOutcome
  iat: number
  exp: number
  jti: string
  /** Of a test document, which binds nobody; absent of all others. */
  test?: true
}

/** Parameters of the return URL that no other may be named like. */
export const resultParameters = { result: 'result', state: 'state' } as const

/** Whoever is led back arrives at once. */
const lifeSeconds = 300

/** What a site may have brought back to it. */
export const mostState = 512

const prefix = 'mrs_'

/** `mrs_` and 32 random bytes in base64: HS256 asks for as many (RFC 7518, 3.2). `token`: as base64url. */
export function returnSecret(token: string): string {
  return `${prefix}${token.replaceAll('-', '+').replaceAll('_', '/')}=`
}

/** The bytes of a secret, in base64. */
export function keyIn(secret: string): string {
  return secret.slice(prefix.length)
}

export function resultClaims(
  said: {
    issuer: string
    teamId: string
    documentId: string
    participantId: string
    outcome: ReturnOutcome
    test: boolean
  },
  id: string,
  now: Date,
): ResultClaims {
  const iat = Math.floor(now.getTime() / 1000)
  return {
    iss: said.issuer,
    aud: said.teamId,
    sub: said.participantId,
    document: said.documentId,
    outcome: said.outcome,
    ...{ iat, exp: iat + lifeSeconds, jti: id },
    ...(said.test ? { test: true } : {}),
  }
}

/** The one that signs now: the newest whose time has come. `secrets`: oldest first. */
export function signingNow(secrets: ReturnSecret[], now: Date): ReturnSecret | null {
  return secrets.findLast(({ signsFrom }) => signsFrom <= now) ?? null
}

/** The one that will sign, where a rotation is under way. */
export function signingNext(secrets: ReturnSecret[], now: Date): ReturnSecret | null {
  return secrets.findLast(({ signsFrom }) => signsFrom > now) ?? null
}

/** A new one beside the present one, and when it takes over; the first signs at once. At most two are kept. */
export function withNewSecret(
  secrets: ReturnSecret[],
  fresh: { id: string; secret: string },
  now: Date,
): ReturnSecret[] {
  const present = signingNow(secrets, now)
  if (present === null) return [{ ...fresh, signsFrom: now }]
  return [present, { ...fresh, signsFrom: new Date(now.getTime() + rotationHours * 3_600_000) }]
}
