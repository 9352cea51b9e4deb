import type { HeldKey } from '../call-key-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** Says that this try still lives. */
export async function holdCallKey(ports: Needs, held: HeldKey): Promise<void> {
  await ports.database.transaction(systemOrigin, async (tx) => tx.callKeys.queueBeat(held, ports.clock.now()))
}
