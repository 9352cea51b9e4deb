import { betterAuth } from 'better-auth'
import type { Pool } from 'pg'

/** Seconds: a working day, then the password again. */
const sessionLife = 12 * 3600

export type AccountOptions = {
  pool: Pool
  secret: string
  baseUrl: string
  cookieName: string
  secureCookies: boolean
}

/** The library, set to do no more than passwords and sessions, on the tables of migration 0002. */
export function createAccounts({ pool, secret, baseUrl, cookieName, secureCookies }: AccountOptions) {
  return betterAuth({
    database: pool,
    secret,
    baseURL: baseUrl,
    basePath: '/console/never-served',
    // No account is ever made over the web: people are given theirs.
    emailAndPassword: { enabled: true, autoSignIn: false, minPasswordLength: 12, maxPasswordLength: 256 },
    user: {
      modelName: 'sign_in_accounts',
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'sign_in_sessions',
      fields: {
        expiresAt: 'expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
        ipAddress: 'address',
        userAgent: 'user_agent',
        userId: 'account_id',
      },
      expiresIn: sessionLife,
      disableSessionRefresh: true,
    },
    account: {
      modelName: 'sign_in_credentials',
      fields: {
        accountId: 'subject',
        providerId: 'provider',
        userId: 'account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'sign_in_verifications',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    advanced: {
      useSecureCookies: false,
      // The prefix `__Host-` binds the cookie to this very host; the library only knows `__Secure-`.
      cookies: { session_token: { name: cookieName } },
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', secure: secureCookies, path: '/' },
      ipAddress: { ipAddressHeaders: ['x-musubi-address'] },
    },
    // Ours counts in the database, per account too (`spendTry`).
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })
}
