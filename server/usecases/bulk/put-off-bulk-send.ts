import { pauseBy } from '#domain/bulk-send.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** So often a row is tried before somebody is asked whether it shall go on. */
const mostTries = 8
const longestGapMilliseconds = 300_000

/** Something of the server's failed at a row: a while later it is tried again, and no row is given up for it. */
export async function putOffBulkSend(ports: Needs, id: string, tries: number): Promise<void> {
  await ports.database.transaction(systemOrigin, async (tx) => {
    const send = await tx.bulkSends.lock(id)
    if (send === null) return
    if (tries % mostTries === 0) return tx.bulkSends.save(pauseBy(send, 'trouble'))
    const gap = Math.min(1_000 * 2 ** (tries % mostTries), longestGapMilliseconds)
    await tx.bulkSends.putOff(id, new Date(ports.clock.now().getTime() + gap))
  })
}
