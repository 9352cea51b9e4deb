import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { senderOf } from '#domain/document.ts'
import type { Language } from '#domain/language.ts'
import { problemOfNumber } from '#domain/phone-number.ts'
import { isPaused, type SigningUrl } from '#domain/signing-url.ts'
import { portsOf } from '#server/usecases/document-ports.ts'
import { Refused } from '#server/usecases/refused.ts'
import { arriveAtSigningUrl } from '#server/usecases/signing/arrive-at-signing-url.ts'
import { enterPhoneNumber } from '#server/usecases/signing/enter-phone-number.ts'
import { openSimpleUrl } from '#server/usecases/signing/open-simple-url.ts'
import { requestSmsCode } from '#server/usecases/signing/request-sms-code.ts'
import { OpenPage } from '#web/signing/OpenPage.tsx'
import { type PhoneError, PhonePage, type PhonePageProps } from '#web/signing/PhonePage.tsx'
import { field, formToken } from '../common/form-guard.ts'
import { cookieProbe, refuseLostCookies } from './cookie-probe.ts'
import { readSessionCookie, setProbeCookie, setSessionCookie } from './cookies.ts'
import { type DrawnPages, drawnPages } from './drawn-pages.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { chromeOf, cookieOf, isFramed, isHttps, seeOther, sendHtml, sendPage } from './page.ts'
import { prepareForReader } from './reading-routes.ts'
import { answers, notConcludable, statusAnswers, telCorrected } from './refusals.ts'
import {
  type Caller,
  participantOrigin,
  readCaller,
  readFirstPoster,
  type SigningRequest,
  tokenOf,
} from './visitor.ts'

/** The first screen: whose phone is it? */
export function phoneRoutes(server: FastifyInstance, general: SigningNeeds): void {
  const drawn = drawnPages(PhonePage, general.random.token(32))
  server.get('/s/:token', (request: SigningRequest, reply) =>
    showFirstScreen({ general, drawn }, request, reply, 'sign'),
  )
  server.get('/s/:token/copy', (request: SigningRequest, reply) =>
    showFirstScreen({ general, drawn }, request, reply, 'copy'),
  )

  server.post('/s/:token/phone', async (request: SigningRequest, reply) => {
    const caller = await readFirstPoster(general, request)
    const { needs } = caller
    if (!leadsToCode(caller)) return seeOther(reply, caller.base)
    // Pressed twice, or again after Back: the number was right, and its code is under way.
    if (caller.session !== null) return seeOther(reply, `${caller.base}/code`)
    refuseLostCookies(needs, request)
    const typed = field(request, 'tel')
    try {
      const { sessionToken, sessionId } = await enterPhoneNumber(needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        urlId: caller.url.id,
        tel: caller.participant.tel,
        typed,
        copying: caller.urlStatus === 'concluded',
      })
      setSessionCookie(reply, caller.cookie, sessionToken, {
        framed: isFramed(request, caller.team),
      })
      prepareForReader(needs, request, caller)
      await sendCode(needs, request, caller, sessionId)
    } catch (error) {
      const problem = phoneError(error, typed)
      if (problem === null) throw error
      return sendPhonePage(needs, request, reply, caller, typed, problem)
    }
    return seeOther(reply, `${caller.base}/code`)
  })

  server.post('/s/:token/open', async (request: SigningRequest, reply) => {
    const caller = await readFirstPoster(general, request)
    const { needs } = caller
    if (caller.session?.state === 'authenticated') return seeOther(reply, `${caller.base}/review`)
    if (caller.urlStatus !== 'open' || caller.url.method === 'sms') return seeOther(reply, caller.base)
    refuseLostCookies(needs, request)
    try {
      const { sessionToken } = await openSimpleUrl(needs, participantOrigin(request, caller), {
        documentId: caller.document.id,
        urlId: caller.url.id,
        termsVersion: caller.team.terms.version,
        accessCode: caller.participant.accessCode,
        typed: field(request, 'access_code'),
      })
      setSessionCookie(reply, caller.cookie, sessionToken, {
        framed: isFramed(request, caller.team),
      })
    } catch (error) {
      if (!(error instanceof Refused) || error.refusal.code !== 'access_code_mismatch') throw error
      const { chrome, base, formToken, team } = caller
      const probe = cookieProbe(needs, request, caller)
      const page = h(OpenPage, { chrome, base, formToken, accessCode: true, wrong: true, probe })
      return sendPage(needs, reply, page, { status: 422, team })
    }
    return seeOther(reply, `${caller.base}/review`)
  })
}

/** A bare URL learns who asks, and nothing of the document; whoever is further on is led there. */
async function showFirstScreen(
  { general, drawn }: { general: SigningNeeds; drawn: DrawnPages<PhonePageProps> },
  request: SigningRequest,
  reply: FastifyReply,
  purpose: 'sign' | 'copy',
): Promise<FastifyReply> {
  const token = tokenOf(request)
  const base = `/s/${token}`
  if (readSessionCookie(request, cookieOf(general, token)) !== null) {
    const led = await leadOn(general, request, reply, purpose)
    if (led !== null) return led
  }
  const visit = await arriveAtSigningUrl(general, token)
  const needs = portsOf(general, visit.document)
  const { team, sender, urlStatus, url } = visit
  const { documentId, participantId, byLink, state } = url
  const ids = { documentId, participantId, byLink, state }
  const chrome = () => chromeOf(needs, request, { base, sender, team, session: null })
  const about = () => ({ chrome: chrome(), team, base, ids })
  const copying = purpose === 'copy' && urlStatus === 'concluded' && url.method === 'sms'
  if (urlStatus !== 'open' && !copying) {
    const copies = urlStatus === 'concluded' && url.method === 'sms'
    const isStuck = urlStatus === 'consented' && visit.sealingFailed
    const isCorrected = urlStatus === 'ended' && (await endedByRequest(needs, url))
    const told = isStuck ? notConcludable : isCorrected ? telCorrected : statusAnswers[urlStatus]
    return sendMessage(needs, reply, told, { ...about(), copies })
  }
  if (isPaused(url, needs.clock.now())) {
    const bySms = url.method === 'sms'
    return sendMessage(needs, reply, answers.url_paused, { ...about(), retryAt: url.pausedUntil, bySms })
  }
  await noteOpening(needs, url)
  setProbeCookie(reply, { https: isHttps(needs), framed: isFramed(request, team) })
  const ownToken = formToken(needs.secrets, token)
  if (url.method !== 'sms') {
    const frame = chrome()
    const probe = cookieProbe(needs, request, { base, chrome: frame })
    const { accessCode } = visit
    const page = h(OpenPage, { chrome: frame, base, probe, formToken: ownToken, accessCode, wrong: false })
    return sendPage(needs, reply, page, { team })
  }
  const html = drawn.page((blank) => {
    const base = `/s/${blank(token)}`
    const path = purpose === 'copy' ? `${base}/copy` : base
    const frame = chromeOf(needs, request, { base, sender, team, session: null, path })
    const probe = cookieProbe(needs, request, { base, chrome: frame })
    return { purpose, probe, chrome: frame, base, formToken: blank(ownToken), tel: '', error: null }
  })
  return sendHtml(needs, reply, html, { team })
}

/** Whoever shows its QR code is told, and what was opened once need not be noted again. */
async function noteOpening({ database, clock }: SigningNeeds, url: SigningUrl): Promise<void> {
  if (url.byLink && url.openedAt === null) await database.read.openUrl(url.id, clock.now())
}

/**
 * The number was corrected because somebody with this URL had asked for it, so they hear that it was. Why a URL ended is in the
 * trail; few are asked for again, so it is looked up there.
 */
async function endedByRequest({ database }: SigningNeeds, { id, documentId }: SigningUrl): Promise<boolean> {
  const trail = await database.read.audit(documentId)
  const ended = trail.find(({ type, detail }) => type === 'signing_url.ended' && detail.urlId === id)
  return trail.some(({ type, at }) => type === 'tel_request.approved' && at.getTime() === ended?.at.getTime())
}

/** Reload, Back and a killed tab: the session of the cookie knows the step. */
async function leadOn(
  needs: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  purpose: 'sign' | 'copy',
) {
  const { session, urlStatus, base } = await readCaller(needs, request)
  if (session === null) return null
  if (session.state === 'matched') {
    return urlStatus === 'open' || purpose === 'copy' ? seeOther(reply, `${base}/code`) : null
  }
  if (urlStatus === 'open') return seeOther(reply, `${base}/review`)
  if (purpose === 'copy' && urlStatus === 'concluded') return seeOther(reply, `${base}/copies`)
  return null
}

/** Signing, or fetching copies of what was concluded: both begin with a phone. */
export function leadsToCode({ urlStatus, url }: Pick<Caller, 'urlStatus' | 'url'>): boolean {
  return url.method === 'sms' && (urlStatus === 'open' || urlStatus === 'concluded')
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

export function codeRequestOf(
  needs: SigningNeeds,
  caller: Caller,
  sessionId: string,
  voice: Language | null = null,
) {
  const { organization, name } = senderOf(caller.document)
  const url = new URL(needs.publicUrl)
  return {
    participantId: caller.participant.id,
    documentId: caller.document.id,
    urlId: caller.url.id,
    sessionId,
    voice,
    tel: caller.participant.tel,
    organization: organization === '' ? name : organization,
    team: caller.team,
    // WebOTP exists in secure contexts only, where the port is never written.
    host: url.protocol === 'https:' ? url.hostname : null,
    topHost: caller.chrome.framed ? topHostOf(caller.team.frameAncestors) : null,
    copying: caller.urlStatus === 'concluded',
    test: caller.document.test,
  }
}

function topHostOf(frameAncestors: string[]): string | null {
  const [first] = frameAncestors
  return first !== undefined && URL.canParse(first) ? new URL(first).hostname : null
}

function phoneError(error: unknown, typed: string): PhoneError | null {
  if (!(error instanceof Refused)) return null
  if (error.refusal.code === 'field_missing') return 'phone_missing'
  if (error.refusal.code === 'tel_unreadable') return problemOfNumber(typed)
  return error.refusal.code === 'tel_mismatch' ? 'phone_mismatch' : null
}

function sendPhonePage(
  needs: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  caller: Caller,
  tel: string,
  error: PhoneError,
): FastifyReply {
  const { chrome, base, formToken, urlStatus, team } = caller
  const purpose = urlStatus === 'concluded' ? 'copy' : 'sign'
  const probe = cookieProbe(needs, request, caller)
  const page = h(PhonePage, { chrome, base, formToken, purpose, tel, error, probe })
  return sendPage(needs, reply, page, { status: 422, team })
}
