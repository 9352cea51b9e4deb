import { mayBeAsked, unapproved } from '#domain/approval.ts'
import type { Document } from '#domain/document.ts'
import { hashOfContent } from '#server/usecases/sending/request-approval.ts'
import type { ApprovalStanding } from '#web/console/making/AskForApproval.tsx'
import type { ConsoleCall } from './call.ts'

/** How a draft stands with the approval that its team wants; null where it wants none. */
export async function standingOf(
  { needs }: Pick<ConsoleCall, 'needs'>,
  document: Document,
  required: boolean,
  refused: ApprovalStanding['refused'],
): Promise<ApprovalStanding | null> {
  if (!required) return null
  const members = await needs.database.read.membersOf(document.teamId)
  const approvers = members.filter((each) => each.canSignIn && mayBeAsked(each, document))
  return {
    why: unapproved(document, hashOfContent(needs.secrets, document)),
    approvers: approvers.map(({ id, name }) => ({ id, name })),
    answeredBy: members.find(({ id }) => id === document.approval?.answeredBy)?.name ?? '',
    press: needs.random.id(),
    refused,
  }
}
