/** An integrating system's credential. Stored hashed, shown once; calls act as its member. */
export type Client = {
  id: string
  memberId: string
  teamId: string
  label: string
  /** The last characters of the client id, so that people can tell them apart. */
  ending: string
  createdAt: Date
  revokedAt: Date | null
  lastUsedAt: Date | null
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
