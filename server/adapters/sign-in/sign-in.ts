import type { Pool } from 'pg'
import type { SignIn } from '#server/usecases/console-ports.ts'
import type { createAccounts } from './accounts.ts'
import { createAccount, hashPassword } from './create-account.ts'
import { forgiveAccount, spendTry, sweep } from './sign-in-limits.ts'

export type SignInOptions = {
  pool: Pool
  /** At least 32 characters; signs session cookies and keys the limits' hashes. */
  secret: string
  baseUrl: string
  /** True when the public URL is https: `__Host-` and `Secure`. */
  secureCookies: boolean
}

type Accounts = ReturnType<typeof createAccounts>

/** Name of the session cookie; the console's forms are bound to its value. */
export function sessionCookieName(secureCookies: boolean): string {
  return secureCookies ? '__Host-musubi-console' : 'musubi-console'
}

/**
 * Sign-in by better-auth. The library costs 0.7 s and 55 MB when it is loaded (measured), so it is loaded by the first
 * request that shows a session cookie or a password, not at start.
 */
export function createSignIn(options: SignInOptions): SignIn {
  const { pool, secret } = options
  const cookieName = sessionCookieName(options.secureCookies)
  let loading: Promise<Accounts> | null = null
  const accounts = () => {
    loading ??= import('./accounts.ts').then(({ createAccounts }) =>
      createAccounts({ ...options, cookieName }),
    )
    return loading
  }

  return {
    async signIn(typedEmail, password, origin) {
      const email = typedEmail.trim().toLowerCase()
      const pauses = [
        await spendTry(pool, secret, 'address', origin.address),
        await spendTry(pool, secret, 'account', email),
      ].filter((minutes) => minutes !== null)
      if (pauses.length > 0) return { outcome: 'paused', minutes: Math.max(...pauses) }
      const headers = new Headers({ 'user-agent': origin.userAgent, 'x-musubi-address': origin.address })
      const { api } = await accounts()
      const answer = await api
        .signInEmail({ body: { email, password }, headers, returnHeaders: true })
        .catch((error: unknown) => {
          if (isRefusal(error)) return null
          throw error
        })
      if (answer === null) return { outcome: 'wrong' }
      await forgiveAccount(pool, secret, email)
      await sweep(pool)
      return { outcome: 'signed_in', cookies: answer.headers.getSetCookie(), email }
    },

    async memberEmailOf(cookieHeader) {
      if (cookieHeader === undefined || !cookieHeader.includes(`${cookieName}=`)) return null
      const { api } = await accounts()
      const session = await api.getSession({ headers: new Headers({ cookie: cookieHeader }) })
      return session === null ? null : { email: session.user.email }
    },

    async signOut(cookieHeader) {
      const { api } = await accounts()
      const headers = new Headers(cookieHeader === undefined ? {} : { cookie: cookieHeader })
      const answer = await api.signOut({ headers, returnHeaders: true })
      return { cookies: answer.headers.getSetCookie() }
    },

    hashOf: hashPassword,

    createAccount: (email, name, password) => createAccount(pool, email.trim().toLowerCase(), name, password),
  }
}

/** The library's own no (4xx), as against a database that is down. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: unknown }).statusCode
  return typeof status === 'number' && status >= 400 && status < 500
}
