import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionRules } from '#domain/signing-session.ts'
import type { SigningUrl } from '#domain/signing-url.ts'

/**
 * The session's cookie, one name per URL so that two contracts can be open at once. `__Host-` and `Secure` when the
 * public URL is https; in an allowed frame the cookie is a partitioned third-party one.
 */
export function sessionCookieName(url: Pick<SigningUrl, 'id'>, https: boolean): string {
  return `${https ? '__Host-' : ''}musubi-signing-${url.id.slice(-12)}`
}

export function readSessionCookie(request: FastifyRequest, url: Pick<SigningUrl, 'id'>, https: boolean) {
  return request.cookies[sessionCookieName(url, https)] ?? null
}

export function setSessionCookie(
  reply: FastifyReply,
  url: Pick<SigningUrl, 'id'>,
  token: string,
  { https, framed }: { https: boolean; framed: boolean },
): void {
  const third = https && framed
  reply.setCookie(sessionCookieName(url, https), token, {
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
