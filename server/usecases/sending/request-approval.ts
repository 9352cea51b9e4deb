import {
  type ApprovalRequest,
  contentOfDraft,
  requestApproval as decide,
  mayBeAsked,
} from '#domain/approval.ts'
import type { Document } from '#domain/document.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'sealer' | 'mail' | 'secrets'>

type Asked = Omit<ApprovalRequest, 'content' | 'id'> & { documentId: string; press: string }

/**
 * The sender asks for a yes to the draft as it is. The approver who was named, or every one who can be asked and can sign in, gets a mail.
 * `press`: of the form that asks; sent twice it is asked once.
 */
export async function requestApproval(
  ports: Needs,
  origin: Origin,
  { documentId, press, ...asked }: Asked,
): Promise<Document> {
  const { clock, sealer, mail, secrets } = ports
  return changeDocument(ports, origin, documentId, async (document, { tx }) => {
    const members = await tx.members.ofTeam(document.teamId)
    const approvers = members.filter((each) => each.canSignIn && mayBeAsked(each, document))
    const means = { certificateEnds: sealer.validUntil, mail: mail !== null, approvers }
    const content = hashOfContent(secrets, document)
    // The sender chooses the press: of another draft it makes another request, so that a yes is never to more than its page showed.
    const requestId = secrets.keyedHash('approval', press, content)
    const { approverId } = asked
    const now = clock.now()
    const decision = decide(document, { ...asked, id: requestId, content }, means, now)
    if (decision.events.length > 0) {
      const occasion = now.toISOString()
      for (const { id: memberId } of approvers) {
        if (approverId !== null && approverId !== memberId) continue
        await tx.members.queueMail({ job: 'mail-approval', documentId, memberId, requestId, occasion })
      }
    }
    return decision
  })
}

/** By which an approval knows the draft that it is of. */
export function hashOfContent(secrets: Ports['secrets'], document: Document): string {
  return secrets.keyedHash('approval', document.id, contentOfDraft(document))
}
