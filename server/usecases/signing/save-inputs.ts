import { saveInputs as decideInputs, type Inputs } from '#domain/consent.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'press'>

/** Keeps what the recipient typed. A character that none of the seal's fonts has is refused now, by name. */
export async function saveInputs(
  { database, clock, press }: Needs,
  origin: Origin,
  { documentId, participantId, inputs }: { documentId: string; participantId: string; inputs: Inputs },
): Promise<void> {
  // Asked before the transaction: the press is another process.
  for (const [widgetId, text] of inputs) {
    const [character] = needsFonts(text) ? await press.unprintable(text) : []
    if (character !== undefined) {
      throw new Refused(refusal('input_unprintable', `widget-${widgetId}`, { character }))
    }
  }
  const decision = await database.transaction(origin, async (tx) => {
    const document = await tx.documents.lock(documentId)
    if (document === null) throw new Refused(refusal('document_not_found'))
    const decision = decideInputs(document, participantId, inputs, clock.now())
    await tx.documents.save(decision.next)
    await tx.record(decision.facts)
    return decision
  })
  if (decision.refusal !== undefined) throw new Refused(decision.refusal)
}

/** Plain ASCII is in every font. */
function needsFonts(text: string): boolean {
  return !/^[\x20-\x7e]*$/.test(text)
}
