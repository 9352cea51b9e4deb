import type { FastifyReply, FastifyRequest } from 'fastify'
import { senderOf } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { SigningSession } from '#domain/signing-session.ts'
import { Refused } from '#server/usecases/refused.ts'
import { type Visitor, visitSigningPage } from '#server/usecases/signing/visit-signing-page.ts'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import { formToken, guardForm } from '../form-guard.ts'
import { originOf } from '../origin.ts'
import { readSessionCookie } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, cookieOf } from './page.ts'

export type SigningRequest = FastifyRequest<{ Params: { token: string } }>

/** 256 bits in base64url; anything else is not looked up. */
const tokenForm = /^[A-Za-z0-9_-]{43}$/

export function tokenOf(request: SigningRequest): string {
  const { token } = request.params
  if (!tokenForm.test(token)) throw new Refused(refusal('url_unknown'))
  return token
}

/** What every page behind a URL works with. */
export type Caller = Visitor & { base: string; token: string; chrome: SigningChrome; formToken: string }

/** Who calls, with the session of their cookie if it belongs to this very URL. */
export async function readCaller(needs: SigningNeeds, request: SigningRequest): Promise<Caller> {
  const token = tokenOf(request)
  const sessionToken = readSessionCookie(request, cookieOf(needs, token))
  const visitor = await visitSigningPage(needs, { token, sessionToken })
  const base = `/s/${token}`
  const sender = senderOf(visitor.document)
  const authenticated = visitor.session?.state === 'authenticated'
  return {
    ...visitor,
    base,
    token,
    chrome: chromeOf(needs, request, { base, sender, team: visitor.team, authenticated }),
    // A session's forms are bound to the session, the first screen's to its URL.
    formToken: formToken(
      needs.secrets,
      visitor.session === null || sessionToken === null ? token : sessionToken,
    ),
  }
}

/** Who posts the form of the first screen. After Back it may come again when there is a session already. */
export async function readFirstPoster(needs: SigningNeeds, request: SigningRequest): Promise<Caller> {
  const caller = await readCaller(needs, request)
  const sessionToken = readSessionCookie(request, cookieOf(needs, caller.token))
  guardForm(request, needs, caller.token, ...(sessionToken === null ? [] : [sessionToken]))
  return caller
}

/**
 * Who posts a form behind the first screen. Without its session there is nothing to guard, and the reason why it is
 * missing helps more than a stale form.
 */
export async function readPoster(
  needs: SigningNeeds,
  request: SigningRequest,
): Promise<Caller & { session: SigningSession }> {
  const caller = await readCaller(needs, request)
  const session = presentSession(caller)
  guardForm(request, needs, readSessionCookie(request, cookieOf(needs, caller.token)) ?? '')
  return { ...caller, session }
}

/** Pages behind the code: the session, or the reason why there is none. */
export function sessionOf(caller: Caller, state: SigningSession['state']): SigningSession {
  const session = presentSession(caller)
  if (session.state !== state) throw new Refused(refusal('session_missing'))
  return session
}

function presentSession({ session, sessionEnded }: Caller): SigningSession {
  if (session === null) throw new Refused(refusal(sessionEnded ? 'session_ended' : 'session_missing'))
  return session
}

export function participantOrigin(request: FastifyRequest, caller: { participant: { id: string } }) {
  return originOf(request, { kind: 'participant', participantId: caller.participant.id })
}

export type Handler = (request: SigningRequest, reply: FastifyReply) => Promise<FastifyReply>
