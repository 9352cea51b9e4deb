import { accepted, type Decision, refused } from './decision.ts'
import { type Document, documentCan, recipientsOf, senderOf } from './document.ts'
import type { Participant } from './document-parts.ts'
import { refusal } from './refusal.ts'

/** Recipients of one group are asked at the same time (同時に依頼); these are all of them, in their order, oneself included. */
export function groupOf(document: Document, participant: Participant): Participant[] {
  const { groupId } = participant
  if (groupId === '') return [participant]
  return recipientsOf(document).filter((each) => each.groupId === groupId)
}

/** Is this recipient asked at the same time as somebody else? */
export function isInGroup(document: Document, participant: Participant): boolean {
  return groupOf(document, participant).length > 1
}

/** Is this recipient asked at the same time as the one before? */
export function isWithPrevious(document: Document, participant: Participant): boolean {
  const before = document.participants[participant.order - 1]
  return participant.groupId !== '' && before !== undefined && before.groupId === participant.groupId
}

/** Those of a group stand side by side, where the first of them stands; `order` follows. */
export function gathered(participants: Participant[]): Participant[] {
  const [sender, ...recipients] = participants
  const sorted = blocksOf(recipients).flat()
  return [...(sender === undefined ? [] : [sender]), ...sorted].map((each, order) =>
    each.order === order ? each : { ...each, order },
  )
}

/** Who acts together, in the order in which they act. */
export function blocksOf(recipients: Participant[]): Participant[][] {
  return [...Map.groupBy(recipients, ({ groupId, id }) => (groupId === '' ? ` ${id}` : groupId)).values()]
}

/**
 * The sender says that a recipient shall be asked at the same time as the one before, or after them. Apart, the ones behind go
 * with the recipient. `groupId`: what a new group is called.
 */
export function joinPrevious(
  document: Document,
  { participantId, joins, groupId }: { participantId: string; joins: boolean; groupId: string },
  now: Date,
): Decision<Document> {
  if (!documentCan.edit(document)) return refused(document, refusal('not_a_draft'))
  const participant = recipientsOf(document).find((each) => each.id === participantId)
  if (participant === undefined) return refused(document, refusal('participant_not_found'))
  const before = document.participants[participant.order - 1]
  if (before === undefined || before.order === 0 || joins === isWithPrevious(document, participant)) {
    return accepted(document)
  }
  const joined = before.groupId === '' ? groupId : before.groupId
  const moving = groupOf(document, participant).filter(({ order }) => joins || order >= participant.order)
  const ids = new Set([...moving.map(({ id }) => id), ...(joins ? [before.id] : [])])
  const participants = document.participants.map((each) =>
    ids.has(each.id) ? { ...each, groupId: joins ? joined : groupId } : each,
  )
  return accepted(
    { ...document, participants: withoutLoneGroups(participants), updatedAt: now },
    { type: 'participant.updated', at: now, documentId: document.id, participantId, fields: ['groupId'] },
  )
}

/** A group of one is none. */
function withoutLoneGroups(participants: Participant[]): Participant[] {
  const [sender, ...recipients] = participants
  const lone = new Set(blocksOf(recipients).flatMap((block) => (block.length === 1 ? [block[0]?.id] : [])))
  const alone = (each: Participant) =>
    lone.has(each.id) && each.groupId !== '' ? { ...each, groupId: '' } : each
  return [...(sender === undefined ? [] : [sender]), ...recipients.map(alone)]
}

/** Participants of a document whose sender stands first. */
export function withRecipients(document: Document, recipients: Participant[]): Document {
  return { ...document, participants: gathered([senderOf(document), ...recipients]) }
}
