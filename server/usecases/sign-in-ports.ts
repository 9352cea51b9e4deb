import type { ConsoleSession, Factor, FactorsHeld } from '#domain/console-session.ts'

/** What became of a password. `weak`: right, but its hash is of before and is to be made anew. */
type PasswordCheck = 'right' | 'weak' | 'wrong'

/** Passwords; made and checked slowly, so never inside a transaction. */
export interface Passwords {
  hashOf(password: string): Promise<string>
  /** `hash` null: nobody has this address; the work is the same. */
  check(password: string, hash: string | null): Promise<PasswordCheck>
  /** Do many people choose it? */
  isCommon(password: string): boolean
}

/** Cookies of the console. Values that are written are whole `Set-Cookie` lines. */
export interface ConsoleCookies {
  /** The token of the session, if its cookie was made here. */
  tokenIn(header: string | undefined): string | null
  /** The cookie's whole value, to which the forms of the visit are bound. */
  valueIn(header: string | undefined): string | null
  cookieFor(token: string, seconds: number): string
  /** Makes the browser forget the session. */
  gone(): string
  /** Who has shown a password and is still to show a second factor. `until`: milliseconds. */
  stepIn(header: string | undefined): { memberId: string; until: number; bound: string } | null
  stepFor(step: { memberId: string; until: number; bound: string }): string
  stepGone(): string
}

/** Browsers that have signed in to an account before. */
interface KnownDevices {
  /** The device's own name, when its cookie was made here for this account. */
  deviceOf(email: string, cookies: string | undefined): string | null
  cookieFor(email: string, known: string | null): string
}

/** One-time codes of an authenticator app (RFC 6238). */
export interface OneTimeCodes {
  /** 160 bits, base32. */
  newSecret(): string
  /** The address that an app reads out of the QR code. */
  address(secret: string, account: string): string
  /** The time step of this code, one before and after `now` included; null when it is none of them. */
  stepOf(secret: string, code: string, now: Date): number | null
}

/** What needs no database: given to the doors of the console. */
export type SignInTools = {
  passwords: Passwords
  cookies: ConsoleCookies
  devices: KnownDevices
  codes: OneTimeCodes
  passkeys: PasskeyTools
}

/** What is known of a member who shows a password. */
export type Credential = { memberId: string; teamId: string; disabled: boolean; hash: string | null }

/** What a visit of the console needs to know, in one statement. */
type ConsoleVisit = {
  session: ConsoleSession
  held: FactorsHeld
  team: { factorRequired: boolean; consoleNetworks: string[]; timeZone: string }
}

export type Passkey = {
  /** As the authenticator names it, base64url. */
  id: string
  memberId: string
  name: string
  publicKey: Uint8Array
  counter: number
  transports: string[]
  createdAt: Date
  usedAt: Date | null
}

/** WebAuthn. Texts are the JSON of the browser's own calls; null: the answer is not good. */
export interface PasskeyTools {
  /** Browsers give none to a place that is a bare address (`http://127.0.0.1:3000`). */
  available: boolean
  /** What a browser is asked for a new passkey. */
  creation(given: {
    challenge: string
    member: { id: string; email: string; name: string }
    known: Passkey[]
  }): Promise<string>
  created(answer: string, challenge: string): Promise<NewPasskey | null>
  /** What a browser is asked to show one. `known` null: whichever it has for this place. */
  request(challenge: string, known: Passkey[] | null): string
  /** Which passkey the answer says it is. */
  idIn(answer: string): string | null
  /** The next counter. */
  shown(answer: string, challenge: string, passkey: Passkey): Promise<{ counter: number } | null>
}

type NewPasskey = Pick<Passkey, 'id' | 'publicKey' | 'counter' | 'transports'>

/** The authenticator app of a member, inside a transaction. */
type AppFactor = { secret: string; since: Date | null; step: number }

type NewSession = Omit<ConsoleSession, 'seenAt' | 'memberId'> & { token: string; email: string }

/** Sign-in, inside a transaction. Whoever changes a member's factors or sessions holds their row first (`hold`). */
export interface SignInStores {
  signIn: {
    /** Holds the member's way in until commit: one code, link or removal at a time. */
    hold(memberId: string): Promise<void>
    credential(email: string): Promise<Credential | null>
    /** Takes the place of exactly this hash; another password that was chosen meanwhile stays. */
    rehash(email: string, from: string, to: string): Promise<void>
    /** `before`: they had come in before. */
    insertSession(session: NewSession): Promise<{ before: boolean }>
    /** False when the member has no such session. */
    endSession(memberId: string, id: string): Promise<boolean>
    /** How many; `except`: the one that stays. */
    endSessions(memberId: string, except: string | null): Promise<number>
    /** The member has shown who they are again. */
    proveSession(id: string, now: Date): Promise<void>
    /** A session that began without a second factor has one now. */
    setSessionFactor(id: string, factor: Factor): Promise<void>
    app(memberId: string): Promise<AppFactor | null>
    saveApp(memberId: string, app: AppFactor): Promise<void>
    removeApp(memberId: string): Promise<void>
    /** In place of all that were there. */
    replaceRecoveryCodes(memberId: string, hashes: string[]): Promise<void>
    /** True for exactly one of two who use it at once; how many are left. */
    useRecoveryCode(memberId: string, hash: string, now: Date): Promise<{ left: number } | null>
    passkeys(memberId: string): Promise<Passkey[]>
    /** Whoever it belongs to. */
    passkey(id: string): Promise<Passkey | null>
    /** False when it is registered already. */
    insertPasskey(passkey: Passkey): Promise<boolean>
    usePasskey(id: string, counter: number, now: Date): Promise<void>
    removePasskey(memberId: string, id: string): Promise<Passkey | null>
    /** True for the first who answers this challenge. */
    spendChallenge(hash: string, endsAt: Date): Promise<boolean>
    saveReset(memberId: string, tokenHash: string, expiresAt: Date): Promise<void>
    /** Holds the link of this hash until commit. */
    lockReset(tokenHash: string): Promise<PasswordReset | null>
    removeReset(memberId: string): Promise<void>
    insertResetRequest(request: ResetRequest & { at: Date }): Promise<void>
    removeResetRequest(id: string): Promise<void>
  }
}

/** A link by which a member who lost their password chooses another. */
export type PasswordReset = {
  member: { id: string; teamId: string; name: string; email: string; disabled: boolean }
  expiresAt: Date
}

/** Somebody asked for such a link. */
type ResetRequest = { id: string; email: string; language: string }

/** How many recovery codes are unused, and which factors there are. */
type FactorsView = {
  app: { since: Date } | null
  recoveryCodes: number
  passkeys: Passkey[]
}

/** Reads of the sign-in. */
export interface SignInReads {
  credential(email: string): Promise<Credential | null>
  consoleVisit(token: string): Promise<ConsoleVisit | null>
  /** The last use of a session. */
  seeSession(id: string, now: Date): Promise<void>
  /** Newest use first, those that are over left out. */
  consoleSessions(memberId: string, now: Date): Promise<ConsoleSession[]>
  factors(memberId: string): Promise<FactorsView>
  /** The secret of an app that is being set up; null when none is. */
  appSecret(memberId: string): Promise<string | null>
  passkeyById(id: string): Promise<Passkey | null>
  /** Of each member of a team who has any. */
  factorsOfTeam(teamId: string): Promise<Map<string, FactorsHeld>>
  passwordReset(tokenHash: string): Promise<PasswordReset | null>
  resetRequest(id: string): Promise<ResetRequest | null>
}
