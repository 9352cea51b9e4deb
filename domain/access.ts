import type { Document } from './document.ts'
import type { Member, Oversight } from './member.ts'

/**
 * What a member may do with a document. `own`: sender; writes, sees access codes. `received`: a recipient whose turn has
 * come; reads, without the sender's note. `supervised`: document administrators of the sender's team, as far as their
 * oversight reaches; reads.
 * `approving`: an approver who is asked for a yes before it is sent; reads, until it is answered.
 * `shared`: a template that a colleague shares; reads and clones.
 */
export type Right = 'own' | 'received' | 'supervised' | 'shared' | 'approving'

const allowedTo = {
  /** To open it, with its files and its certificate. */
  read: ['own', 'supervised', 'approving', 'received'],
  /** To see how it came about: the whole trail, messages and mails; to take it along, and to put it into a cabinet. */
  manage: ['own', 'supervised'],
  /** To make, send, remind of, correct and cancel it. */
  change: ['own'],
} satisfies Record<string, Right[]>

/** What a right allows, in the console as in the Web API. Null, no right, allows nothing. */
export function rightAllows(right: Right | null, act: keyof typeof allowedTo): right is Right {
  const rights: (Right | null)[] = allowedTo[act]
  return rights.includes(right)
}

/** Whose documents a member oversees by office: ordinary ones, private ones, and how far. */
export type Office = { teamId: string; ordinary: boolean; private: boolean; oversight: Oversight }

/** Null: none of documents. The one source of what a member may read of colleagues, one by one and in lists. */
export function officeOf({ teamId, authorities, oversight }: Member): Office | null {
  const { documentAdministrator, privateDocumentAdministrator } = authorities
  if (!documentAdministrator && !privateDocumentAdministrator) return null
  return { teamId, ordinary: documentAdministrator, private: privateDocumentAdministrator, oversight }
}

/** Null: not theirs. Whoever sent it owns it; a recipient reads from their turn on; administrators read their team's. */
export function rightOf(member: Member, document: Document): Right | null {
  if (document.senderId === member.id) return 'own'
  if (supervises(member, document)) return 'supervised'
  if (isSharedWith(member, document)) return 'shared'
  if (isAskedToApprove(member, document)) return 'approving'
  // A test document is nobody's but its team's.
  if (document.test && document.teamId !== member.teamId) return null
  return received(member, document) ? 'received' : null
}

/** Is this member asked for a yes before the document is sent: an approver of the team, who was named or is one of all; never the sender. */
export function isAskedToApprove(member: Member, document: Document): boolean {
  const { teamId, senderId, status, approval } = document
  if (status !== 'draft' || approval?.state !== 'requested' || member.teamId !== teamId) return false
  if (!member.authorities.documentApprover || member.id === senderId) return false
  return approval.approverId === null || approval.approverId === member.id
}

/** Whose templates one may make drafts from: one's own, and those that a colleague shares. */
export function mayClone(member: Member, template: Document): boolean {
  return template.senderId === member.id || isSharedWith(member, template)
}

function isSharedWith(member: Member, document: Document): boolean {
  return document.status === 'template' && document.shared && document.teamId === member.teamId
}

function supervises(member: Member, document: Document): boolean {
  const office = officeOf(member)
  if (office === null || office.teamId !== document.teamId) return false
  return (document.private ? office.private : office.ordinary) && oversees(office.oversight, document)
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
