import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JSX } from 'preact'
import { sessionRules } from '#domain/signing-session.ts'
import type { Team } from '#domain/team.ts'
import { renderPage } from '#web/signing/render-page.ts'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import { setPageHeaders } from '../page-headers.ts'
import { type CookieOf, readLanguage } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'

/** What the page's frame says: who asks, which language, whose terms. */
export function chromeOf(
  needs: SigningNeeds,
  request: FastifyRequest,
  {
    base,
    sender,
    team,
    authenticated,
  }: {
    base: string
    sender: { name: string; organization: string } | null
    team: Team | null
    authenticated: boolean
  },
): SigningChrome {
  return {
    lang: readLanguage(request),
    assets: needs.assets,
    sender,
    path: request.url.split('?')[0] ?? base,
    evaluation: needs.evaluation,
    links: {
      terms: termsLink(needs, base, team),
      privacy: team?.privacyUrl ?? null,
      contact: team === null || team.contact === '' ? null : team.contact,
    },
    framed: isFramed(request, team),
    session: authenticated ? { base, idleMinutes: sessionRules.idleMilliseconds / 60_000 } : null,
  }
}

/** Shown in a frame, which only a team that lists origins allows. */
export function isFramed(request: FastifyRequest, team: Pick<Team, 'frameAncestors'> | null): boolean {
  return request.headers['sec-fetch-dest'] === 'iframe' && team !== null && team.frameAncestors.length > 0
}

export function sendPage(
  needs: SigningNeeds,
  reply: FastifyReply,
  page: JSX.Element,
  { status = 200, team = null }: { status?: number; team?: Team | null } = {},
): FastifyReply {
  const https = isHttps(needs)
  setPageHeaders(reply, { https, frameAncestors: team?.frameAncestors ?? [] })
  return reply.status(status).type('text/html; charset=utf-8').send(renderPage(page))
}

/** After a form: always a page of ours, never the way out (`form-action` would stop it). */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.redirect(path, 303)
}

/** The cookie that holds the session of this URL. */
export function cookieOf(needs: Pick<SigningNeeds, 'secrets' | 'publicUrl'>, token: string): CookieOf {
  return { secrets: needs.secrets, token, https: isHttps(needs) }
}

export function isHttps(needs: Pick<SigningNeeds, 'publicUrl'>): boolean {
  return needs.publicUrl.startsWith('https:')
}

function termsLink(needs: SigningNeeds, base: string, team: Team | null): string | null {
  if (team !== null && team.terms.url !== null) return team.terms.url
  if (team !== null && team.terms.text !== '') return `${base}/terms`
  return needs.termsUrl
}
