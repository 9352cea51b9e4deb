import { attachmentAskedOf, livingFiles } from './attachment.ts'
import { actor } from './consent.ts'
import { accepted, type Decision, refused } from './decision.ts'
import type { Document } from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import type { Transfer } from './document-parts.ts'
import { keptEmail } from './email-address.ts'
import { isBlankText } from './invisible-text.ts'
import {
  identificationOf,
  type Participant,
  type ParticipantFields,
  participantLimits,
  replaceParticipant,
} from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import { inCharge, startTurn } from './sending.ts'
import { keptFields } from './text-rules.ts'

export const transferLimits = { perParticipant: 3, message: 500 }

/** Whom a recipient passes their place to, and their words to them. */
export type TransferFields = Pick<ParticipantFields, 'name' | 'email' | 'organization' | 'language'> & {
  message: string
}

const textRules = {
  name: { printed: true },
  organization: { printed: true },
  email: { printed: true },
  message: { lines: true },
}

/** May this recipient pass their place on now? Where the sender allows it, by e-mail, in their turn, and not for ever. */
export function mayTransfer(document: Document, participant: Participant): boolean {
  return (
    document.canTransfer &&
    inCharge(document, participant.id) !== null &&
    identificationOf(participant) === 'mail' &&
    participant.transfers.length < transferLimits.perParticipant
  )
}

/** What is wrong with the fields as typed, one for each; the form shows them all. */
export function transferObjections(
  document: Document,
  participantId: string,
  fields: TransferFields,
): Refusal[] {
  const { name, email, organization, message } = fields
  const tooLong = (field: string, text: string, limit: number) =>
    [...text].length > limit ? refusal('field_too_long', field, { limit }) : null
  const missing = (field: string, text: string) =>
    isBlankText(text) ? refusal('field_missing', field) : null
  const unseen = (['name', 'organization', 'email', 'message'] as const).map((field) => {
    const kept = keptFields({ [field]: fields[field] }, { [field]: textRules[field] })
    return 'refusal' in kept ? kept.refusal : null
  })
  const first = new Map<string | undefined, Refusal>()
  const found = [
    missing('email', email),
    tooLong('email', email, participantLimits.email),
    missing('name', name),
    tooLong('name', name, participantLimits.name),
    tooLong('organization', organization, participantLimits.organization),
    tooLong('message', message, transferLimits.message),
    ...unseen,
    addressObjection(document, participantId, email),
  ]
  for (const each of found) if (each !== null && !first.has(each.field)) first.set(each.field, each)
  return [...first.values()]
}

/**
 * The recipient in charge passes their place on: from now on it is the other's, who gets ten days and a link of their own. What
 * the one before had filled in and sent in goes with them; the access code stays, and only the sender can tell it.
 */
export function transferDocument(
  document: Document,
  participantId: string,
  { id, fields }: { id: string; fields: TransferFields },
  now: Date,
): Decision<Document> {
  const participant = actor(document, participantId)
  if ('code' in participant) return refused(document, participant)
  if (!mayTransfer(document, participant)) return refused(document, refusal('transfer_not_allowed'))
  const [objection] = transferObjections(document, participantId, fields)
  if (objection !== undefined) return refused(document, objection)
  const tidy = keptFields(fields, textRules)
  if ('refusal' in tidy) return refused(document, tidy.refusal)
  const { message, ...person } = tidy.fields
  const { name, organization, email } = participant
  const transfer: Transfer = { id, name, organization, email, at: now, message: message.trim() }
  const next: Participant = {
    ...participant,
    ...person,
    authenticatedAt: null,
    viewedAt: null,
    transfers: [...participant.transfers, transfer],
  }
  const emptied = withoutEntries(document, participantId)
  const turn = startTurn(
    { ...emptied, participants: replaceParticipant(document, next), updatedAt: now },
    next,
    now,
  )
  return accepted(
    turn.next,
    ...deletions(document, participantId, now),
    { type: 'participant.transferred', at: now, documentId: document.id, participantId, transferId: id },
    ...turn.events,
  )
}

/** Who held the place while so many transfers had been made. */
export function holderAfter(
  participant: Participant,
  count: number,
): Pick<Participant, 'name' | 'organization' | 'email'> {
  const { name, organization, email } = participant.transfers[count] ?? participant
  return { name, organization, email }
}

/** A mail that was caused for somebody who has passed the place on since is not for whoever holds it now. */
export function isForFormerHolder({ transfers }: Participant, occasion: string): boolean {
  const last = transfers.at(-1)
  return last !== undefined && occasion !== '' && new Date(occasion) < last.at
}

/** Of what the one before had typed and sent in nothing is the other's. */
function withoutEntries(document: Document, participantId: string): Document {
  const { attachment } = document
  const widgets = document.widgets.map((each) =>
    each.participantId === participantId ? { ...each, input: null } : each,
  )
  if (attachment?.participantId !== participantId) return { ...document, widgets }
  const files = attachment.files.map((each) => ({ ...each, status: 'deleted' as const }))
  return { ...document, widgets, attachment: { ...attachment, files } }
}

function deletions(document: Document, participantId: string, now: Date): DocumentEvent[] {
  const asked = attachmentAskedOf(document, participantId)
  if (asked === null) return []
  return livingFiles(asked).map(({ id }) => ({
    type: 'attached_file.deleted',
    at: now,
    documentId: document.id,
    participantId,
    attachmentId: asked.id,
    attachedFileId: id,
  }))
}

/** Somebody whom a mail can reach, and nobody who takes part already: whoever consents must not be two parties by a slip. */
function addressObjection(document: Document, participantId: string, email: string): Refusal | null {
  const kept = keptEmail(email, 'email')
  if ('refusal' in kept) return kept.refusal
  if (!oneMailbox.test(kept.text)) return refusal('field_malformed', 'email')
  const address = kept.text.toLowerCase()
  const holder = document.participants.find((each) => each.email.toLowerCase() === address)
  if (holder === undefined) return null
  return refusal('transfer_address_taken', 'email', { whose: holder.id === participantId ? 'own' : 'other' })
}

/** Typed by somebody whom nobody vouches for: no comma, angle or quote that a mail server could read as more than an address. */
const oneMailbox =
  /^[^\s@<>()[\],;:"\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]*[\p{L}]$/u
