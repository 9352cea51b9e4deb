import { accepted, type Decision, refused } from './decision.ts'
import { type Document, recipientsOf } from './document.ts'
import type { TelRequest } from './document-parts.ts'
import { correctTel, identificationOf, type Participant, replaceParticipant } from './participant.ts'
import { endingOf, isMobileNumber } from './phone-number.ts'
import { type Refusal, refusal } from './refusal.ts'
import { inCharge } from './sending.ts'
import type { SmsState } from './sms-message.ts'
import { keptText } from './text-rules.ts'

export const telRequestLimits = { reason: 200 }

/** What the bearer of a consent URL asks for. Who they are is not known: that is what the sender has to find out. */
export type TelAsked = Pick<TelRequest, 'id' | 'tel' | 'reason' | 'address' | 'userAgent'> & { urlId: string }

/**
 * A recipient in charge, identified by SMS, asks for another number. A newer request takes the place of one that was not
 * answered. The registered number may be asked for, too: to say that it is the same would tell guessers that they hit it.
 */
export function askForTel(
  document: Document,
  participantId: string,
  { urlId, ...asked }: TelAsked,
  now: Date,
): Decision<Document> {
  const participant = inCharge(document, participantId)
  if (participant === null) return refused(document, refusal('not_in_charge'))
  if (participant.lockedAt !== null) return refused(document, refusal('participant_locked'))
  if (!mayAskForTel(document, participant)) return refused(document, refusal('tel_already_verified', 'tel'))
  if (!isMobileNumber(asked.tel)) return refused(document, refusal('tel_not_mobile', 'tel'))
  const reason = keptText(asked.reason, 'reason')
  if ('refusal' in reason) return refused(document, reason.refusal)
  if ([...reason.text].length > telRequestLimits.reason) {
    return refused(document, refusal('field_too_long', 'reason', { limit: telRequestLimits.reason }))
  }
  const before = openTelRequest(document, participant)
  const telRequest: TelRequest = {
    ...asked,
    reason: reason.text.trim(),
    state: 'open',
    askedAt: now,
    answeredAt: null,
  }
  return accepted(
    { ...document, participants: replaceParticipant(document, { ...participant, telRequest }) },
    {
      ...eventOf(document, participant, telRequest, now),
      type: 'tel_request.made',
      urlId,
      ...(before === null ? {} : { replaces: before.id }),
    },
  )
}

/** Whether another number can still be asked for: in their turn, by SMS, and before the code was right. */
export function mayAskForTel(document: Document, participant: Participant): boolean {
  return (
    inCharge(document, participant.id) !== null &&
    identificationOf(participant) === 'sms' &&
    participant.authenticatedAt === null
  )
}

/** The request that waits for the sender; null where there is none, or where it no longer matters. */
export function openTelRequest(document: Document, participant: Participant): TelRequest | null {
  const { telRequest } = participant
  return telRequest?.state === 'open' && mayAskForTel(document, participant) ? telRequest : null
}

/** Those of a document, with who is meant. Only who is in charge can ask. */
export function openTelRequests(document: Document): { participant: Participant; request: TelRequest }[] {
  return recipientsOf(document).flatMap((participant) => {
    const request = openTelRequest(document, participant)
    return request === null ? [] : [{ participant, request }]
  })
}

/** What speaks against a request: somebody knew the registered number, or an SMS reached its phone. */
export type TelSigns = { matchedAt: Date | null; reachedAt: Date | null }

/** Since the number is what it is. `trail`: of the document, in order; `sms`: what was sent to this recipient. */
export function signsAgainst(
  participantId: string,
  trail: { type: string; at: Date; detail: Record<string, unknown> }[],
  sms: { participantId: string; state: SmsState; requestedAt: Date }[],
): TelSigns {
  const own = trail.filter(({ detail }) => detail.participantId === participantId)
  const since = own.findLast(({ type }) => type === 'participant.tel_corrected')?.at ?? new Date(0)
  const matched = own.findLast(({ type, at }) => type === 'tel.matched' && at > since)
  const reached = sms.findLast(
    (each) => each.participantId === participantId && each.state === 'delivered' && each.requestedAt > since,
  )
  return { matchedAt: matched?.at ?? null, reachedAt: reached?.requestedAt ?? null }
}

/** Whose registered number is asked for, beside the one who asks: whoever has that phone would then hold both codes. */
export function alsoRegisteredFor(
  document: Document,
  participant: Pick<Participant, 'id'>,
  { tel }: Pick<TelRequest, 'tel'>,
): Participant[] {
  return recipientsOf(document).filter((each) => each.id !== participant.id && tel !== '' && each.tel === tel)
}

/** How a request ended. */
export type TelRequestEnd = 'approved' | 'refused' | 'replaced' | 'past'

type Answer = { participantId: string; requestId: string }

/**
 * The sender has made sure by other means who asks, and gives them this number: as if they had corrected it themselves.
 * `requestId`: the request that they saw, for another one may have taken its place.
 */
export function approveTelRequest(
  document: Document,
  { participantId, requestId, identityConfirmed }: Answer & { identityConfirmed: boolean },
  now: Date,
): Decision<Document> {
  const found = answerable(document, { participantId, requestId })
  if ('refusal' in found) return refused(document, found.refusal)
  const { participant, request } = found
  if (!identityConfirmed) {
    const expected = 'true, once you have made sure by other means who asks'
    return refused(document, refusal('field_malformed', 'identity_confirmed', { expected }))
  }
  // Fifteen wrong codes are a sign of an attack: whoever unlocks looks twice.
  if (participant.lockedAt !== null) return refused(document, refusal('participant_locked'))
  if (request.tel === participant.tel) return refused(document, refusal('tel_unchanged', 'tel'))
  const corrected = correctTel(document, participantId, request.tel, now)
  if (corrected.refusal !== undefined) return corrected
  const next = { ...participant, tel: request.tel, telRequest: answered(request, 'approved', now) }
  return accepted(
    { ...corrected.next, participants: replaceParticipant(corrected.next, next) },
    { ...eventOf(document, participant, request, now), type: 'tel_request.approved' },
    ...corrected.events,
  )
}

/** The sender says no, and need not say why. */
export function refuseTelRequest(document: Document, answer: Answer, now: Date): Decision<Document> {
  const found = answerable(document, answer)
  if ('refusal' in found) return refused(document, found.refusal)
  const { participant, request } = found
  const next = { ...participant, telRequest: answered(request, 'refused', now) }
  return accepted(
    { ...document, participants: replaceParticipant(document, next) },
    { ...eventOf(document, participant, request, now), type: 'tel_request.refused' },
  )
}

/** The open request that is named; or why it cannot be answered: done already, replaced, or past. */
function answerable(
  document: Document,
  { participantId, requestId }: Answer,
): { participant: Participant; request: TelRequest } | { refusal: Refusal } {
  const participant = recipientsOf(document).find((each) => each.id === participantId)
  if (participant === undefined) return { refusal: refusal('participant_not_found') }
  const request = openTelRequest(document, participant)
  if (request?.id === requestId) return { participant, request }
  return { refusal: noLongerOpen(document, participant, requestId) }
}

/**
 * Why the request of this id, or whichever there was, cannot be answered: it was; another one, a correction or the right code
 * took its place; or things have gone on.
 */
export function noLongerOpen(
  document: Document,
  { telRequest }: Participant,
  requestId = telRequest?.id,
): Refusal {
  const gone = document.status === 'awaiting' ? 'replaced' : 'past'
  const known = telRequest !== null && telRequest.id === requestId ? telRequest.state : null
  const why: TelRequestEnd = known === 'open' ? 'past' : (known ?? gone)
  return refusal('tel_request_over', 'request_id', { why })
}

/** Of what was asked for, and from where, nothing is kept: it is the participant's number now, or nobody's. */
function answered(request: TelRequest, state: TelRequest['state'], now: Date): TelRequest {
  return { ...request, state, tel: '', reason: '', address: null, userAgent: null, answeredAt: now }
}

function eventOf(document: Document, participant: Participant, { id, tel }: TelRequest, now: Date) {
  return {
    at: now,
    documentId: document.id,
    participantId: participant.id,
    requestId: id,
    from: endingOf(participant.tel),
    to: endingOf(tel),
  }
}
