import type { FastifyReply, FastifyRequest } from 'fastify'
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { ConsoleChrome } from '#web/console/ConsoleLayout.tsx'
import { formToken, guardForm } from '../form-guard.ts'
import { originOf } from '../origin.ts'
import { cookieOf } from './cookies.ts'
import { languageOf } from './language.ts'
import type { ConsoleNeeds } from './needs.ts'

/** A member in the console: who, from where, and the frame of the answer. */
export type Visit = {
  member: Member
  origin: Origin
  chrome: ConsoleChrome
  /** The session's cookie; every form of the visit is bound to it. */
  session: string
}

/** Before sign-in there is no session that a form could be bound to: this cookie takes its place. */
export function doorCookie(needs: Pick<ConsoleNeeds, 'publicUrl'>): string {
  return `${isHttps(needs) ? '__Host-' : ''}musubi-console-door`
}

export function isHttps(needs: Pick<ConsoleNeeds, 'publicUrl'>): boolean {
  return needs.publicUrl.startsWith('https:')
}

/** Null when nobody is signed in, or somebody who is no member (any more). */
export async function visitOf(needs: ConsoleNeeds, request: FastifyRequest): Promise<Visit | null> {
  const { cookie } = request.headers
  const session = cookieOf(cookie, sessionName(needs))
  if (session === null) return null
  const account = await needs.signIn.memberEmailOf(cookie)
  if (account === null) return null
  const member = await needs.database.read.memberByEmail(account.email)
  if (member === null || member.disabled) return null
  const origin = originOf(request, { kind: 'member', memberId: member.id, via: 'console' })
  const { name, organization, authorities } = member
  const chrome = {
    ...frame(needs, request),
    member: { name, organization, administrator: authorities.teamAdministrator },
    formToken: formToken(needs.secrets, session),
  }
  return { member, origin, chrome, session }
}

/** The frame of a page for somebody who is not signed in. `door` null: a page without a form. */
export function doorChrome(needs: ConsoleNeeds, request: FastifyRequest, door: string | null): ConsoleChrome {
  return {
    ...frame(needs, request),
    member: null,
    formToken: door === null ? '' : formToken(needs.secrets, door),
  }
}

/** Refuses a form that is not ours (security.md, 9). */
export function guardDoorForm(needs: ConsoleNeeds, request: FastifyRequest): void {
  const door = doorOf(needs, request)
  if (door === null) throw new Refused(refusal('form_stale'))
  guardForm(request, needs, door)
}

/** The door cookie of this browser, if it has one. */
export function doorOf(needs: ConsoleNeeds, request: FastifyRequest): string | null {
  const value = cookieOf(request.headers.cookie, doorCookie(needs))
  return value !== null && /^[A-Za-z0-9_-]{22,}$/.test(value) ? value : null
}

/** Answers with a whole page. */
export function sendPage<Props>(reply: FastifyReply, page: VNode<Props>): FastifyReply {
  return reply.type('text/html; charset=utf-8').send(`<!doctype html>${renderToString(page as VNode)}`)
}

function frame(needs: ConsoleNeeds, request: FastifyRequest) {
  return {
    lang: languageOf(request),
    assets: needs.assets,
    path: pathOf(request),
    evaluation: needs.evaluation,
  }
}

/** Where the language switch leads: this page, or, after a refused form, the room that it stands in. */
function pathOf(request: FastifyRequest): string {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return request.url.replace(/([?&])(?:lang|done)=[^&]*(?:&|$)/g, '$1').replace(/[?&]$/, '')
  }
  return /^\/console\/(?:documents\/[0-9a-f]{32}|[a-z-]+)/.exec(request.url)?.[0] ?? '/console/documents'
}

function sessionName(needs: Pick<ConsoleNeeds, 'publicUrl'>): string {
  return isHttps(needs) ? '__Host-musubi-console' : 'musubi-console'
}
