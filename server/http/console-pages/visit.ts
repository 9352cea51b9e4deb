import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Member } from '#domain/member.ts'
import type { Origin } from '#server/usecases/ports.ts'
import type { ConsoleChrome } from '#web/console/frame/ConsoleLayout.tsx'
import { cookieOf, setCookie } from '../common/cookies.ts'
import { formLimits, formToken, guardForm } from '../common/form-guard.ts'
import { languageOf, withoutParameters } from '../common/language.ts'
import { originOf } from '../common/origin.ts'
import { displayChoiceOf } from './display-choice.ts'
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
function strangerCookie(needs: Pick<ConsoleNeeds, 'publicUrl'>): string {
  return `${isHttps(needs) ? '__Host-' : ''}musubi-console-stranger`
}

export function isHttps(needs: Pick<ConsoleNeeds, 'publicUrl'>): boolean {
  return needs.publicUrl.startsWith('https:')
}

/** Null when nobody is signed in, or somebody who is no member (any more). */
export async function visitOf(needs: ConsoleNeeds, request: FastifyRequest): Promise<Visit | null> {
  const { cookie } = request.headers
  const session = cookieOf(cookie, needs.signIn.cookieName)
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

/** The frame of a page for somebody who is not signed in. `bearer` null: a page without a form. */
export function strangerChrome(
  needs: ConsoleNeeds,
  request: FastifyRequest,
  bearer: string | null,
): ConsoleChrome {
  return {
    ...frame(needs, request),
    member: null,
    formToken: bearer === null ? '' : formToken(needs.secrets, bearer),
  }
}

/** Refuses a form that is not ours. */
export async function guardStrangerForm(needs: ConsoleNeeds, request: FastifyRequest): Promise<void> {
  const bearer = strangerBearer(needs, request)
  const tokens = bearer === null ? [] : [formToken(needs.secrets, bearer)]
  await guardForm(request, needs, { tokens, limit: formLimits.stranger })
}

/** What the forms of somebody who is not signed in are bound to; this browser is given its cookie where it has none. */
export function bindStranger(needs: ConsoleNeeds, request: FastifyRequest, reply: FastifyReply): string {
  const known = strangerBearer(needs, request)
  if (known !== null) return known
  const made = needs.random.token(24)
  const attributes = { https: isHttps(needs), seconds: null }
  reply.header('set-cookie', setCookie(strangerCookie(needs), made, attributes))
  return made
}

/** The value of the cookie, if this browser has one. */
function strangerBearer(needs: ConsoleNeeds, request: FastifyRequest): string | null {
  const value = cookieOf(request.headers.cookie, strangerCookie(needs))
  return value !== null && /^[A-Za-z0-9_-]{22,}$/.test(value) ? value : null
}

function frame(needs: ConsoleNeeds, request: FastifyRequest) {
  return {
    lang: languageOf(request),
    assets: needs.assets,
    path: pathOf(request),
    evaluation: needs.evaluation,
    ...displayChoiceOf(request),
  }
}

/** Where the language switch leads: this page, or, after a refused form, the section that it stands in. */
function pathOf(request: FastifyRequest): string {
  if (request.method === 'GET' || request.method === 'HEAD') {
    return withoutParameters(request.url, ['lang', 'done'])
  }
  return /^\/console\/(?:documents\/[0-9a-f]{32}|[a-z-]+)/.exec(request.url)?.[0] ?? '/console/documents'
}
