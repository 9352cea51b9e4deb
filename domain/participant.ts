import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, documentLimits, recipientsOf } from './document.ts'
import type { Participant, ParticipantStatus, RecipientLanguage } from './document-parts.ts'
import { isBlankText } from './invisible-text.ts'
import type { Member } from './member.ts'
import { endingOf, isMobileNumber } from './phone-number.ts'
import { gathered } from './recipient-group.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type Bringing, embeddingIsOn, smsSigningIsOn, type Team } from './team.ts'
import { keptFields } from './text-rules.ts'
import { normalized } from './typed-text.ts'

export type { Participant, ParticipantStatus, RecipientLanguage } from './document-parts.ts'

export const participantLimits = {
  name: 64,
  organization: 64,
  accessCode: 64,
  recipientId: 64,
  email: 254,
  groupId: 64,
}

/** A shorter access code is guessed within the fifteen tries that everybody has. Such as were set before keep working. */
const shortestAccessCode = 6

/** How a recipient is identified: SMS to the registered number, the integrating site's word, or a link by e-mail. */
export type Identification = 'sms' | 'simple' | 'mail'

export function identificationOf(participant: Participant): Identification {
  if (participant.callback && participant.tel !== '') return 'sms'
  return participant.recipientId !== '' || participant.callback ? 'simple' : 'mail'
}

export function isEmbedded(participant: Participant): boolean {
  return identificationOf(participant) !== 'mail'
}

/** They stand on the certificate, an address or a recipient id as the party's contact; an access code is typed again. */
const textRules = {
  name: { printed: true },
  organization: { printed: true },
  email: { printed: true },
  recipientId: { printed: true },
  accessCode: {},
  groupId: {},
}
const wireNames = { groupId: 'group_id', recipientId: 'recipient_id', accessCode: 'access_code' }

export type ParticipantFields = {
  name: string
  email: string
  organization: string
  accessCode: string
  language: RecipientLanguage
  advancedAuthentication: boolean
  tel: string
  recipientId: string
  callback: boolean
  groupId: string
}

export function addParticipant(
  document: Document,
  team: Team,
  id: string,
  fields: ParticipantFields,
  now: Date,
  bringing: Bringing = 'site',
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  if (recipientsOf(document).length >= documentLimits.recipients) {
    return refused(document, refusal('too_many_recipients', 'email', { limit: documentLimits.recipients }))
  }
  const tidy = keptFields(fields, textRules, wireNames)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  const objection =
    accessCodeObjection(tidy.fields.accessCode) ??
    fieldsObjection(document, { team, bringing }, id, tidy.fields)
  if (objection !== null) return refused(document, objection)
  const order = document.participants.length
  const { advancedAuthentication: _, ...kept } = tidy.fields
  const participant: Participant = { ...newParticipant(id, order, 'waiting'), ...kept }
  const participants = gathered([...document.participants, participant])
  const placed = participants.findIndex((each) => each.id === id)
  return accepted(
    { ...document, participants, updatedAt: now },
    { type: 'participant.added', at: now, documentId: document.id, participantId: id, order: placed },
  )
}

export function updateParticipant(
  document: Document,
  team: Team,
  participantId: string,
  fields: Partial<ParticipantFields>,
  now: Date,
  bringing: Bringing = 'site',
): Decision<Document> {
  const participant = recipientsOf(document).find((each) => each.id === participantId)
  if (participant === undefined) return refused(document, refusal('participant_not_found'))
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const tidy = keptFields(fields, textRules, wireNames)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  const { advancedAuthentication = false, ...changes } = tidy.fields
  // Whoever has a name and a way to be reached fills the place; the objections below ask for both.
  const next = { ...participant, ...changes, slot: null }
  const changedCode = next.accessCode === participant.accessCode ? '' : next.accessCode
  const objection =
    accessCodeObjection(changedCode) ??
    fieldsObjection(document, { team, bringing }, participantId, { ...next, advancedAuthentication })
  if (objection !== null) return refused(document, objection)
  return accepted(
    { ...document, participants: gathered(replaceParticipant(document, next)), updatedAt: now },
    {
      type: 'participant.updated',
      at: now,
      documentId: document.id,
      participantId,
      fields: Object.keys(fields),
    },
  )
}

/**
 * Until the code is right the sender may correct a wrong number; older URLs end (the verb ends them), and with them what
 * was asked for through one.
 */
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
  const next = { ...participant, tel, telRequest: null }
  return accepted(
    { ...document, participants: replaceParticipant(document, next), updatedAt: now },
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
    groupId: '',
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
    telRequest: null,
    transfers: [],
  }
}

export function replaceParticipant(document: Document, next: Participant): Participant[] {
  return document.participants.map((each) => (each.id === next.id ? next : each))
}

function accessCodeObjection(accessCode: string): Refusal | null {
  const length = [...(normalized('NFKC', accessCode, 1_000) ?? accessCode).trim()].length
  if (accessCode === '' || length >= shortestAccessCode) return null
  const expected = `${shortestAccessCode} to ${participantLimits.accessCode} characters, or empty for none`
  return refusal('field_malformed', 'access_code', { expected })
}

function fieldsObjection(
  document: Document,
  { team, bringing }: { team: Team; bringing: Bringing },
  id: string,
  fields: ParticipantFields,
): Refusal | null {
  const embedded = fields.callback || fields.recipientId !== ''
  const bySms = fields.callback && fields.tel !== ''
  if (isBlankText(fields.name)) return refusal('field_missing', 'name')
  if (fields.advancedAuthentication) return refusal('not_offered', 'advanced_authn_request')
  if (embedded && !(bySms ? smsSigningIsOn(team, bringing) : embeddingIsOn(team))) {
    return refusal('embedding_not_enabled', fields.callback ? 'callback' : 'recipient_id')
  }
  if (fields.email === '' && !embedded) return refusal('field_missing', 'email')
  if (fields.callback && fields.tel === '' && fields.recipientId === '')
    return refusal('field_missing', 'tel')
  if (fields.tel !== '' && !isMobileNumber(fields.tel)) return refusal('tel_not_mobile', 'tel')
  if (bySms && fields.language !== 'ja') {
    return refusal('embedding_language', 'language_code')
  }
  const email = fields.email.toLowerCase()
  const duplicate = recipientsOf(document).some(
    (each) => each.id !== id && each.email.toLowerCase() === email,
  )
  return email !== '' && duplicate ? refusal('duplicate_recipient', 'email') : null
}
