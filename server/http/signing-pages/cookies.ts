import type { FastifyReply, FastifyRequest } from 'fastify'
import { sessionRules } from '#domain/signing-session.ts'
import type { Secrets } from '#server/usecases/ports.ts'
import { cookieNames, cookieOf, setCookie } from '../common/cookies.ts'

/** Which cookie: that of one URL. Its name is worked out when it is first asked for, once for a request. */
export type CookieOf = { https: boolean; name(): string }

/**
 * The session's cookie, one name per URL so that two contracts can be open at once; made from the URL's token, so that
 * it is known before anything is read. `__Host-` and `Secure` when the public URL is https; in an allowed frame the
 * cookie is a partitioned third-party one.
 */
export function sessionCookieOf(
  secrets: Pick<Secrets, 'keyedHash'>,
  token: string,
  https: boolean,
): CookieOf {
  let name: string | undefined
  return {
    https,
    name() {
      name ??= `${https ? '__Host-' : ''}musubi-signing-${secrets.keyedHash('signing-cookie', token).slice(0, 12)}`
      return name
    },
  }
}

export function readSessionCookie(request: FastifyRequest, of: CookieOf): string | null {
  // A first visit brings no cookie at all, and a cookie's name costs a keyed hash.
  if (request.headers.cookie === undefined) return null
  return cookieOf(request.headers.cookie, of.name())
}

export function setSessionCookie(
  reply: FastifyReply,
  of: CookieOf,
  sessionToken: string,
  { framed }: { framed: boolean },
): void {
  const { https } = of
  const attributes = { https, framed, seconds: sessionRules.cookieSeconds }
  reply.header('set-cookie', setCookie(of.name(), sessionToken, attributes))
}

/**
 * A probe: set with the first page, looked at before a number is compared and an SMS spent. It says nothing and opens
 * nothing, and a script may read it, so that the way out can be offered before anybody types.
 */
export function setProbeCookie(
  reply: FastifyReply,
  { https, framed }: { https: boolean; framed: boolean },
): void {
  const attributes = { https, framed, scripts: true, seconds: sessionRules.cookieSeconds }
  reply.header('set-cookie', setCookie(probeCookieName(https), '1', attributes))
}

/** Did any cookie of ours come back? Whoever has a session has shown that they do. */
export function cookiesComeBack(request: FastifyRequest, https: boolean): boolean {
  const names = cookieNames(request.headers.cookie)
  return names.includes(probeCookieName(https)) || names.some((name) => name.includes('musubi-signing-'))
}

export function probeCookieName(https: boolean): string {
  return `${https ? '__Host-' : ''}musubi-probe`
}

/** Where the page is shown, as far as it changes what to do about cookies. */
export type Surroundings = 'frame' | 'line' | 'app' | 'browser'

/** Browsers inside apps name themselves; what none of these names say is taken for a browser of its own. */
export function surroundingsOf(request: FastifyRequest, framed: boolean): Surroundings {
  if (framed) return 'frame'
  const agent = request.headers['user-agent'] ?? ''
  if (/\bLine\//i.test(agent)) return 'line'
  return /FBA[NV]|Instagram|MicroMessenger|Twitter|KAKAOTALK|YJApp|GSA\/|; wv\)|WebView/i.test(agent)
    ? 'app'
    : 'browser'
}
