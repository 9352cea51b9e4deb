import { officeOf } from '#domain/access.ts'
import type { Member } from '#domain/member.ts'
import { lists, type OfferedList, type WhoseList } from '#web/console/documents/list-words.ts'

/** The lists that a member has: that of colleagues only by office. */
export function listsOf(member: Member): WhoseList[] {
  return lists.filter((each) => each !== 'team' || officeOf(member) !== null)
}

/** With what waits for an approver. */
export function offeredTo(member: Member): OfferedList[] {
  return [...listsOf(member), ...(member.authorities.documentApprover ? ['approvals' as const] : [])]
}
