import type { FastifyInstance, FastifyReply } from 'fastify'
import { h } from 'preact'
import { problemOfNumber, readTypedNumber } from '#domain/phone-number.ts'
import { mayAskForTel, openTelRequest } from '#domain/tel-request.ts'
import { Refused } from '#server/usecases/refused.ts'
import { askForTel } from '#server/usecases/signing/ask-for-tel.ts'
import {
  type TelRequestError,
  TelRequestPage,
  type TelRequestPageProps,
} from '#web/signing/TelRequestPage.tsx'
import { field } from '../common/form-guard.ts'
import { sendMessage } from './message.ts'
import type { SigningNeeds } from './needs.ts'
import { seeOther, sendPage } from './page.ts'
import { answers, telIsSettled } from './refusals.ts'
import {
  type Caller,
  idsOf,
  readCaller,
  readFirstPoster,
  type SigningRequest,
  urlHolderOrigin,
} from './visitor.ts'

/**
 * "This is not my number": whoever holds the URL of somebody identified by SMS may ask the sender for another one. It
 * takes no session, for who has the wrong number gets none, and gives none.
 */
export function telRequestRoutes(server: FastifyInstance, general: SigningNeeds): void {
  server.get('/s/:token/number', async (request: SigningRequest, reply) => {
    const caller = await readCaller(general, request)
    const { needs } = caller
    if (!isBeforeTheCode(caller)) return seeOther(reply, caller.base)
    if (!mayAskForTel(caller.document, caller.participant)) return sendSettled(needs, reply, caller)
    return sendTelRequest(needs, reply, caller, { tel: '', reason: '' }, null)
  })

  server.post('/s/:token/number', async (request: SigningRequest, reply) => {
    const caller = await readFirstPoster(general, request)
    const { needs } = caller
    if (!isBeforeTheCode(caller)) return seeOther(reply, caller.base)
    const entry = { tel: field(request, 'tel'), reason: field(request, 'reason') }
    const tel = readTypedNumber(entry.tel)
    const error = telError(entry.tel, tel, caller)
    if (error !== null || tel === null) return sendTelRequest(needs, reply, caller, entry, error)
    try {
      await askForTel(needs, urlHolderOrigin(request, caller), {
        documentId: caller.document.id,
        participantId: caller.participant.id,
        urlId: caller.url.id,
        tel,
        reason: entry.reason,
      })
    } catch (refused) {
      if (!(refused instanceof Refused)) throw refused
      if (refused.refusal.code === 'tel_already_verified') return sendSettled(needs, reply, caller)
      if (refused.refusal.code === 'tel_request_limit') return sendLimit(needs, reply, caller, refused)
      const problem = reasonError(refused)
      if (problem === null) throw refused
      return sendTelRequest(needs, reply, caller, entry, problem)
    }
    return seeOther(reply, `${caller.base}/number`)
  })
}

function isBeforeTheCode({ urlStatus, url, session }: Caller): boolean {
  return url.method === 'sms' && urlStatus === 'open' && session?.state !== 'authenticated'
}

/** That a number is the registered one is told only to whoever has given it on the first screen. */
function telError(
  typed: string,
  tel: string | null,
  { session, participant }: Caller,
): TelRequestError | null {
  if (typed.trim() === '') return { field: 'tel', problem: 'phone_missing' }
  const problem = problemOfNumber(typed)
  if (problem !== null) return { field: 'tel', problem }
  return session !== null && tel === participant.tel ? { field: 'tel', problem: 'same' } : null
}

function reasonError({ refusal }: Refused): TelRequestError | null {
  if (refusal.field !== 'reason') return null
  if (refusal.code === 'field_too_long') return { field: 'reason', problem: 'too_long' }
  return { field: 'reason', problem: { invisible: String(refusal.detail?.character) } }
}

function sendTelRequest(
  needs: SigningNeeds,
  reply: FastifyReply,
  caller: Caller,
  entry: TelRequestPageProps['entry'],
  error: TelRequestError | null,
): FastifyReply {
  const { chrome, base, formToken, team, session } = caller
  const standing = standingOf(caller)
  const page = h(TelRequestPage, {
    ...{ chrome, base, formToken, standing, entry, error },
    matched: session !== null,
  })
  return sendPage(needs, reply, page, { status: error === null ? 200 : 422, team })
}

/** No number stands on the page, neither that which was asked for nor the registered one. */
function standingOf({ document, participant }: Caller): TelRequestPageProps['standing'] {
  const open = openTelRequest(document, participant)
  if (open !== null) return { state: 'open', askedAt: open.askedAt }
  const { telRequest } = participant
  return telRequest?.state === 'refused' ? { state: 'refused', askedAt: telRequest.askedAt } : null
}

function sendSettled(needs: SigningNeeds, reply: FastifyReply, caller: Caller): FastifyReply {
  return sendMessage(needs, reply, telIsSettled, aboutOf(caller))
}

/** That an earlier request has arrived is said only where there is one: others at this address may have spent the tries. */
function sendLimit(
  needs: SigningNeeds,
  reply: FastifyReply,
  caller: Caller,
  { refusal }: Refused,
): FastifyReply {
  const minutes = Number(refusal.detail?.minutes ?? 0)
  const retryAt = new Date(needs.clock.now().getTime() + minutes * 60_000)
  const telRequested = openTelRequest(caller.document, caller.participant) !== null
  return sendMessage(needs, reply, answers.tel_request_limit, { ...aboutOf(caller), retryAt, telRequested })
}

function aboutOf({ chrome, team, base, document, participant, url }: Caller) {
  const ids = idsOf({ document, participant, url })
  return { chrome, team, base, ids }
}
