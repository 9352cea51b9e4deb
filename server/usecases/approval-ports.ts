import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'

/** What waits for approvers. */
export interface ApprovalReads {
  /** Documents that wait for this member's yes, those first that have waited longest; none for who is no approver. */
  approvalsFor(member: Member, limit: number): Promise<Document[]>
}
