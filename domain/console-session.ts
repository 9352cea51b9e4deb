/** How a member showed that they are who they say, besides the password or instead of it. */
export type Factor = 'totp' | 'recovery' | 'passkey'

/** Which second factors a member has. */
export type FactorsHeld = { totp: boolean; passkeys: number }

export function hasFactor({ totp, passkeys }: FactorsHeld): boolean {
  return totp || passkeys > 0
}

/** A member's way into the console on one device. */
export type ConsoleSession = {
  id: string
  memberId: string
  createdAt: Date
  /** Its last use, to the minute. */
  seenAt: Date
  /** The absolute end. */
  expiresAt: Date
  /** When the member last showed a password or a passkey; null in sessions of releases before. */
  provedAt: Date | null
  /** With which second factor it began; null: with none. */
  factor: Factor | null
  address: string | null
  userAgent: string | null
}

const minute = 60_000

/** NIST SP 800-63B-4 §2.2.3 (AAL2): an hour unused, and well below a day in all; a working day, then the password again. */
const consoleSessionLimits = {
  idleMinutes: 60,
  hours: 12,
  /** So long a password counts before acts that ask for it (OWASP ASVS 5.0, 7.5.3). */
  freshMinutes: 10,
}

/** When a session that begins now ends, however much it is used. */
export function absoluteEnd(now: Date): Date {
  return new Date(now.getTime() + consoleSessionLimits.hours * 60 * minute)
}

type Times = Pick<ConsoleSession, 'seenAt' | 'expiresAt'>

export function isAlive({ seenAt, expiresAt }: Times, now: Date): boolean {
  const idle = now.getTime() - seenAt.getTime()
  return expiresAt > now && idle < consoleSessionLimits.idleMinutes * minute
}

/** Is its last use so long ago that it is worth writing the new one? */
export function isSeenAnew({ seenAt }: Pick<ConsoleSession, 'seenAt'>, now: Date): boolean {
  return now.getTime() - seenAt.getTime() >= minute
}

/** Was a password or a passkey shown just now? */
export function isFresh({ provedAt }: Pick<ConsoleSession, 'provedAt'>, now: Date): boolean {
  return provedAt !== null && now.getTime() - provedAt.getTime() < consoleSessionLimits.freshMinutes * minute
}

/** Enough of an address to know one's own by: of IPv4 three of its four numbers, of IPv6 the network's first half. */
export function shortenedAddress(address: string): string {
  const text = address.replace(/^::ffff:(?=[0-9]+\.)/i, '')
  const four = /^([0-9]+\.[0-9]+\.[0-9]+)\.[0-9]+$/.exec(text)?.[1]
  if (four !== undefined) return `${four}.…`
  return `${text.split(':').slice(0, 3).join(':')}:…`
}
