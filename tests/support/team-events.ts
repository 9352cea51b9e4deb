import { createHash } from 'node:crypto'
import { expect } from 'vitest'
import { rowsOf } from './concluded-once.ts'
import type { TestServer } from './server.ts'

export type RecordedEvent = Record<string, unknown> & {
  type: string
  actor: string
  address: string | null
  at: string
}

/** What one chain holds (a team's by its id, or `installation`), in its order; it is computed again on the way. */
export async function eventsOf(
  server: Pick<TestServer, 'databaseUrl' | 'dataDirectory'>,
  chain: string,
): Promise<RecordedEvent[]> {
  const rows = await rowsOf<{ sequence: number; type: string; row: string; hash: string }>(
    server,
    'select sequence, type, row, hash from team_events where chain = $1 order by sequence',
    chain,
  )
  let head = '0'.repeat(64)
  return rows.map(({ sequence, type, row, hash }, index) => {
    head = createHash('sha256').update(`${head}\n${row}`).digest('hex')
    expect({ sequence, hash }).toEqual({ sequence: index + 1, hash: head })
    const event = JSON.parse(row)
    expect(event.type).toBe(type)
    return event
  })
}
