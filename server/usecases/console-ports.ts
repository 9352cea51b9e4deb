/** Where a try to sign in came from: for the limits and for the session's record. `cookies`: the request's header. */
export type SignInOrigin = { address: string; userAgent: string; cookies: string | undefined }

/**
 * What became of a try. `wrong` is the one answer for an unknown address and for a wrong password. `paused`: too many
 * tries for this account from there, or from this address; no password is looked at until the pause is over. Tries of
 * strangers never pause a browser that has signed in to the account before.
 */
type SignInOutcome =
  | { outcome: 'signed_in'; cookies: string[]; email: string }
  | { outcome: 'wrong' }
  | { outcome: 'paused'; minutes: number }

/** Who may enter the console: passwords and sessions of members. Cookies are whole `Set-Cookie` values. */
export interface SignIn {
  /** Name of the session's cookie; the forms of a signed-in member are bound to its value. */
  cookieName: string
  signIn(email: string, password: string, origin: SignInOrigin): Promise<SignInOutcome>
  /** Whose session the request's `Cookie` header carries; null when none that is alive. */
  memberEmailOf(cookieHeader: string | undefined): Promise<{ email: string } | null>
  /** Ends the session; the answered cookies make the browser forget it. */
  signOut(cookieHeader: string | undefined): Promise<{ cookies: string[] }>
  /** What may be stored of a password that somebody chose; made slowly, so never inside a transaction. */
  hashOf(password: string): Promise<string>
}
