import { saveInputs as decideInputs, type Inputs } from '#domain/consent.ts'
import { refusal } from '#domain/refusal.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database' | 'clock' | 'press'>

/** Keeps what the recipient typed. A character that none of the seal's fonts has is refused now, by name. */
export async function saveInputs(
  ports: Needs,
  origin: Origin,
  { documentId, participantId, inputs }: { documentId: string; participantId: string; inputs: Inputs },
): Promise<void> {
  if (inputs.size === 0) return
  // Asked before the transaction: the press is another process.
  for (const [widgetId, text] of inputs) {
    const [character] = needsFonts(text) ? await ports.press.unprintable(text) : []
    if (character !== undefined) {
      throw new Refused(refusal('input_unprintable', `widget-${widgetId}`, { character }))
    }
  }
  await changeDocument(ports, origin, documentId, (document) =>
    decideInputs(document, participantId, inputs, ports.clock.now()),
  )
}

/** Plain ASCII is in every font. */
function needsFonts(text: string): boolean {
  return !/^[\x20-\x7e]*$/.test(text)
}
