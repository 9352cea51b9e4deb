import { type Document, recipientsOf } from './document.ts'
import { identificationOf, type Participant } from './participant.ts'
import { inCharge, whoseTurn } from './sending.ts'

/** How far somebody is with the consent URL that they were given, as whoever gave it may see. */
export type HandedState = 'waiting' | 'opened' | 'matched' | 'identified' | 'consented' | 'ended'

type Told = { type: string; at: Date; detail: Record<string, unknown> }

/**
 * `since`: when the URL was given; what happened before is about another one. `opened`: it was opened since then. `told`: the
 * trail of the document.
 */
export function handedState(
  document: Document,
  participantId: string,
  { since, opened, told }: { since: Date; opened: boolean; told: readonly Told[] },
): HandedState {
  const person = recipientsOf(document).find(({ id }) => id === participantId)
  if (person === undefined) return 'ended'
  if (['signing', 'confirmed', 'filled'].includes(person.status)) return 'consented'
  if (inCharge(document, participantId) === null || person.lockedAt !== null) return 'ended'
  if (person.authenticatedAt !== null && person.authenticatedAt >= since) return 'identified'
  const matched = told.some(
    ({ type, at, detail }) => type === 'tel.matched' && at >= since && detail.participantId === participantId,
  )
  if (matched) return 'matched'
  return opened ? 'opened' : 'waiting'
}

/** Who are to be handed a consent URL now: of those whose turn it is, whoever gets no mail and comes from no site. */
export function toBeHanded(document: Document): Participant[] {
  return whoseTurn(document).filter((each) => identificationOf(each) === 'sms' && each.lockedAt === null)
}
