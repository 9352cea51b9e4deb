import { type Static, Type } from 'typebox'
import type { Document } from '#domain/document.ts'
import type { Participant, TelRequest } from '#domain/document-parts.ts'
import { alsoRegisteredFor, telRequestLimits } from '#domain/tel-request.ts'
import { documentAnswer } from './document-on-wire.ts'
import { boolean, filledText, required } from './forms.ts'
import { operation } from './operation.ts'
import { nullableTime, time, toTheMicrosecond, toTheMicrosecondOrNull } from './times.ts'

/** Our addition: a recipient says that the registered number is not theirs (番号の訂正のお願い). */
const path = '/documents/:document_id/participants/:participant_id/tel_request'

const telRequestAnswer = Type.Object({
  id: Type.String(),
  status: Type.Unsafe<TelRequest['state']>({ type: 'string', enum: ['open', 'approved', 'refused'] }),
  /** Empty once answered, as are the reason, the address and the browser. */
  tel: Type.String(),
  reason: Type.String({ maxLength: telRequestLimits.reason }),
  requested_at: time,
  answered_at: nullableTime,
  address: Type.String(),
  user_agent: Type.String(),
  /** Other recipients whose number `tel` is; empty once answered. */
  also_registered_for: Type.Array(Type.String()),
})

export function telRequestOnWire(
  document: Document,
  participant: Participant,
  request: TelRequest,
): Static<typeof telRequestAnswer> {
  return {
    id: request.id,
    status: request.state,
    tel: request.tel,
    reason: request.reason,
    requested_at: toTheMicrosecond(request.askedAt),
    answered_at: toTheMicrosecondOrNull(request.answeredAt),
    address: request.address ?? '',
    user_agent: request.userAgent ?? '',
    also_registered_for: alsoRegisteredFor(document, participant, request).map(({ id }) => id),
  }
}

export const getTelRequestCall = operation({
  name: 'getTelRequest',
  summary: { ja: '番号の訂正のお願いを取得する', en: 'Get the request for another number' },
  method: 'GET',
  path,
  request: 'none',
  form: {},
  answer: telRequestAnswer,
})

/** `request_id`: the request that was seen. `identity_confirmed`: the caller has made sure by other means who asks. */
export const approveTelRequestCall = operation({
  name: 'approveTelRequest',
  summary: { ja: '番号の訂正のお願いを認める', en: 'Approve the request for another number' },
  method: 'POST',
  path: `${path}/approve`,
  request: 'form',
  form: { request_id: filledText(64), identity_confirmed: required(boolean()) },
  answer: documentAnswer,
})

export const refuseTelRequestCall = operation({
  name: 'refuseTelRequest',
  summary: { ja: '番号の訂正のお願いを見送る', en: 'Refuse the request for another number' },
  method: 'POST',
  path: `${path}/refuse`,
  request: 'form',
  form: { request_id: filledText(64) },
  answer: documentAnswer,
})
