import { accepted, type Decision, refused } from './decision.ts'
import {
  type Document,
  type DocumentFields,
  documentCan,
  documentLimits,
  documentTextRules,
  senderOf,
} from './document.ts'
import type { DocumentEvent } from './document-event.ts'
import type { File } from './file.ts'
import { isBlankText } from './invisible-text.ts'
import type { Member } from './member.ts'
import { newParticipant, type Participant, senderParticipant } from './participant.ts'
import { refusal } from './refusal.ts'
import type { Team } from './team.ts'
import { type KeptText, keptFields, keptText } from './text-rules.ts'
import type { Widget } from './widget.ts'

/** For everything of a document that has an id: the id that its copy gets. */
export type CopyIds = ReadonlyMap<string, string>

/** Where the bytes of the copies lie, by the id of the file that was copied. */
export type CopiedBytes = ReadonlyMap<string, string>

export type TemplateFields = {
  title: string
  /** Recipients whose place is left open for somebody else each time. */
  slots: ReadonlySet<string>
}

/** Every id that a copy needs anew, in order: given ascending new ones, the copy keeps the order. */
export function idsToCopy(document: Document): string[] {
  const parts = [document.participants, document.files, document.widgets, document.reportees]
  const attachment = document.attachment === null ? [] : [document.attachment.id]
  return [document.id, ...parts.flatMap((each) => each.map(({ id }) => id)), ...attachment]
}

/**
 * A draft made from a template: the caller is participant 0 and gets the sender's widgets; what the caller says wins.
 * Access codes come along only where the caller set them: they are told to nobody else. `test`: a test client makes it.
 */
export function cloneTemplate(
  template: Document,
  caller: Member,
  team: Team,
  copy: { ids: CopyIds; bytes: CopiedBytes; test?: boolean },
  fields: Partial<DocumentFields>,
  now: Date,
): Decision<Document> {
  if (!documentCan.clone(template)) return refused(template, refusal('not_a_template', 'template_id'))
  const said = keptFields(fields, documentTextRules)
  if ('refusal' in said) return refused(template, said.refusal)
  const own = template.senderId === caller.id
  const recipients = template.participants
    .slice(1)
    .map((each) => copiedRecipient(each, copy.ids, own ? each.accessCode : ''))
  const sender = senderParticipant(copied(copy.ids, senderOf(template).id), caller)
  const parts = copiedParts(template, copy.ids, copy.bytes)
  const document: Document = {
    ...emptied(template, now),
    ...parts,
    ...said.fields,
    id: copied(copy.ids, template.id),
    senderId: caller.id,
    test: template.test || copy.test === true,
    status: 'draft',
    participants: [sender, ...recipients],
    attachment: team.recipientUploads ? parts.attachment : null,
  }
  if (document.private && !team.privateDocuments) {
    return refused(template, refusal('private_not_allowed', 'private'))
  }
  return accepted(document, {
    type: 'document.cloned',
    at: now,
    documentId: document.id,
    templateId: template.id,
    files: hashesOf(document.files),
  })
}

/**
 * A template made from a document, which stays as it is. Open places are numbered from 1 in order. Of a draft the others are kept
 * whole; of what was sent nobody is kept: every recipient's place is open, and whoever was told of the outcome is told no more.
 */
export function saveAsTemplate(
  draft: Document,
  copy: { ids: CopyIds; bytes: CopiedBytes },
  { title, slots }: TemplateFields,
  now: Date,
): Decision<Document> {
  if (!documentCan.saveAsTemplate(draft)) return refused(draft, refusal('not_a_draft'))
  const kept = keptTitle(title)
  if ('refusal' in kept) return refused(draft, kept.refusal)
  const wasSent = draft.status !== 'draft'
  let number = 0
  const participants = draft.participants.map((each) => {
    if (each.order === 0) return makerOf(copied(copy.ids, each.id), each)
    const isSlot = wasSent || each.slot !== null || slots.has(each.id)
    return isSlot
      ? openPlace(copied(copy.ids, each.id), each, ++number)
      : copiedRecipient(each, copy.ids, each.accessCode)
  })
  const parts = copiedParts(draft, copy.ids, copy.bytes)
  const template: Document = {
    ...emptied(draft, now),
    ...parts,
    reportees: wasSent ? [] : parts.reportees,
    id: copied(copy.ids, draft.id),
    status: 'template',
    sealing: null,
    archives: [],
    title: kept.text,
    participants,
  }
  return accepted(template, {
    type: 'template.saved',
    at: now,
    documentId: template.id,
    draftId: draft.id,
    slots: number,
    files: hashesOf(template.files),
  })
}

/**
 * A new draft with the files, people and fields of a document of one's own, whatever became of it: what was filled in, done or
 * signed stays with that one. Of a place that was passed on, whoever holds it now comes along.
 */
export function duplicateDocument(
  source: Document,
  sender: Member,
  team: Team,
  copy: { ids: CopyIds; bytes: CopiedBytes },
  now: Date,
): Decision<Document> {
  if (!documentCan.duplicate(source)) return refused(source, refusal('form_stale'))
  const recipients = source.participants
    .slice(1)
    .map((each) => copiedRecipient(each, copy.ids, each.accessCode))
  const parts = copiedParts(source, copy.ids, copy.bytes)
  const draft: Document = {
    ...emptied(source, now),
    ...parts,
    id: copied(copy.ids, source.id),
    status: 'draft',
    sealing: null,
    archives: [],
    private: source.private && team.privateDocuments,
    participants: [senderParticipant(copied(copy.ids, senderOf(source).id), sender), ...recipients],
    attachment: team.recipientUploads ? parts.attachment : null,
  }
  return accepted(draft, {
    type: 'document.duplicated',
    at: now,
    documentId: draft.id,
    sourceId: source.id,
    files: hashesOf(draft.files),
  })
}

/** To the whole team, or back to its maker alone. Saying it twice changes nothing. */
export function shareTemplate(template: Document, shared: boolean, now: Date): Decision<Document> {
  if (!documentCan.changeTemplate(template)) return refused(template, refusal('not_a_template'))
  if (template.shared === shared) return accepted(template)
  const type = shared ? 'template.shared' : 'template.unshared'
  return accepted({ ...template, shared, updatedAt: now }, { type, at: now, documentId: template.id })
}

export function renameTemplate(template: Document, title: string, now: Date): Decision<Document> {
  if (!documentCan.changeTemplate(template)) return refused(template, refusal('not_a_template'))
  const kept = keptTitle(title)
  if ('refusal' in kept) return refused(template, kept.refusal)
  if (template.title === kept.text) return accepted(template)
  return accepted(
    { ...template, title: kept.text, updatedAt: now },
    { type: 'template.renamed', at: now, documentId: template.id },
  )
}

/** What was made from it stays. The template itself is the last state: the verb removes it. */
export function deleteTemplate(template: Document, now: Date): Decision<Document> {
  if (!documentCan.changeTemplate(template)) return refused(template, refusal('not_a_template'))
  return accepted(template, { type: 'template.deleted', at: now, documentId: template.id })
}

/** A template is found by its title, so it has one. */
function keptTitle(title: string): KeptText {
  if (isBlankText(title)) return { refusal: refusal('field_missing', 'title') }
  const limit = documentLimits.title
  if ([...title].length > limit) return { refusal: refusal('field_too_long', 'title', { limit }) }
  return keptText(title, 'title', documentTextRules.title)
}

/** What only becomes of a document later, or belongs to one alone. */
function emptied(document: Document, now: Date): Document {
  return {
    ...document,
    sentAt: null,
    concludedAt: null,
    createdAt: now,
    updatedAt: now,
    declineComment: '',
    acts: [],
    certificate: null,
    clockAhead: 0,
    shared: false,
    cabinetId: null,
    reminding: null,
    otherReminding: [],
    approval: null,
  }
}

function copiedParts(document: Document, ids: CopyIds, bytes: CopiedBytes) {
  const files = document.files.map(
    (each): File => ({ ...each, id: copied(ids, each.id), storageKey: copied(bytes, each.id) }),
  )
  const sender = senderOf(document).id
  const widgets = document.widgets.map(
    (each): Widget => ({
      ...each,
      // What a recipient gave stays theirs.
      ...(each.participantId !== sender && each.filled && { text: '', filled: false }),
      id: copied(ids, each.id),
      participantId: copied(ids, each.participantId),
      fileId: copied(ids, each.fileId),
      input: null,
    }),
  )
  const reportees = document.reportees.map((each) => ({ ...each, id: copied(ids, each.id) }))
  const { attachment: asked } = document
  const attachment =
    asked === null
      ? null
      : { ...asked, id: copied(ids, asked.id), participantId: copied(ids, asked.participantId), files: [] }
  return { files, widgets, reportees, attachment }
}

function copiedRecipient(recipient: Participant, ids: CopyIds, accessCode: string): Participant {
  const { id, order, email, name, organization, language, tel, recipientId, callback, slot } = recipient
  const kept = {
    groupId: recipient.groupId,
    email,
    name,
    organization,
    accessCode,
    language,
    tel,
    recipientId,
    callback,
    slot,
  }
  return { ...newParticipant(copied(ids, id), order, 'waiting'), ...kept }
}

/** The sender, of whom nothing is kept but who they are. */
function makerOf(id: string, { memberId, email, name, organization }: Participant): Participant {
  return { ...newParticipant(id, 0, 'draft'), memberId, email, name, organization }
}

/** Who it is, and how they are identified, is said when the place is filled; in what language is kept. */
function openPlace(id: string, { order, groupId, language }: Participant, slot: number): Participant {
  return { ...newParticipant(id, order, 'waiting'), groupId, language, slot }
}

function copied(of: ReadonlyMap<string, string>, id: string): string {
  const found = of.get(id)
  if (found === undefined) throw new Error(`nothing was prepared for the copy of ${id}`)
  return found
}

function hashesOf(files: File[]): Extract<DocumentEvent, { type: 'template.saved' }>['files'] {
  return files.map(({ id, sha256 }) => ({ fileId: id, sha256 }))
}
