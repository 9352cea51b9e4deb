import type { TelRequest, Transfer } from '#domain/document-parts.ts'
import type { Participant } from '#domain/participant.ts'
import { placeOfParticipant, placeOfTelRequest, placeOfTransfer } from '../connection/encrypted-text.ts'
import { asIs, encrypted, instantMember, instantOrNull, list, object, objectOrNull } from './body-members.ts'

// The participants of a body, and what hangs on them.

const placeIn = (column: Parameters<typeof placeOfParticipant>[2]) => (documentId: string, id: string) =>
  placeOfParticipant(documentId, id, column)

export const telRequest = object<TelRequest>({
  id: asIs(),
  state: asIs(),
  tel: encrypted('tel_sealed', (documentId, id) => placeOfTelRequest(documentId, id, 'tel_sealed')),
  reason: encrypted('reason_sealed', (documentId, id) => placeOfTelRequest(documentId, id, 'reason_sealed')),
  askedAt: instantMember,
  address: asIs(),
  userAgent: asIs(),
  answeredAt: instantOrNull,
})

export const transfer = object<Transfer>({
  id: asIs(),
  name: asIs(),
  organization: asIs(),
  email: encrypted('email_sealed', placeOfTransfer),
  at: instantMember,
  message: asIs(),
})

export const participant = object<Participant>(
  {
    id: asIs(),
    order: asIs(),
    groupId: asIs(''),
    memberId: asIs(),
    email: encrypted('email_sealed', placeIn('email_sealed')),
    name: asIs(),
    organization: asIs(),
    status: asIs(),
    accessCode: encrypted('access_code_sealed', placeIn('access_code_sealed')),
    language: asIs(),
    tel: encrypted('tel_sealed', placeIn('tel_sealed')),
    recipientId: asIs(),
    callback: asIs(),
    slot: asIs<number | null>(null),
    processedAt: instantOrNull,
    accessExpiresAt: instantOrNull,
    authenticatedAt: instantOrNull,
    viewedAt: instantOrNull,
    // Belongs to the attempt counter, which is no part of the body.
    lockedAt: { write: () => null, read: () => null },
    telRequest: objectOrNull(telRequest),
    transfers: list(transfer),
  },
  {
    also: ({ email }, { secrets, documentId }) => ({
      document_id: documentId,
      email_hash: email === '' ? null : secrets.keyedHash('email', email.toLowerCase()),
    }),
  },
)
