import type { FastifyReply, FastifyRequest } from 'fastify'
import type { JSX } from 'preact'
import { type SigningSession, sessionRules } from '#domain/signing-session.ts'
import type { Team } from '#domain/team.ts'
import { renderPage } from '#web/signing/render-page.ts'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import { pageLookOf } from '#web/ui/look-address.ts'
import { chosenLanguage } from '../common/language.ts'
import { setPageHeaders } from '../common/page-headers.ts'
import { type CookieOf, sessionCookieOf } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'

/** What the page's frame says: who asks, which language, whose terms. */
export function chromeOf(
  needs: Pick<SigningNeeds, 'assets' | 'clock' | 'evaluation' | 'termsUrl'>,
  request: FastifyRequest,
  {
    base,
    sender,
    team,
    session,
    path = request.url.split('?')[0] ?? base,
  }: {
    base: string
    sender: { name: string; organization: string } | null
    team: Team | null
    /** Of someone who proved who they are; null for everybody else. */
    session: SigningSession | null
    /** Of this very page. */
    path?: string
  },
): SigningChrome {
  return {
    lang: chosenLanguage(request) ?? 'ja',
    assets: needs.assets,
    sender,
    path,
    evaluation: needs.evaluation,
    links: {
      terms: termsLink(needs, base, team),
      privacy: team?.privacyUrl ?? null,
      contact: team === null || team.contact === '' ? null : team.contact,
    },
    framed: isFramed(request, team),
    look: team === null ? null : pageLookOf(team),
    session: session === null ? null : sessionWatch(base, session, needs.clock.now()),
  }
}

/** What the page needs to warn before the session ends: fewer idle minutes are allowed once it is old. */
function sessionWatch(base: string, session: SigningSession, now: Date): SigningChrome['session'] {
  const oldAt = session.createdAt.getTime() + sessionRules.absoluteMilliseconds
  return {
    base,
    idleMinutes: sessionRules.idleMilliseconds / 60_000,
    oldInSeconds: Math.round((oldAt - now.getTime()) / 1000),
    idleMinutesWhenOld: sessionRules.idleAfterAbsoluteMilliseconds / 60_000,
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
  return sendHtml(needs, reply, renderPage(page), { status, team })
}

/** A page that was drawn already. */
export function sendHtml(
  needs: SigningNeeds,
  reply: FastifyReply,
  html: string | Buffer,
  { status = 200, team = null }: { status?: number; team?: Team | null } = {},
): FastifyReply {
  const https = isHttps(needs)
  setPageHeaders(reply, { https, frameAncestors: team?.frameAncestors ?? [] })
  return reply.status(status).type('text/html; charset=utf-8').send(html)
}

/** After a form: always a page of ours, never the way out (`form-action` would stop it). */
export function seeOther(reply: FastifyReply, path: string): FastifyReply {
  return reply.redirect(path, 303)
}

/**
 * Who asks for a file whose pages they may no longer read, as between a consent and the page after it. A person is led to
 * the first screen, which says why; a program, as the viewer's `fetch` is, would take that screen for the file.
 */
export function refuseFile(request: FastifyRequest, reply: FastifyReply, token: string): FastifyReply {
  const asked = request.headers['sec-fetch-dest']
  if (asked === undefined || asked === 'document' || asked === 'iframe') return seeOther(reply, `/s/${token}`)
  return reply.status(403).header('cache-control', 'no-store').send()
}

/** The cookie that holds the session of this URL. */
export function cookieOf(needs: Pick<SigningNeeds, 'secrets' | 'publicUrl'>, token: string): CookieOf {
  return sessionCookieOf(needs.secrets, token, isHttps(needs))
}

export function isHttps(needs: Pick<SigningNeeds, 'publicUrl'>): boolean {
  return needs.publicUrl.startsWith('https:')
}

function termsLink(needs: Pick<SigningNeeds, 'termsUrl'>, base: string, team: Team | null): string | null {
  if (team !== null && team.terms.url !== null) return team.terms.url
  if (team !== null && team.terms.text !== '') return `${base}/terms`
  return needs.termsUrl
}
