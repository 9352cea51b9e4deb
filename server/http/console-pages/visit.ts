import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  type ConsoleSession,
  type FactorsHeld,
  hasFactor,
  isAlive,
  isSeenAnew,
} from '#domain/console-session.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import { noteRefusedMember } from '#server/usecases/access/note-sign-in.ts'
import type { Origin } from '#server/usecases/ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import type { ConsoleChrome } from '#web/console/frame/ConsoleLayout.tsx'
import { cookieOf, setCookie } from '../common/cookies.ts'
import { formLimits, formToken, guardForm } from '../common/form-guard.ts'
import { languageOf, withoutParameters } from '../common/language.ts'
import { originOf, whereFrom } from '../common/origin.ts'
import { displayChoiceOf } from './display-choice.ts'
import type { ConsoleNeeds } from './needs.ts'

/** A member in the console: who, from where, and the frame of the answer. */
export type Visit = {
  member: Member
  origin: Origin
  chrome: ConsoleChrome
  /** The session's cookie; every form of the visit is bound to it. */
  session: string
  signedIn: ConsoleSession
  held: FactorsHeld
  /** The team asks for a second factor and the member has none: nothing else is open to them. */
  mustEnrol: boolean
  /** Where the team's days begin. */
  timeZone: string
}

/** Before sign-in there is no session that a form could be bound to: this cookie takes its place. */
function strangerCookie(needs: Pick<ConsoleNeeds, 'publicUrl'>): string {
  return `${isHttps(needs) ? '__Host-' : ''}musubi-console-stranger`
}

export function isHttps(needs: Pick<ConsoleNeeds, 'publicUrl'>): boolean {
  return needs.publicUrl.startsWith('https:')
}

/**
 * Null when nobody is signed in, or somebody who is no member (any more); also where a session began without the second
 * factor that its member has, as a release of before begins it. Refused outside the networks that the team allows.
 */
export async function visitOf(needs: ConsoleNeeds, request: FastifyRequest): Promise<Visit | null> {
  const { cookies } = needs.signIn
  const token = cookies.tokenIn(request.headers.cookie)
  const bearer = cookies.valueIn(request.headers.cookie)
  const found = token === null ? null : await needs.database.read.consoleVisit(token)
  if (found === null || bearer === null) return null
  const { session, held, team } = found
  const now = needs.clock.now()
  if (!isAlive(session, now) || (hasFactor(held) && session.factor === null)) return null
  const member = await needs.database.read.member(session.memberId)
  if (member === null || member.disabled) return null
  if (!isInNetworks(needs, team.consoleNetworks, request.ip)) {
    await noteRefusedMember(needs, { from: whereFrom(request), member, reason: 'network' })
    throw new Refused(refusal('console_network_refused'))
  }
  if (isSeenAnew(session, now)) await needs.database.read.seeSession(session.id, now)
  const origin = originOf(request, { kind: 'member', memberId: member.id, via: 'console' })
  const { name, organization, authorities } = member
  const mustEnrol = team.factorRequired && !hasFactor(held)
  const chrome = {
    ...frame(needs, request),
    member: { name, organization, administrator: authorities.teamAdministrator, mustEnrol },
    formToken: formToken(needs.secrets, bearer),
  }
  const { timeZone } = team
  return { member, origin, chrome, session: bearer, signedIn: session, held, mustEnrol, timeZone }
}

/** May the console be used from this address? */
function isInNetworks(
  { networks }: Pick<ConsoleNeeds, 'networks'>,
  allowed: string[],
  address: string,
): boolean {
  return allowed.length === 0 || networks.contain(allowed, address)
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
export function strangerBearer(needs: ConsoleNeeds, request: FastifyRequest): string | null {
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
