import type { FastifyRequest } from 'fastify'
import { senderOf } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import type { SigningSession } from '#domain/signing-session.ts'
import { widgetLimits } from '#domain/widget.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { type Visitor, visitSigningPage } from '#server/usecases/signing/visit-signing-page.ts'
import type { SigningChrome } from '#web/signing/SigningLayout.tsx'
import { type FormSize, formLimits, formToken, guardForm } from '../common/form-guard.ts'
import { mostPairs } from '../common/form-pairs.ts'
import { originOf } from '../common/origin.ts'
import { type CookieOf, readSessionCookie } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, cookieOf } from './page.ts'

export type SigningRequest = FastifyRequest<{ Params: { token: string } }>

/** 256 bits in base64url; anything else is not looked up. */
/** 256 bits, or the 128 of a URL that must find room in one SMS. */
const tokenForm = /^(?:[A-Za-z0-9_-]{43}|[A-Za-z0-9_-]{22})$/

export function tokenOf(request: SigningRequest): string {
  const { token } = request.params
  if (!tokenForm.test(token)) throw new Refused(refusal('url_unknown'))
  return token
}

/** What every page behind a URL works with. */
export type Caller = Visitor & {
  /** What this document's pages work with: a test document has tools of its own. */
  needs: SigningNeeds
  base: string
  token: string
  cookie: CookieOf
  /** What the cookie said; it may belong to a session that has ended. */
  sessionToken: string | null
  chrome: SigningChrome
  formToken: string
}

/** Who comes back, and what their site gave along. */
export function idsOf({ document, participant, url }: Pick<Caller, 'document' | 'participant' | 'url'>) {
  return {
    documentId: document.id,
    participantId: participant.id,
    byLink: url.byLink,
    state: url.state,
  }
}

/** Who calls, with the session of their cookie if it belongs to this very URL. */
export async function readCaller(general: SigningNeeds, request: SigningRequest): Promise<Caller> {
  const token = tokenOf(request)
  const cookie = cookieOf(general, token)
  const sessionToken = readSessionCookie(request, cookie)
  const visitor = await visitSigningPage(general, { token, sessionToken })
  const needs = portsOf(general, visitor.document)
  const base = `/s/${token}`
  const sender = senderOf(visitor.document)
  const session = visitor.session?.state === 'authenticated' ? visitor.session : null
  return {
    ...visitor,
    needs,
    base,
    token,
    cookie,
    sessionToken,
    chrome: chromeOf(needs, request, { base, sender, team: visitor.team, session }),
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
  const { token, sessionToken } = caller
  const tokens =
    sessionToken === null
      ? [caller.formToken]
      : [formToken(needs.secrets, token), formToken(needs.secrets, sessionToken)]
  await guardForm(request, needs, { tokens, limit: formLimits.stranger })
  return caller
}

/**
 * Who posts a form behind the first screen. Without its session there is nothing to guard, and the reason why it is
 * missing helps more than a stale form. `sizeOf`: the fields of a review may be many.
 */
export async function readPoster(
  needs: SigningNeeds,
  request: SigningRequest,
  sizeOf: (caller: Caller) => FormSize = () => ({ limit: formLimits.stranger }),
): Promise<Caller & { session: SigningSession }> {
  const caller = await readCaller(needs, request)
  const session = presentSession(caller)
  // The session is present, so its own token was made from it.
  const tokens = caller.sessionToken === null ? [] : [caller.formToken]
  await guardForm(request, needs, { tokens, ...sizeOf(caller) })
  return { ...caller, session }
}

/** A character of four bytes, each written as `%F0`. */
const mostOfCharacter = 12
/** `&widget-` and `&shown-` with an id. */
const nameOfField = 64
/** For documents that have more fields than may be placed today. */
const largestReview = 16 * 1024 * 1024

/** So large that whatever this recipient may write into their fields can be posted. */
export function reviewFormSize({ document, participant }: Caller): FormSize {
  const own = document.widgets.filter(({ participantId }) => participantId === participant.id)
  const written = own.filter(({ kind }) => kind !== 'checkbox').length
  const inputs = own.length * nameOfField + written * widgetLimits.inputCharacters * mostOfCharacter
  return { limit: Math.min(formLimits.known + inputs, largestReview), pairs: mostPairs + own.length }
}

/** Pages behind the code: the session, or the reason why there is none. */
export function sessionOf(caller: Caller, state: SigningSession['state']): SigningSession {
  const session = presentSession(caller)
  if (session.state !== state) throw new Refused(refusal('session_missing'))
  return session
}

function presentSession({ session, sessionEnded }: Caller): SigningSession {
  if (session !== null) return session
  if (sessionEnded === null) throw new Refused(refusal('session_missing'))
  throw new Refused(refusal(sessionEnded === 'idle' ? 'session_ended' : 'session_replaced'))
}

/** Before anything was proven: whoever has the URL, who need not be the participant. */
export function urlHolderOrigin(request: FastifyRequest, caller: { participant: { id: string } }) {
  return originOf(request, { kind: 'url_holder', participantId: caller.participant.id })
}

export function participantOrigin(request: FastifyRequest, caller: { participant: { id: string } }) {
  return originOf(request, { kind: 'participant', participantId: caller.participant.id })
}
