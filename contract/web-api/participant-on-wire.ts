import { type Static, Type } from 'typebox'
import type { Transfer } from '#domain/document-parts.ts'
import { type Participant, participantLimits } from '#domain/participant.ts'
import { codeOf, languages, participantStatusCode } from './codes.ts'
import { nullableTime, time, toTheMicrosecond, toTheMicrosecondOrNull, toTheSecond } from './times.ts'

export const participantAnswer = Type.Object({
  id: Type.String(),
  email: Type.String({ maxLength: participantLimits.email }),
  name: Type.String({ maxLength: participantLimits.name }),
  organization: Type.String({ maxLength: participantLimits.organization }),
  order: Type.Integer(),
  status: codeOf(participantStatusCode),
  /** Only where one is set, and only in answers to the member who set it. */
  access_code: Type.Optional(Type.String({ maxLength: participantLimits.accessCode })),
  language_code: Type.String({ enum: Object.keys(languages) }),
  advanced_authn_request: Type.Boolean(),
  tel: Type.String(),
  recipient_id: Type.String({ maxLength: participantLimits.recipientId }),
  callback: Type.Boolean(),
  /** Both only where the recipient is asked at the same time as others. */
  group_type: Type.Optional(Type.Integer({ enum: [1] })),
  group_id: Type.Optional(Type.String({ maxLength: participantLimits.groupId })),
  processed_at: nullableTime,
  /** Only while it is this participant's turn. */
  access_expires_at: Type.Optional(time),
  /** Our addition, only where somebody passed the place on: who held it before, the first one first. */
  transferred_from: Type.Optional(
    Type.Array(
      Type.Object({
        name: Type.String({ maxLength: participantLimits.name }),
        organization: Type.String({ maxLength: participantLimits.organization }),
        transferred_at: time,
      }),
    ),
  ),
})

export type ParticipantOnWire = Static<typeof participantAnswer>

export function participantOnWire(participant: Participant, withAccessCode: boolean): ParticipantOnWire {
  const { accessExpiresAt, transfers } = participant
  return {
    id: participant.id,
    // A template's open place has an address that nobody has.
    email: participant.slot === null ? participant.email : `_${participant.slot}`,
    name: participant.name,
    organization: participant.organization,
    order: participant.order,
    status: participantStatusCode[participant.status],
    ...(withAccessCode && participant.accessCode !== '' ? { access_code: participant.accessCode } : {}),
    language_code: participant.language,
    advanced_authn_request: false,
    tel: participant.tel,
    recipient_id: participant.recipientId,
    callback: participant.callback,
    ...(participant.groupId === '' ? {} : { group_type: 1, group_id: participant.groupId }),
    processed_at: toTheMicrosecondOrNull(participant.processedAt),
    ...(participant.status === 'confirming' && accessExpiresAt !== null
      ? { access_expires_at: toTheSecond(accessExpiresAt) }
      : {}),
    ...(transfers.length === 0 ? {} : { transferred_from: transfers.map(transferOnWire) }),
  }
}

function transferOnWire({ name, organization, at }: Transfer) {
  return { name, organization, transferred_at: toTheMicrosecond(at) }
}
