import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf } from './document.ts'
import type { Approval } from './document-parts.ts'
import { isBlankText } from './invisible-text.ts'
import type { Member } from './member.ts'
import { type Refusal, refusal } from './refusal.ts'
import { type OperatorMeans, sendingObjections } from './sending-objections.ts'
import { keptText } from './text-rules.ts'

const approvalLimits = { comment: 1000 }

/**
 * Everything of a draft that its recipients get or that decides who they are and how they are asked, as one text. What was approved
 * is known by a keyed hash of it, so that nothing else can be sent. Not in it: notes, cabinets and what only the sender sees.
 */
export function contentOfDraft(draft: Document): string {
  const { title, message, canTransfer, files, widgets, reportees, attachment, reminders } = draft
  return JSON.stringify([
    [title, message, canTransfer, draft.private, reminders],
    files.map(({ id, name, sha256 }) => [id, name, sha256]),
    recipientsOf(draft).map((each) => [
      ...[each.id, each.name, each.organization, each.email, each.tel, each.recipientId],
      ...[each.callback, each.accessCode, each.language, each.groupId],
    ]),
    widgets.map((each) => [
      ...[each.id, each.kind, each.participantId, each.fileId, each.page, each.x, each.y, each.w, each.h],
      ...[each.fontSize, each.text, each.label, each.required],
    ]),
    reportees.map((each) => [each.name, each.organization, each.email]),
    attachment === null ? null : [attachment.participantId, attachment.description, attachment.required],
  ])
}

/** Does the team want a yes before anything is sent, and which hash has the draft as it is? */
export type ApprovalMeans = { required: boolean; content: string }

/** Why a draft is not approved as it is. `changed`: it was, and then something was changed. */
export type Unapproved = 'none' | 'requested' | 'returned' | 'changed'

/** Null: approved as it is. */
export function unapproved({ approval }: Pick<Document, 'approval'>, content: string): Unapproved | null {
  if (approval === null) return 'none'
  if (approval.state === 'returned') return 'returned'
  if (approval.content !== content) return 'changed'
  return approval.state === 'approved' ? null : 'requested'
}

/** What stands in the way of sending where the team wants an approval. */
export function approvalObjection(document: Document, { required, content }: ApprovalMeans): Refusal | null {
  const why = required ? unapproved(document, content) : null
  return why === null ? null : refusal('approval_missing', undefined, { why })
}

/** Who can be asked: approvers of the team, never the sender of the document. */
export function mayBeAsked(
  member: Member,
  { teamId, senderId }: Pick<Document, 'teamId' | 'senderId'>,
): boolean {
  const isApprover = member.authorities.documentApprover && !member.disabled
  return isApprover && member.teamId === teamId && member.id !== senderId
}

/** `id`: another draft has another one, so that an answer to it answers what its page showed. */
export type ApprovalRequest = { id: string; approverId: string | null; comment: string; content: string }

/**
 * The sender asks for a yes to the draft as it is, which lacks nothing. `approvers`: who can be asked. A newer request takes the place
 * of one before.
 */
export function requestApproval(
  document: Document,
  { id, approverId, comment, content }: ApprovalRequest,
  { approvers, ...means }: OperatorMeans & { approvers: Member[] },
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  // Pressed twice: it is asked once.
  if (document.approval?.id === id) return accepted(document)
  const [objection] = sendingObjections(document, means, now)
  if (objection !== undefined) return refused(document, objection)
  if (approvers.length === 0) return refused(document, refusal('no_approver'))
  if (approverId !== null && !approvers.some((each) => each.id === approverId)) {
    return refused(document, refusal('no_approver', 'approver'))
  }
  const kept = keptComment(comment)
  if ('refusal' in kept) return refused(document, kept.refusal)
  const approval: Approval = {
    ...{ id, state: 'requested', content, approverId, comment: kept.text, askedAt: now },
    ...{ answeredBy: null, answeredAt: null, answer: '' },
  }
  return accepted(
    { ...document, approval },
    {
      type: 'approval.requested',
      at: now,
      documentId: document.id,
      requestId: id,
      ...(approverId === null ? {} : { approverId }),
    },
  )
}

/** `requestId`: the request that the page showed. `content`: the draft as it is now. */
export type ApprovalAnswer = { requestId: string; member: Member; content: string }

/** The yes holds for what was asked for, and for nothing else. */
export function approve(document: Document, answer: ApprovalAnswer, now: Date): Decision<Document> {
  const found = answerable(document, answer)
  if ('code' in found) return refused(document, found)
  const { member } = answer
  const approval: Approval = { ...found, state: 'approved', answeredBy: member.id, answeredAt: now }
  return accepted(
    { ...document, approval },
    { type: 'approval.given', at: now, documentId: document.id, requestId: found.id },
  )
}

/** Back to the sender, with what is to be mended. */
export function sendBack(
  document: Document,
  { comment, ...answer }: ApprovalAnswer & { comment: string },
  now: Date,
): Decision<Document> {
  const found = answerable(document, answer)
  if ('code' in found) return refused(document, found)
  if (isBlankText(comment)) return refused(document, refusal('field_missing', 'comment'))
  const kept = keptComment(comment)
  if ('refusal' in kept) return refused(document, kept.refusal)
  const approval: Approval = {
    ...found,
    ...{ state: 'returned', answeredBy: answer.member.id, answeredAt: now, answer: kept.text },
  }
  return accepted(
    { ...document, approval },
    { type: 'approval.returned', at: now, documentId: document.id, requestId: found.id },
  )
}

/** The request that this member may answer now; else why not. */
function answerable(document: Document, { requestId, member, content }: ApprovalAnswer): Approval | Refusal {
  const { approval } = document
  if (approval === null || !documentCan.edit(document)) return refusal('approval_over')
  if (!mayBeAsked(member, document)) return refusal('document_not_found')
  if (approval.approverId !== null && approval.approverId !== member.id) return refusal('document_not_found')
  if (approval.id !== requestId || approval.state !== 'requested') return refusal('approval_over')
  return approval.content === content ? approval : refusal('approval_over', undefined, { why: 'changed' })
}

function keptComment(comment: string): { text: string } | { refusal: Refusal } {
  const limit = approvalLimits.comment
  if ([...comment].length > limit) return { refusal: refusal('field_too_long', 'comment', { limit }) }
  const kept = keptText(comment, 'comment', { lines: true })
  return 'refusal' in kept ? kept : { text: kept.text.trim() }
}
