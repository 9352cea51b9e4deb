import type { Document } from './document.ts'
import { recipientsOf, senderOf } from './document.ts'
import type { Act, Participant, Revision } from './document-parts.ts'
import { blocksOf } from './recipient-group.ts'

/**
 * A draft or a template as it will be when this recipient is asked, for a look at what they will see: it is sent, whoever comes
 * before them has consented, and these are the files. It is never saved.
 */
export function asAsked(draft: Document, participantId: string, revisions: Revision[]): Document {
  const sender: Participant = { ...senderOf(draft), status: 'sent' }
  const blocks = blocksOf(recipientsOf(draft))
  const turn = blocks.findIndex((block) => block.some(({ id }) => id === participantId))
  const recipients = blocks.flatMap((block, place) =>
    block.map((each): Participant => {
      if (place === turn) return { ...each, status: 'confirming' }
      return place < turn
        ? { ...each, status: 'confirmed', processedAt: draft.updatedAt }
        : { ...each, status: 'waiting', processedAt: null }
    }),
  )
  const acts = [sendingOf(draft, revisions)]
  return { ...draft, status: 'awaiting', participants: [sender, ...recipients], acts }
}

/** The sending, as if it had been done when the draft was changed last. */
export function sendingOf(draft: Document, revisions: Revision[]): Act {
  const at = draft.updatedAt
  return { number: 0, participantId: senderOf(draft).id, at, signedAt: at, shownAct: null, revisions }
}
