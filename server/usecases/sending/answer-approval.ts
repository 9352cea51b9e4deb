import { approve, sendBack } from '#domain/approval.ts'
import type { Document } from '#domain/document.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'
import { hashOfContent } from './request-approval.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'secrets'>

/** `comment` null: yes; otherwise it is sent back with it. */
type Answer = { documentId: string; memberId: string; requestId: string; comment: string | null }

/** An approver answers. Of two at once the first holds; their office is looked at under the lock. */
export async function answerApproval(
  ports: Needs,
  origin: Origin,
  { documentId, memberId, requestId, comment }: Answer,
): Promise<Document> {
  return changeDocument(ports, origin, documentId, async (document, { tx }) => {
    const member = (await tx.members.ofTeam(document.teamId)).find(({ id }) => id === memberId)
    if (member === undefined) throw new Refused(refusal('document_not_found'))
    const answer = { requestId, member, content: hashOfContent(ports.secrets, document) }
    const now = ports.clock.now()
    return comment === null ? approve(document, answer, now) : sendBack(document, { ...answer, comment }, now)
  })
}
