import { saveInputs as decideInputs, type Inputs } from '#domain/consent.ts'
import { changeDocument } from '../change-document.ts'
import type { Origin, Ports } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Keeps what the recipient typed. A character that none of the seal's fonts has is refused now, by name. */
export async function saveInputs(
  ports: Needs,
  origin: Origin,
  { documentId, participantId, inputs }: { documentId: string; participantId: string; inputs: Inputs },
): Promise<void> {
  if (inputs.size === 0) return
  await changeDocument(ports, origin, documentId, (document) =>
    decideInputs(document, participantId, inputs, ports.clock.now()),
  )
}
