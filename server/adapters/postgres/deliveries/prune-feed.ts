import type { Pool } from 'pg'
import { statement } from '../connection/statements.ts'

/** So many rows go at a time, which takes milliseconds, and so many times a round for each team. */
const batch = 1_000
const batches = 50

const readers = statement<{ team: string }>(
  'feed_readers',
  'select team_id as team from feed_readers order by team_id',
)
const prune = statement<{ gone: number }>('prune_feed', 'select prune_feed($1, $2, $3) as gone')

/** Removes what was recorded in the feeds of all teams before an instant; answers how many rows went. */
export async function pruneFeeds(pool: Pool, before: Date): Promise<number> {
  let sum = 0
  for (const { team } of await readers(pool)) {
    for (let round = 0; round < batches; round++) {
      const [{ gone } = { gone: 0 }] = await prune(pool, team, before, batch)
      sum += gone
      if (gone < batch) break
    }
  }
  return sum
}
