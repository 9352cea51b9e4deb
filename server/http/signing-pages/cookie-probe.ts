import type { FastifyRequest } from 'fastify'
import { refusal } from '#domain/refusal.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { CookieProbe, LostCookies } from '#web/signing/CookieHelp.tsx'
import { field } from '../common/form-guard.ts'
import { cookiesComeBack, probeCookieName, surroundingsOf } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'
import { isHttps } from './page.ts'

/**
 * Before a number is compared, an SMS spent or a URL used up: does the cookie that came with the page come back? A
 * form of a release that set none does not say so, and is not asked.
 */
export function refuseLostCookies(needs: SigningNeeds, request: FastifyRequest): void {
  if (field(request, 'probe') !== 'set' || cookiesComeBack(request, isHttps(needs))) return
  throw new Refused(refusal('cookies_not_kept'))
}

/** What the first page's island looks for, and the way out where it is missing. */
export function cookieProbe(
  needs: SigningNeeds,
  request: FastifyRequest,
  { base, chrome }: { base: string; chrome: { framed: boolean } },
): CookieProbe {
  return { cookie: probeCookieName(isHttps(needs)), lost: lostCookies(request, base, chrome) }
}

/** Why cookies are lost here, and where the same URL can go on. */
export function lostCookies(
  request: FastifyRequest,
  base: string,
  { framed }: { framed: boolean },
): LostCookies {
  switch (surroundingsOf(request, framed)) {
    case 'frame':
      return { state: 'cookie_lost_frame', href: base }
    case 'line':
      // LINE opens an address with this parameter in the phone's own browser.
      return { state: 'cookie_lost_app', href: `${base}?openExternalBrowser=1` }
    case 'app':
      return { state: 'cookie_lost_app', href: base }
    case 'browser':
      return { state: 'cookie_lost', href: base }
  }
}
