import { type BulkSend, endIfDone } from '#domain/bulk-send.ts'
import type { BulkRow } from '../bulk-ports.ts'
import { type Ports, systemOrigin } from '../ports.ts'

type Needs = Pick<Ports, 'database' | 'clock'>

/** So many at a time; whoever dies with them in hand holds them up for this long. */
const most = 20
const handMilliseconds = 20_000

type Taken = { send: BulkSend; rows: BulkRow[]; links: BulkRow[] }

/**
 * Takes some rows of a list that runs, and links that are to go by SMS; ends the list where nothing is left. Null: there is
 * nothing to do now.
 */
export async function takeBulkRows(ports: Needs, id: string): Promise<Taken | null> {
  return ports.database.transaction(systemOrigin, async (tx) => {
    const send = await tx.bulkSends.lock(id)
    if (send === null || send.state !== 'running') return null
    const now = ports.clock.now()
    const taking = { now, until: new Date(now.getTime() + handMilliseconds), most }
    const rows = await tx.bulkSends.takeRows(id, taking)
    const links = rows.length < most && send.linkSms ? await tx.bulkSends.takeLinks(id, taking) : []
    if (rows.length + links.length > 0) return { send, rows, links }
    const counts = await tx.bulkSends.countsOf(id)
    const next = endIfDone(send, counts, now)
    if (next === send) {
      // Others have the last rows in hand, or a limit holds up the last links.
      await tx.bulkSends.putOff(id, new Date(now.getTime() + 2_000))
      return null
    }
    await tx.bulkSends.save(next)
    const count = counts.sent + counts.made
    tx.recordTeam([{ type: 'bulk_send.ended', teamId: send.teamId, at: now, bulkSendId: id, count }])
    return null
  })
}
