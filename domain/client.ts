/**
 * An integrating system's credential. Stored hashed, shown once; calls act as its member. `test`: what it makes are test
 * documents for ever, which reach nobody and bind nobody (docs/test-clients.md); chosen when it is made, and never changed.
 */
export type Client = {
  id: string
  memberId: string
  teamId: string
  label: string
  test: boolean
  /** The last characters of the client id, so that people can tell them apart. */
  ending: string
  createdAt: Date
  revokedAt: Date | null
  /** To the minute; null: not yet, or not since the server knows it. */
  lastUsedAt: Date | null
}

/** What the ids and tokens of test clients begin with: people see which they hold, and a release that knows no test clients finds none. */
const testPrefix = 'test_'

/** Is it the id, or a token, of a test client? */
export function isOfTestClient(credential: string): boolean {
  return credential.startsWith(testPrefix)
}

/** These random characters as an id or a token of a test client, or of one that is none. */
export function credentialOf(random: string, test: boolean): string {
  // As long as callers expect at most: 36 characters.
  if (test) return `${testPrefix}${random.slice(0, 36 - testPrefix.length)}`
  return isOfTestClient(random) ? `L${random.slice(1)}` : random
}

/** Seconds. One token per client id; asking again while it is alive returns the same one. */
const tokenLifeSeconds = 3600

export type AccessToken = { token: string; expiresAt: Date }

/** The living token, or a new one of these random characters. */
export function currentToken(living: AccessToken | null, fresh: string, now: Date): AccessToken {
  if (living !== null && living.expiresAt > now) return living
  return { token: fresh, expiresAt: new Date(now.getTime() + tokenLifeSeconds * 1000) }
}

/** Whole seconds left, at least 1 while alive. */
export function secondsLeft(token: AccessToken, now: Date): number {
  return Math.max(0, Math.ceil((token.expiresAt.getTime() - now.getTime()) / 1000))
}
