import { accepted, type Decision, refused } from './decision.ts'
import { type Document, newDocument } from './document.ts'
import type { File } from './file.ts'
import { isBlankText } from './invisible-text.ts'
import type { Member } from './member.ts'
import { senderParticipant } from './participant.ts'
import { type Refusal, refusal } from './refusal.ts'
import type { Team } from './team.ts'
import { keptText } from './text-rules.ts'

/** Characters before `.pdf`. */
const importedNameLimit = 64

/** Null when the member may import documents that were concluded elsewhere. */
export function importObjection(member: Member, team: Team): Refusal | null {
  return member.authorities.documentAdministrator && team.importsEnabled
    ? null
    : refusal('import_not_allowed')
}

/** Null when it may be the name of an imported file: something before `.pdf`, and not too much. */
function importedNameObjection(name: string): Refusal | null {
  const kept = keptText(name, 'name')
  if ('refusal' in kept) return kept.refusal
  const [, stem = ''] = /^(.*)\.pdf$/isu.exec(name) ?? []
  if (!isBlankText(stem) && [...stem].length <= importedNameLimit) return null
  const expected = `1 to ${importedNameLimit} characters, not only blanks, and then .pdf`
  return refusal('field_malformed', 'name', { expected })
}

/** Null when the document may be put there. `open`: the cabinets that the member may open. */
export function cabinetObjection(
  team: Team,
  cabinetId: string | null,
  open: { id: string }[],
): Refusal | null {
  if (!team.departmentsEnabled) return cabinetId === null ? null : refusal('field_not_allowed', 'cabinet_id')
  if (cabinetId === null) return refusal('field_missing', 'cabinet_id')
  return open.some(({ id }) => id === cabinetId) ? null : refusal('cabinet_not_available', 'cabinet_id')
}

/** A document that was concluded elsewhere: final from the beginning, its one file kept as it is. */
export function importDocument(
  ids: { id: string; participantId: string },
  importer: { member: Member; team: Team; test: boolean },
  file: Omit<File, 'order'>,
  cabinetId: string | null,
  now: Date,
): Decision<Document> {
  const { member, team } = importer
  const sender = senderParticipant(ids.participantId, member)
  const belonging = { id: ids.id, teamId: team.id, senderId: member.id, test: importer.test }
  const draft = newDocument(belonging, sender, { title: file.name }, now)
  const objection = importObjection(member, team) ?? importedNameObjection(file.name)
  if (objection !== null) return refused(draft, objection)
  const document: Document = {
    ...draft,
    status: 'imported',
    participants: [{ ...sender, status: 'sent', processedAt: now }],
    files: [{ ...file, order: 0 }],
    cabinetId,
  }
  const { id: fileId, sha256, bytes, pages } = file
  const event = { type: 'document.imported', fileId, sha256, bytes, pages: pages.length } as const
  return accepted(document, { ...event, at: now, documentId: document.id })
}
