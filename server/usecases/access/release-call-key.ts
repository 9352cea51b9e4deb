import type { HeldKey } from '../call-key-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database'>

/** Gives the key back after a refusal: nothing was done. What was committed all the same stays. */
export async function releaseCallKey(ports: Needs, held: HeldKey): Promise<void> {
  await ports.database.transaction(systemOrigin, async (tx) => tx.callKeys.queueRelease(held))
}
