import { contactsOf } from '#domain/contact.ts'
import { refused } from '#domain/decision.ts'
import type { Document } from '#domain/document.ts'
import { sightOfDraft } from '#domain/draft-sight.ts'
import { type Refusal, refusal } from '#domain/refusal.ts'
import { sendDocument } from '#domain/sending.ts'
import { sendingObjections } from '#domain/sending-objections.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { hashOfContent } from './request-approval.ts'

type Tools = Pick<Ports, 'sealer' | 'mail' | 'clock'>

type Needs = Pick<Ports, 'database' | 'secrets'> & Tools

/**
 * Freezes a draft and gives the first recipient their turn. `seen`: the draft as its sender looked it through. `remembers`: its
 * recipients join the sender's address book, where the team has them.
 */
export async function sendDraft(
  ports: Needs,
  origin: Origin,
  request: { documentId: string; seen?: string; remembers?: Pick<Ports, 'random'> },
): Promise<Document> {
  const { seen, remembers } = request
  return changeDocument(ports, origin, request.documentId, async (document, { tx }) => {
    const { reminderPlan: reminders, approvalRequired, addressBook } = await tx.teams.get(document.teamId)
    if (document.status === 'draft' && seen !== undefined && seen !== sightOfDraft(document, reminders)) {
      return refused(document, refusal('draft_changed'))
    }
    const approval = {
      required: approvalRequired,
      content: approvalRequired ? hashOfContent(ports.secrets, document) : '',
    }
    const now = ports.clock.now()
    const sent = sendDocument(document, { ...meansOf(ports), reminders, approval }, now)
    if (remembers !== undefined && addressBook && !document.test && sent.refusal === undefined) {
      const people = contactsOf(document).map((each) => ({ ...each, id: remembers.random.id() }))
      await tx.contacts.remember(document.senderId, people, now)
    }
    return sent
  })
}

/** What stands in the way of sending this draft now. */
export function whatHindersSending(tools: Tools, document: Document): Refusal[] {
  return sendingObjections(document, meansOf(tools), tools.clock.now())
}

/** What an installation has for sending. */
export function meansOf({ sealer, mail }: Omit<Tools, 'clock'>) {
  return { certificateEnds: sealer.validUntil, mail: mail !== null }
}
