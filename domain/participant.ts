import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, documentLimits, recipientsOf } from './document.ts'
import type { Member } from './member.ts'
import { endingOf, isMobileNumber } from './phone-number.ts'
import { type Refusal, refusal } from './refusal.ts'
import { embeddingIsOn, type Team } from './team.ts'

/** `waiting`: not yet their turn. `confirming`: their turn. `signing`: consented, the last seal is being made. */
export type ParticipantStatus =
  | 'waiting'
  | 'draft'
  | 'delivering'
  | 'confirming'
  | 'sent'
  | 'confirmed'
  | 'filled'
  | 'declined'
  | 'cancelled'
  | 'signing'

export type Language = 'ja' | 'en' | 'zh-CHS' | 'zh-CHT'

export type Participant = {
  id: string
  /** 0 is the sender; recipients act strictly in this order. */
  order: number
  /** The sender's member id. */
  memberId: string | null
  email: string
  name: string
  organization: string
  status: ParticipantStatus
  accessCode: string
  language: Language
  tel: string
  recipientId: string
  callback: boolean
  /** The number of a place that a template left open; null for everybody who is somebody. */
  slot: number | null
  processedAt: Date | null
  /** End of the turn; only while `confirming`. */
  accessExpiresAt: Date | null
  /** The phone, the site's word or the link was proven for this document. */
  authenticatedAt: Date | null
  viewedAt: Date | null
  /** Set when wrong codes locked this participant (never the document). */
  lockedAt: Date | null
}

export const participantLimits = { name: 64, organization: 64, accessCode: 64, recipientId: 64, email: 254 }

/** How a recipient is identified: SMS to the registered number, the integrating site's word, or a link by e-mail. */
export type Identification = 'sms' | 'simple' | 'mail'

export function identificationOf(participant: Participant): Identification {
  if (participant.callback && participant.tel !== '') return 'sms'
  return participant.recipientId !== '' || participant.callback ? 'simple' : 'mail'
}

export function isEmbedded(participant: Participant): boolean {
  return identificationOf(participant) !== 'mail'
}

export type ParticipantFields = {
  name: string
  email: string
  organization: string
  accessCode: string
  language: Language
  advancedAuthentication: boolean
  tel: string
  recipientId: string
  callback: boolean
}

export function addParticipant(
  document: Document,
  team: Team,
  id: string,
  fields: ParticipantFields,
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  if (recipientsOf(document).length >= documentLimits.recipients) {
    return refused(document, refusal('too_many_recipients', 'email', { limit: documentLimits.recipients }))
  }
  const objection = fieldsObjection(document, team, id, fields)
  if (objection !== null) return refused(document, objection)
  const order = document.participants.length
  const { advancedAuthentication: _, ...kept } = fields
  const participant: Participant = { ...newParticipant(id, order, 'waiting'), ...kept }
  return accepted(
    { ...document, participants: [...document.participants, participant], updatedAt: now },
    { type: 'participant.added', at: now, documentId: document.id, participantId: id, order },
  )
}

export function updateParticipant(
  document: Document,
  team: Team,
  participantId: string,
  fields: Partial<ParticipantFields>,
  now: Date,
): Decision<Document> {
  const participant = recipientsOf(document).find((each) => each.id === participantId)
  if (participant === undefined) return refused(document, refusal('participant_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const { advancedAuthentication = false, ...changes } = fields
  // Whoever has a name and a way to be reached fills the place; the objections below ask for both.
  const next = { ...participant, ...changes, slot: null }
  const objection = fieldsObjection(document, team, participantId, { ...next, advancedAuthentication })
  if (objection !== null) return refused(document, objection)
  return accepted(
    { ...document, participants: replaceParticipant(document, next), updatedAt: now },
    {
      type: 'participant.updated',
      at: now,
      documentId: document.id,
      participantId,
      fields: Object.keys(fields),
    },
  )
}

/** Until the code is right the sender may correct a wrong number; older URLs end (the verb ends them). */
export function correctTel(
  document: Document,
  participantId: string,
  tel: string,
  now: Date,
): Decision<Document> {
  const participant = recipientsOf(document).find((each) => each.id === participantId)
  if (participant === undefined) return refused(document, refusal('participant_not_found'))
  if (document.status !== 'awaiting') return refused(document, refusal('not_a_draft'))
  if (identificationOf(participant) !== 'sms') return refused(document, refusal('not_a_draft'))
  if (participant.authenticatedAt !== null) return refused(document, refusal('tel_already_verified', 'tel'))
  if (!isMobileNumber(tel)) return refused(document, refusal('tel_not_mobile', 'tel'))
  return accepted(
    { ...document, participants: replaceParticipant(document, { ...participant, tel }), updatedAt: now },
    {
      type: 'participant.tel_corrected',
      at: now,
      documentId: document.id,
      participantId: participant.id,
      telEnding: endingOf(tel),
    },
  )
}

/** The sender as participant 0 of a new document. */
export function senderParticipant(
  id: string,
  member: Pick<Member, 'id' | 'email' | 'name' | 'organization'>,
): Participant {
  const { email, name, organization } = member
  return { ...newParticipant(id, 0, 'draft'), memberId: member.id, email, name, organization }
}

/** Removing a participant removes their widgets and the request for a file, and closes the gap in `order`. */
export function removeParticipant(document: Document, participantId: string, now: Date): Decision<Document> {
  if (!recipientsOf(document).some((each) => each.id === participantId)) {
    return refused(document, refusal('participant_not_found'))
  }
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const participants = document.participants
    .filter((each) => each.id !== participantId)
    .map((each, order) => ({ ...each, order }))
  const widgets = document.widgets.filter((each) => each.participantId !== participantId)
  const asked = document.attachment?.participantId === participantId ? document.attachment : null
  const attachment = asked === null ? document.attachment : null
  const removed = { type: 'participant.removed' as const, at: now, documentId: document.id, participantId }
  return accepted(
    { ...document, participants, widgets, attachment, updatedAt: now },
    ...(asked === null ? [] : [{ ...removed, type: 'attachment.removed' as const, attachmentId: asked.id }]),
    removed,
  )
}

export function newParticipant(id: string, order: number, status: ParticipantStatus): Participant {
  return {
    id,
    order,
    memberId: null,
    email: '',
    name: '',
    organization: '',
    status,
    accessCode: '',
    language: 'ja',
    tel: '',
    recipientId: '',
    callback: false,
    slot: null,
    processedAt: null,
    accessExpiresAt: null,
    authenticatedAt: null,
    viewedAt: null,
    lockedAt: null,
  }
}

export function replaceParticipant(document: Document, next: Participant): Participant[] {
  return document.participants.map((each) => (each.id === next.id ? next : each))
}

function fieldsObjection(
  document: Document,
  team: Team,
  id: string,
  fields: ParticipantFields,
): Refusal | null {
  const embedded = fields.callback || fields.recipientId !== ''
  if (fields.name === '') return refusal('field_missing', 'name')
  if (fields.advancedAuthentication) return refusal('not_offered', 'advanced_authn_request')
  if (embedded && !embeddingIsOn(team)) {
    return refusal('embedding_not_enabled', fields.callback ? 'callback' : 'recipient_id')
  }
  if (fields.email === '' && !embedded) return refusal('field_missing', 'email')
  if (fields.callback && fields.tel === '' && fields.recipientId === '')
    return refusal('field_missing', 'tel')
  if (fields.tel !== '' && !isMobileNumber(fields.tel)) return refusal('tel_not_mobile', 'tel')
  if (fields.callback && fields.tel !== '' && fields.language !== 'ja') {
    return refusal('embedding_language', 'language_code')
  }
  const email = fields.email.toLowerCase()
  const duplicate = recipientsOf(document).some(
    (each) => each.id !== id && each.email.toLowerCase() === email,
  )
  return email !== '' && duplicate ? refusal('duplicate_recipient', 'email') : null
}
