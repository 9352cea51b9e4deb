import type { HeldKey } from '../call-key-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database'>

/** Keeps what was answered, for whoever asks again under this key. */
export async function keepCallAnswer(
  ports: Needs,
  request: { held: HeldKey; fingerprint: string; answer: { status: number; body: string } },
): Promise<void> {
  const { held, fingerprint, answer } = request
  await ports.database.transaction(systemOrigin, async (tx) =>
    tx.callKeys.queueAnswer(held, fingerprint, answer),
  )
}
