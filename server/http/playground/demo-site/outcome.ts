import type { Document, Participant } from '#sdk/calls.ts'
import type { Outcome } from '#web/playground/OutcomePage.tsx'

/** What of a document tells how it stands. */
export type DocumentState = Pick<Document, 'status'> & {
  participants: Pick<Participant, 'id' | 'status' | 'access_expires_at'>[]
}

/**
 * What has become of the contract. The document decides; the `error` that came back in the address only chooses
 * the words while the document itself still awaits the customer, for anybody can type an address.
 */
export function outcomeOf(
  document: DocumentState,
  participantId: string,
  hint: string | undefined,
  now: Date,
): Outcome {
  const customer = document.participants.find((participant) => participant.id === participantId)
  if (!customer) return 'not_available'
  if (document.status === 2) return 'concluded'
  if (document.status === 3) return customer.status === 9 ? 'declined' : 'cancelled'
  if ([7, 8, 12].includes(customer.status)) return 'sealing'
  if (customer.access_expires_at && Date.parse(customer.access_expires_at) <= now.getTime()) return 'expired'
  return hint === 'locked' || hint === 'not_available' ? hint : 'unfinished'
}
