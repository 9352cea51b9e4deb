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
export const tokenLifeSeconds = 3600

export type AccessToken = { token: string; expiresAt: Date }

/** Whole seconds left, at least 1 while alive. */
export function secondsLeft(token: AccessToken, now: Date): number {
  return Math.max(0, Math.ceil((token.expiresAt.getTime() - now.getTime()) / 1000))
}
