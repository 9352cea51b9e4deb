import type { Pool } from 'pg'
import { visitorOf } from '#domain/stranger-limit.ts'
import type { SignIn, SignInOrigin } from '#server/usecases/console-ports.ts'
import type { StrangerLimits } from '#server/usecases/stranger-limit-ports.ts'
import type { createAccounts } from './accounts.ts'
import { knownDevices } from './known-device.ts'

export type SignInOptions = {
  pool: Pool
  limits: StrangerLimits
  /** At least 32 characters; signs session cookies and those of known devices. */
  secret: string
  baseUrl: string
  /** True when the public URL is https: `__Host-` and `Secure`. */
  secureCookies: boolean
}

type Accounts = ReturnType<typeof createAccounts>

/**
 * Sign-in by better-auth. The library costs 0.7 s and 55 MB when it is loaded (measured), so it is loaded by the first
 * request that shows a session cookie or a password, not at start.
 */
export function createSignIn(options: SignInOptions): SignIn {
  const { pool, limits } = options
  const devices = knownDevices(options)
  const cookieName = options.secureCookies ? '__Host-musubi-console' : 'musubi-console'
  let loading: Promise<Accounts> | null = null
  const accounts = () => {
    loading ??= import('./accounts.ts').then(({ createAccounts }) =>
      createAccounts({ ...options, cookieName }),
    )
    return loading
  }

  /** The library says of a database that is away only that something failed; the database itself says what. */
  async function failed(error: unknown): Promise<never> {
    await pool.query('select 1')
    throw error
  }

  return {
    cookieName,

    async signIn(typedEmail, password, origin) {
      const email = typedEmail.trim().toLowerCase()
      const device = devices.deviceOf(email, origin.cookies)
      const pause = await spendTry(limits, email, device, origin)
      if (pause !== null) return { outcome: 'paused', minutes: pause }
      const headers = new Headers({ 'user-agent': origin.userAgent, 'x-musubi-address': origin.address })
      const { api } = await accounts()
      const answer = await api
        .signInEmail({ body: { email, password }, headers, returnHeaders: true })
        .catch((error: unknown) => {
          if (isRefusal(error)) return null
          return failed(error)
        })
      if (answer === null) return { outcome: 'wrong' }
      // The right password gives the account its tries back; an address keeps what it spent.
      if (device !== null) await limits.forget('sign_in_known_device', email, device)
      else await limits.forget('sign_in_account_from', email, visitorOf(origin.address))
      const cookies = [...answer.headers.getSetCookie(), devices.cookieFor(email, device)]
      return { outcome: 'signed_in', cookies, email }
    },

    async memberEmailOf(cookieHeader) {
      if (cookieHeader === undefined || !cookieHeader.includes(`${cookieName}=`)) return null
      const { api } = await accounts()
      const session = await api.getSession({ headers: new Headers({ cookie: cookieHeader }) }).catch(failed)
      return session === null ? null : { email: session.user.email }
    },

    async signOut(cookieHeader) {
      const { api } = await accounts()
      const headers = new Headers(cookieHeader === undefined ? {} : { cookie: cookieHeader })
      const answer = await api.signOut({ headers, returnHeaders: true }).catch(failed)
      return { cookies: answer.headers.getSetCookie() }
    },

    // Loaded when somebody chooses a password, which is seldom: it takes 0.1 s and 20 MB.
    async hashOf(password) {
      const { hashPassword } = await import('better-auth/crypto')
      return hashPassword(password)
    },
  }
}

/**
 * Spends a try before the answer is known. A known device has tries of its own; of everybody else the address is asked
 * first, so that whoever has spent it cannot spend an account's as well. Minutes to wait, or null.
 */
async function spendTry(
  limits: StrangerLimits,
  email: string,
  device: string | null,
  origin: SignInOrigin,
): Promise<number | null> {
  if (device !== null) return limits.spend('sign_in_known_device', email, device)
  const visitor = visitorOf(origin.address)
  return (
    (await limits.spend('sign_in_address', visitor)) ??
    (await limits.spend('sign_in_account_from', email, visitor)) ??
    (await limits.spend('sign_in_account', email))
  )
}

/** The library's own no (4xx), as against a database that is down. */
function isRefusal(error: unknown): boolean {
  const status = (error as { statusCode?: unknown }).statusCode
  return typeof status === 'number' && status >= 400 && status < 500
}
