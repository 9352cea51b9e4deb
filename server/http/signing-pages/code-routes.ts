import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { endingOf } from '#domain/phone-number.ts'
import type { SigningSession } from '#domain/signing-session.ts'
import { codeRules, codeStatusOf, triesLeft, waitBeforeNextCode } from '#domain/sms-code.ts'
import type { SmsState } from '#domain/sms-message.ts'
import { Refused } from '#server/usecases/refused.ts'
import { requestSmsCode } from '#server/usecases/signing/request-sms-code.ts'
import { verifySmsCode } from '#server/usecases/signing/verify-sms-code.ts'
import { type CodeError, CodePage, type SmsDelivery } from '#web/signing/CodePage.tsx'
import { field } from '../common/form-guard.ts'
import { setSessionCookie } from './cookies.ts'
import type { SigningNeeds } from './needs.ts'
import { isFramed, seeOther, sendPage } from './page.ts'
import { codeRequestOf, leadsToCode } from './phone-routes.ts'
import {
  type Caller,
  participantOrigin,
  readCaller,
  readPoster,
  type SigningRequest,
  sessionOf,
} from './visitor.ts'

/** The second screen: the code from the SMS. */
export function codeRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/code', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (!leadsToCode(caller)) return seeOther(reply, caller.base)
    if (caller.session?.state === 'authenticated') return seeOther(reply, afterCode(caller))
    const session = sessionOf(caller, 'matched')
    return sendCodePage(needs, reply, { ...caller, session }, null)
  })

  server.post('/s/:token/code', async (request: SigningRequest, reply) => {
    const caller = await readPoster(general, request)
    const { needs } = caller
    if (!leadsToCode(caller)) return seeOther(reply, caller.base)
    if (caller.session.state === 'authenticated') return seeOther(reply, afterCode(caller))
    try {
      const { sessionToken } = await verifySmsCode(needs, participantOrigin(request, caller), {
        participantId: caller.participant.id,
        documentId: caller.document.id,
        urlId: caller.url.id,
        sessionId: caller.session.id,
        typed: field(request, 'code'),
        termsVersion: caller.team.terms.version,
        copying: caller.urlStatus === 'concluded',
      })
      setSessionCookie(reply, caller.cookie, sessionToken, {
        framed: isFramed(request, caller.team),
      })
    } catch (error) {
      const problem = codeError(error, field(request, 'code'))
      if (problem === null) throw error
      return sendCodePage(needs, reply, caller, problem)
    }
    return seeOther(reply, afterCode(caller))
  })

  server.post('/s/:token/code/resend', (request: SigningRequest, reply) =>
    sendAnother(general, request, reply, 'sms'),
  )

  // 電話で聞く: for whom an SMS did not reach, where some gateway can call.
  server.post('/s/:token/code/call', (request: SigningRequest, reply) =>
    sendAnother(general, request, reply, 'call'),
  )
}

/** Another code, by SMS, or read aloud in a call in the language of the page. */
async function sendAnother(
  general: SigningNeeds,
  request: SigningRequest,
  reply: FastifyReply,
  by: 'sms' | 'call',
): Promise<FastifyReply> {
  const caller = await readPoster(general, request)
  const { needs } = caller
  if (!leadsToCode(caller)) return seeOther(reply, caller.base)
  if (caller.session.state === 'authenticated') return seeOther(reply, afterCode(caller))
  if (by === 'call' && !needs.sms.canCall) return seeOther(reply, `${caller.base}/code`)
  try {
    const voice = by === 'call' ? caller.chrome.lang : null
    const asked = codeRequestOf(needs, caller, caller.session.id, voice)
    await requestSmsCode(needs, participantOrigin(request, caller), asked)
  } catch (error) {
    if (!(error instanceof Refused) || error.refusal.code !== 'code_send_too_soon') throw error
    return sendCodePage(needs, reply, caller, 'resend_too_early')
  }
  return seeOther(reply, `${caller.base}/code`)
}

function afterCode(caller: Caller): string {
  return `${caller.base}/${caller.urlStatus === 'concluded' ? 'copies' : 'review'}`
}

async function sendCodePage(
  needs: SigningNeeds,
  reply: FastifyReply,
  caller: Caller & { session: SigningSession },
  error: CodeError | null,
): Promise<FastifyReply> {
  const { chrome, base, formToken, team, participant, session } = caller
  const code = await needs.database.read.codeStatus(participant.id)
  const now = needs.clock.now()
  const place = { urlId: caller.url.id, sessionId: session.id }
  const page = h(CodePage, {
    chrome,
    base,
    formToken,
    purpose: caller.urlStatus === 'concluded' ? 'copy' : 'sign',
    lastDigits: endingOf(participant.tel),
    smsSender: team.shownSmsSender === '' ? null : team.shownSmsSender,
    lifeMinutes: codeRules.lifeMilliseconds / 60_000,
    ...codeStatusOf(code, place, now),
    delivery: deliveryOf(code.delivery),
    otherRoute: needs.sms.hasOther,
    byVoice: code.byVoice,
    canCall: needs.sms.canCall,
    resendInSeconds: Math.ceil(waitBeforeNextCode(code, now) / 1000),
    error,
    triesLeft: error === 'code_wrong' ? triesLeft(code, place, now) : null,
  })
  return sendPage(needs, reply, page, { status: error === null ? 200 : 422, team })
}

function codeError(error: unknown, typed: string): CodeError | null {
  if (!(error instanceof Refused)) return null
  switch (error.refusal.code) {
    case 'code_malformed':
      return typed.trim() === '' ? 'code_missing' : 'code_malformed'
    case 'code_wrong':
      return 'code_wrong'
    case 'code_none_alive':
      return 'code_expired'
    default:
      return null
  }
}

/** What we know of the last SMS, in a recipient's terms. */
export function deliveryOf(state: SmsState | null): SmsDelivery {
  switch (state) {
    case 'delivered':
      return 'delivered'
    case 'submitted':
    case 'unknown':
      return 'submitted'
    case 'undelivered':
      return 'undelivered'
    case 'rejected':
    case 'expired':
      return 'failed'
    default:
      return 'queued'
  }
}
