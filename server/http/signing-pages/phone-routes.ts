import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { senderOf } from '#domain/document.ts'
import { readTypedNumber } from '#domain/phone-number.ts'
import { isPaused } from '#domain/signing-url.ts'
import { Refused } from '#server/usecases/refused.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { enterPhoneNumber } from '#server/usecases/signing/enter-phone-number.ts'
import { openSimpleUrl } from '#server/usecases/signing/open-simple-url.ts'
import { requestSmsCode } from '#server/usecases/signing/request-sms-code.ts'
import { OpenPage } from '#web/signing/OpenPage.tsx'
import { type PhoneError, PhonePage } from '#web/signing/PhonePage.tsx'
import { field, formToken } from '../form-guard.ts'
import { readSessionCookie, setSessionCookie } from './cookies.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, cookieOf, isFramed, seeOther, sendPage } from './page.ts'
import { answers, standingAnswers } from './refusals.ts'
import {
  type Caller,
  participantOrigin,
  readCaller,
  readFirstPoster,
  type SigningRequest,
  tokenOf,
} from './visitor.ts'

/** The first screen: whose phone is it? */
export function phoneRoutes(server: FastifyInstance, needs: SigningNeeds): void {
  server.get('/s/:token', (request: SigningRequest, reply) => showFirstScreen(needs, request, reply, 'sign'))
  server.get('/s/:token/copy', (request: SigningRequest, reply) =>
    showFirstScreen(needs, request, reply, 'copy'),
  )

  server.post('/s/:token/phone', async (request: SigningRequest, reply) => {
    const caller = await readFirstPoster(needs, request)
    if (!leadsToCode(caller)) return seeOther(reply, caller.base)
    // Pressed twice, or again after Back: the number was right, and its code is under way.
    if (caller.session !== null) return seeOther(reply, `${caller.base}/code`)
    const typed = field(request, 'tel')
    try {
      const { sessionToken, sessionId } = await enterPhoneNumber(needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        urlId: caller.url.id,
        tel: caller.participant.tel,
        typed,
        copying: caller.standing === 'concluded',
      })
      setSessionCookie(reply, cookieOf(needs, caller.token), sessionToken, {
        framed: isFramed(request, caller.team),
      })
      await sendCode(needs, request, caller, sessionId)
    } catch (error) {
      const problem = phoneError(error, typed)
      if (problem === null) throw error
      return sendPhonePage(needs, request, reply, caller, typed, problem)
    }
    return seeOther(reply, `${caller.base}/code`)
  })

  server.post('/s/:token/open', async (request: SigningRequest, reply) => {
    const caller = await readFirstPoster(needs, request)
    if (caller.session?.state === 'authenticated') return seeOther(reply, `${caller.base}/review`)
    if (caller.standing !== 'open' || caller.url.method === 'sms') return seeOther(reply, caller.base)
    try {
      const { sessionToken } = await openSimpleUrl(needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        urlId: caller.url.id,
        termsVersion: caller.team.terms.version,
        accessCode: caller.participant.accessCode,
        typed: field(request, 'access_code'),
      })
      setSessionCookie(reply, cookieOf(needs, caller.token), sessionToken, {
        framed: isFramed(request, caller.team),
      })
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code !== 'access_code_mismatch') throw error
      const { chrome, base, formToken, team } = caller
      const page = h(OpenPage, { chrome, base, formToken, accessCode: true, wrong: true })
      return sendPage(needs, reply, page, { status: 422, team })
    }
    return seeOther(reply, `${caller.base}/review`)
  })
}

/** A bare URL learns who asks, and nothing of the document; whoever is further on is led there. */
async function showFirstScreen(
  needs: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  purpose: 'sign' | 'copy',
): Promise<FastifyReply> {
  const token = tokenOf(request)
  const base = `/s/${token}`
  if (readSessionCookie(request, cookieOf(needs, token)) !== null) {
    const led = await leadOn(needs, request, reply, purpose)
    if (led !== null) return led
  }
  const visit = await arriveAtSigningUrl(needs, token)
  const { team, sender, standing, url } = visit
  const chrome = chromeOf(needs, request, { base, sender, team, authenticated: false })
  const about = { chrome, team, base, ids: { documentId: url.documentId, participantId: url.participantId } }
  const copying = purpose === 'copy' && standing === 'concluded' && url.method === 'sms'
  if (standing !== 'open' && !copying) {
    const copies = standing === 'concluded' && url.method === 'sms'
    return sendMessage(needs, reply, standingAnswers[standing], { ...about, copies })
  }
  if (isPaused(url, needs.clock.now())) {
    return sendMessage(needs, reply, answers.url_paused, { ...about, retryAt: url.pausedUntil })
  }
  const common = { chrome, base, formToken: formToken(needs.secrets, token) }
  const page =
    url.method === 'sms'
      ? h(PhonePage, { ...common, purpose, tel: '', error: null })
      : h(OpenPage, { ...common, accessCode: visit.accessCode, wrong: false })
  return sendPage(needs, reply, page, { team })
}

/** Reload, Back and a killed tab: the session of the cookie knows the step. */
async function leadOn(
  needs: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  purpose: 'sign' | 'copy',
) {
  const { session, standing, base } = await readCaller(needs, request)
  if (session === null) return null
  if (session.state === 'matched') {
    return standing === 'open' || purpose === 'copy' ? seeOther(reply, `${base}/code`) : null
  }
  if (standing === 'open') return seeOther(reply, `${base}/review`)
  if (purpose === 'copy' && standing === 'concluded') return seeOther(reply, `${base}/copies`)
  return null
}

/** Signing, or fetching copies of what was concluded: both begin with a phone. */
export function leadsToCode({ standing, url }: Pick<Caller, 'standing' | 'url'>): boolean {
  return url.method === 'sms' && (standing === 'open' || standing === 'concluded')
}

/**
 * Asks for a code. When one is under way already, or too many were sent, the next screen says so: the number was right,
 * and only the sending has to wait.
 */
async function sendCode(needs: SigningNeeds, request: SigningRequest, caller: Caller, sessionId: string) {
  try {
    await requestSmsCode(needs, participantOrigin(request, caller), codeRequestOf(needs, caller, sessionId))
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'code_send_too_soon') throw error
  }
}

export function codeRequestOf(needs: SigningNeeds, caller: Caller, sessionId: string) {
  const { organization, name } = senderOf(caller.document)
  const url = new URL(needs.publicUrl)
  return {
    participantId: caller.participant.id,
    documentId: caller.document.id,
    urlId: caller.url.id,
    sessionId,
    tel: caller.participant.tel,
    organization: organization === '' ? name : organization,
    team: caller.team,
    // WebOTP exists in secure contexts only, where the port is never written.
    host: url.protocol === 'https:' ? url.hostname : null,
    topHost: caller.chrome.framed ? topHostOf(caller.team.frameAncestors) : null,
    copying: caller.standing === 'concluded',
  }
}

function topHostOf(frameAncestors: string[]): string | null {
  const [first] = frameAncestors
  return first !== undefined && URL.canParse(first) ? new URL(first).hostname : null
}

function phoneError(error: unknown, typed: string): PhoneError | null {
  if (!(error instanceof Refused)) return null
  if (error.refusal.code === 'field_missing') return 'phone_missing'
  if (error.refusal.code !== 'tel_mismatch') return null
  return readTypedNumber(typed) === null ? 'phone_malformed' : 'phone_mismatch'
}

function sendPhonePage(
  needs: SigningNeeds,
  _request: SigningRequest,
  reply: FastifyReply,
  caller: Caller,
  tel: string,
  error: PhoneError,
): FastifyReply {
  const { chrome, base, formToken, standing, team } = caller
  const purpose = standing === 'concluded' ? 'copy' : 'sign'
  const page = h(PhonePage, { chrome, base, formToken, purpose, tel, error })
  return sendPage(needs, reply, page, { status: 422, team })
}
