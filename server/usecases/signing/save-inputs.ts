import { saveInputs as decideInputs, type Inputs } from '#domain/consent.ts'
import type { Origin, Ports } from '../ports.ts'
import { changeInSession } from './change-in-session.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

type Saving = { documentId: string; participantId: string; sessionId: string; inputs: Inputs }

/** Keeps what the recipient typed. A character that none of the seal's fonts has is refused now, by name. */
export async function saveInputs(
  ports: Needs,
  origin: Origin,
  { documentId, participantId, sessionId, inputs }: Saving,
): Promise<void> {
  if (inputs.size === 0) return
  await changeInSession(ports, origin, { documentId, sessionId }, (document, { now }) =>
    decideInputs(document, participantId, inputs, now),
  )
}
