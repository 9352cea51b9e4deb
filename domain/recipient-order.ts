import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf } from './document.ts'
import { blocksOf, withRecipients } from './recipient-group.ts'
import { refusal } from './refusal.ts'

/**
 * `order`: every recipient by id, as they shall act. `move`: one of them, with whom they are asked at the same time, a place
 * earlier (-1) or later (1).
 */
export type NewOrder = { order: string[] } | { move: string; by: -1 | 1 }

/** Recipients act in their order, those of one group at the same time; drafts may be put into another one. The sender stays before them. */
export function orderRecipients(document: Document, request: NewOrder, now: Date): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const recipients = recipientsOf(document)
  const before = recipients.map((each) => each.id)
  const ids = 'order' in request ? request.order : moved(document, request.move, request.by)
  // Somebody was added or removed on another page: nobody knows where they should stand.
  if ([...ids].sort().join() !== [...before].sort().join()) return refused(document, refusal('draft_changed'))
  const sorted = recipients.toSorted((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id))
  const next = withRecipients(document, sorted)
  if (recipientsOf(next).every((each, place) => each.id === before[place])) return accepted(document)
  return accepted(
    { ...next, updatedAt: now },
    { type: 'participants.ordered', at: now, documentId: document.id },
  )
}

/** Who stands at an end stays there; who is gone moves nobody. */
function moved(document: Document, id: string, by: -1 | 1): string[] {
  const blocks = blocksOf(recipientsOf(document)).map((block) => block.map((each) => each.id))
  const from = blocks.findIndex((block) => block.includes(id))
  const to = from + by
  const [block] = blocks.slice(from, from + 1)
  if (from < 0 || to < 0 || to >= blocks.length || block === undefined) return blocks.flat()
  return blocks.toSpliced(from, 1).toSpliced(to, 0, block).flat()
}
