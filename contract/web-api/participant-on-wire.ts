import { type Static, Type } from 'typebox'
import type { Participant } from '#domain/participant.ts'
import { participantStatusCode } from './codes.ts'
import { nullableTime, toTheMicrosecondOrNull, toTheSecond } from './times.ts'

export const participantAnswer = Type.Object({
  id: Type.String(),
  email: Type.String(),
  name: Type.String(),
  organization: Type.String(),
  order: Type.Integer(),
  status: Type.Integer(),
  /** Only in answers to the member who set it. */
  access_code: Type.Optional(Type.String()),
  language_code: Type.String(),
  advanced_authn_request: Type.Boolean(),
  tel: Type.String(),
  recipient_id: Type.String(),
  callback: Type.Boolean(),
  processed_at: nullableTime,
  /** Only while it is this participant's turn. */
  access_expires_at: Type.Optional(Type.String()),
})

export type ParticipantOnWire = Static<typeof participantAnswer>

export function participantOnWire(participant: Participant, withAccessCode: boolean): ParticipantOnWire {
  const { accessExpiresAt } = participant
  return {
    id: participant.id,
    email: participant.email,
    name: participant.name,
    organization: participant.organization,
    order: participant.order,
    status: participantStatusCode[participant.status],
    ...(withAccessCode ? { access_code: participant.accessCode } : {}),
    language_code: participant.language,
    advanced_authn_request: false,
    tel: participant.tel,
    recipient_id: participant.recipientId,
    callback: participant.callback,
    processed_at: toTheMicrosecondOrNull(participant.processedAt),
    ...(participant.status === 'confirming' && accessExpiresAt !== null
      ? { access_expires_at: toTheSecond(accessExpiresAt) }
      : {}),
  }
}
