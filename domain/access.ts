import type { Document } from './document.ts'
import type { Member, Oversight } from './member.ts'

/**
 * What a member may do with a document. `own`: sender; writes, sees access codes. `received`: a recipient whose turn has
 * come; reads, without the sender's note. `supervised`: document administrators of the sender's team, as far as their
 * oversight reaches; reads.
 * `shared`: a template that a colleague shares; reads and clones.
 */
export type Right = 'own' | 'received' | 'supervised' | 'shared'

/** Null: not theirs. Whoever sent it owns it; a recipient reads from their turn on; administrators read their team's. */
export function rightOf(member: Member, document: Document): Right | null {
  if (document.senderId === member.id) return 'own'
  if (supervises(member, document)) return 'supervised'
  if (isSharedWith(member, document)) return 'shared'
  // A test document is nobody's but its team's.
  if (document.test && document.teamId !== member.teamId) return null
  return received(member, document) ? 'received' : null
}

/** Whose templates one may make drafts from: one's own, and those that a colleague shares. */
export function mayClone(member: Member, template: Document): boolean {
  return template.senderId === member.id || isSharedWith(member, template)
}

function isSharedWith(member: Member, document: Document): boolean {
  return document.status === 'template' && document.shared && document.teamId === member.teamId
}

function supervises(member: Member, document: Document): boolean {
  if (member.teamId !== document.teamId) return false
  const { documentAdministrator, privateDocumentAdministrator } = member.authorities
  const isOffice = document.private ? privateDocumentAdministrator : documentAdministrator
  return isOffice && oversees(member.oversight, document)
}

/** With departments an administrator's right ends at their own departments and the cabinets that are open to them. */
function oversees(oversight: Oversight, { senderId, cabinetId }: Document): boolean {
  if (oversight === 'team') return true
  const { colleagues, cabinets, everything } = oversight
  return everything || colleagues.includes(senderId) || (cabinetId !== null && cabinets.includes(cabinetId))
}

/** Addresses are compared without case. `waiting` is the one status before one's turn. */
function received(member: Member, document: Document): boolean {
  const email = member.email.toLowerCase()
  if (email === '') return false
  return document.participants.some(
    (each) => each.order > 0 && each.status !== 'waiting' && each.email.toLowerCase() === email,
  )
}
