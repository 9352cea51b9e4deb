import { type ConsentRequest, giveConsent as decideConsent } from '#domain/consent.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/**
 * What happens at consent: one transaction under the document's lock. Twice at once, Back, and two devices give one
 * consent; whoever comes second is told that it is done.
 */
export async function giveConsent(
  { database, clock }: Needs,
  origin: Origin,
  { documentId, ...request }: ConsentRequest & { documentId: string },
): Promise<void> {
  const decision = await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const decision = decideConsent(document, request, clock.now())
    await tx.documents.save(decision.next)
    await tx.record(decision.facts)
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
}
