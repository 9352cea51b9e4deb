import { saveInputs as decideInputs, type Inputs } from '#domain/consent.ts'
import { changeDocument } from '../change-document.ts'
import type { HeldSession, Origin, Ports } from '../ports.ts'
import { refuseDeadSession } from './refuse-ended.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

type Saving = { documentId: string; participantId: string; sessionId: string; inputs: Inputs }

/** Keeps what the recipient typed. A character that none of the seal's fonts has is refused now, by name. */
export async function saveInputs(
  ports: Needs,
  origin: Origin,
  { documentId, participantId, sessionId, inputs }: Saving,
): Promise<void> {
  if (inputs.size === 0) return
  await changeDocument<HeldSession | null>(
    ports,
    origin,
    documentId,
    (document, { beside: session }) => {
      const now = ports.clock.now()
      refuseDeadSession(session, now)
      return decideInputs(document, participantId, inputs, now)
    },
    (tx) => tx.sessions.lock(sessionId),
  )
}
