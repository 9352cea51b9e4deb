import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf, senderOf } from './document.ts'
import { refusal } from './refusal.ts'

/** `order`: every recipient by id, as they shall act. `move`: one of them, a place earlier (-1) or later (1). */
export type NewOrder = { order: string[] } | { move: string; by: -1 | 1 }

/** Recipients act in their order, one at a time; drafts may be put into another one. The sender stays before them. */
export function orderRecipients(document: Document, request: NewOrder, now: Date): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const recipients = recipientsOf(document)
  const before = recipients.map((each) => each.id)
  const ids = 'order' in request ? request.order : moved(before, request.move, request.by)
  // Somebody was added or removed on another page: nobody knows where they should stand.
  if ([...ids].sort().join() !== [...before].sort().join()) return refused(document, refusal('draft_changed'))
  if (ids.join() === before.join()) return accepted(document)
  const sorted = recipients.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const participants = [senderOf(document), ...sorted].map((each, order) => ({ ...each, order }))
  return accepted(
    { ...document, participants, updatedAt: now },
    { type: 'participants.ordered', at: now, documentId: document.id },
  )
}

/** Who stands at an end stays there; who is gone moves nobody. */
function moved(ids: string[], id: string, by: -1 | 1): string[] {
  const from = ids.indexOf(id)
  const to = from + by
  if (from < 0 || to < 0 || to >= ids.length) return ids
  return ids.toSpliced(from, 1).toSpliced(to, 0, id)
}
