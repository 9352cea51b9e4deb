import type { Pool, PoolClient } from 'pg'
import type { Connection } from './statements.ts'

/** As many statements may wait on one line before another is opened. */
const depth = 8

type Line = { client: Promise<PoolClient>; pending: number }

/**
 * Short reads of many requests share few connections: what is asked while an earlier answer is under way goes out behind
 * it, in one write with whatever else was asked in the same turn. A connection each would wake a sleeping process for
 * every statement, which costs more than the statement. For statements that take microseconds: a slow one would hold up
 * those behind it. Statements of one line do not see each other; each is its own transaction.
 */
export function sharedConnections(pool: Pool, most: number): Connection {
  const shared: Line[] = []

  function lineForOneMore(): Line {
    const free = shared.find((line) => line.pending < depth)
    if (free !== undefined) return free
    if (shared.length >= most) return shared.reduce((a, b) => (b.pending < a.pending ? b : a))
    const line = { client: pool.connect(), pending: 0 }
    shared.push(line)
    return line
  }

  /** A line lives as long as something is under way on it. */
  function leave(line: Line, client: PoolClient | null, broken?: Error): void {
    line.pending -= 1
    if (broken !== undefined) drop(line)
    if (line.pending > 0) return
    drop(line)
    client?.release(broken)
  }

  function drop(line: Line): void {
    const index = shared.indexOf(line)
    if (index >= 0) shared.splice(index, 1)
  }

  return {
    async query(query) {
      const line = lineForOneMore()
      line.pending += 1
      let client: PoolClient | null = null
      try {
        client = await line.client
        const answer = await client.query(query)
        leave(line, client)
        return answer
      } catch (error) {
        leave(line, client, error as Error)
        throw error
      }
    },
  }
}
