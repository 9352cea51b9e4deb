import type { Document } from './document.ts'
import type { Member } from './member.ts'

/**
 * What a member may do with a document. `own`: sender; writes, sees access codes. `received`: a recipient whose turn has
 * come; reads, without the sender's note. `supervised`: document administrators of the sender's team; reads.
 */
export type Right = 'own' | 'received' | 'supervised'

/** Null: not theirs. Whoever sent it owns it; a recipient reads from their turn on; administrators read their team's. */
export function rightOf(member: Member, document: Document): Right | null {
  if (document.senderId === member.id) return 'own'
  if (supervises(member, document)) return 'supervised'
  return received(member, document) ? 'received' : null
}

function supervises(member: Member, document: Document): boolean {
  if (member.teamId !== document.teamId) return false
  const { documentAdministrator, privateDocumentAdministrator } = member.authorities
  return document.private ? privateDocumentAdministrator : documentAdministrator
}

/** Addresses are compared without case. `waiting` is the one status before one's turn. */
function received(member: Member, document: Document): boolean {
  const email = member.email.toLowerCase()
  if (email === '') return false
  return document.participants.some(
    (each) => each.order > 0 && each.status !== 'waiting' && each.email.toLowerCase() === email,
  )
}
