import type { Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'

/** What waits for this member is narrowed by who sends it, and by whether they alone were named. */
type ApprovalFilter = { senderId: string | null; named: boolean }

/** Behind this document, or from the beginning. */
type ApprovalPlace = { after: string | null; limit: number }

/** What waits for approvers. */
export interface ApprovalReads {
  /**
   * Documents that wait for this member's yes, those first that have waited longest; none for who is no approver. `next`: behind
   * which the next page begins.
   */
  approvalsFor(
    member: Member,
    filter: ApprovalFilter,
    place: ApprovalPlace,
  ): Promise<{ documents: Document[]; next: string | null }>
}
