import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionRules } from '#domain/signing-session.ts'
import type { Secrets } from '#server/usecases/ports.ts'

/** Which cookie: that of the URL with this token. */
export type CookieOf = { secrets: Pick<Secrets, 'keyedHash'>; token: string; https: boolean }

/**
 * The session's cookie, one name per URL so that two contracts can be open at once; made from the URL's token, so that
 * it is known before anything is read. `__Host-` and `Secure` when the public URL is https; in an allowed frame the
 * cookie is a partitioned third-party one.
 */
export function sessionCookieName({ secrets, token, https }: CookieOf): string {
  return `${https ? '__Host-' : ''}musubi-signing-${secrets.keyedHash('signing-cookie', token).slice(0, 12)}`
}

export function readSessionCookie(request: FastifyRequest, of: CookieOf): string | null {
  // A first visit brings no cookie at all, and a cookie's name costs a keyed hash.
  if (request.headers.cookie === undefined) return null
  return request.cookies[sessionCookieName(of)] ?? null
}

export function setSessionCookie(
  reply: FastifyReply,
  of: CookieOf,
  sessionToken: string,
  { framed }: { framed: boolean },
): void {
  const { https } = of
  const third = https && framed
  reply.setCookie(sessionCookieName(of), sessionToken, {
    path: '/',
    httpOnly: true,
    secure: https,
    sameSite: third ? 'none' : 'lax',
    partitioned: third,
    maxAge: sessionRules.cookieSeconds,
  })
}

const languageCookie = 'musubi-lang'

/** Japanese unless the visitor chose otherwise; `?lang=` chooses and is remembered. */
export function readLanguage(request: FastifyRequest): 'ja' | 'en' {
  const asked = (request.query as { lang?: unknown }).lang
  if (asked === 'ja' || asked === 'en') return asked
  return request.cookies[languageCookie] === 'en' ? 'en' : 'ja'
}

/** The switch is kept from whatever page it was pressed on. */
export function rememberLanguage(request: FastifyRequest, reply: FastifyReply, https: boolean): void {
  const asked = (request.query as { lang?: unknown }).lang
  if (asked !== 'ja' && asked !== 'en') return
  reply.setCookie(languageCookie, asked, {
    path: '/',
    httpOnly: true,
    secure: https,
    sameSite: 'lax',
    maxAge: 365 * 24 * 3600,
  })
}
