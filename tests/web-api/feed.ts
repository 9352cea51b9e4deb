import { rowsOf } from '#tests/support/concluded-once.ts'
import type { TestServer } from '#tests/support/server.ts'
import type { Caller } from './caller.ts'

export type Told = {
  id: string
  type: string
  timestamp: string
  data: { eventId: string; teamId: string; documentId?: string; [detail: string]: unknown }
}

export type Page = { events: Told[]; next: string; more: boolean }

/** One page of the feed, as a client asks for it. */
export async function pageOfFeed(caller: Caller, after = '', limit = 100): Promise<Page> {
  const { status, body } = await caller.call(
    'GET',
    `/events?after=${encodeURIComponent(after)}&limit=${limit}`,
  )
  if (status !== 200) throw new Error(`no feed: ${status} ${JSON.stringify(body)}`)
  return body
}

/** Everything behind a place, and the last place. */
export async function feedOf(
  caller: Caller,
  after = '',
  limit = 100,
): Promise<{ events: Told[]; next: string }> {
  const events: Told[] = []
  for (let place = after; ; ) {
    const page = await pageOfFeed(caller, place, limit)
    events.push(...page.events)
    place = page.next
    if (!page.more) return { events, next: place }
  }
}

/** The ids of what the trails of a team hold of these kinds. */
export async function recordedIds(server: TestServer, team: string, types: string[]): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    server,
    `select a.document_id || '-' || a.sequence as id from audit a join documents d on d.id = a.document_id
       where d.team_id = $1 and a.type = any($2)
     union all select chain || '-' || sequence from team_events where chain = $1 and type = any($2)`,
    team,
    types,
  )
  return rows.map(({ id }) => id).sort()
}

export const idsOf = (events: { id: string }[]) => events.map(({ id }) => id)

/** Each chain's events in the order of its trail. */
export function outOfOrder(events: Told[]): string[] {
  const last = new Map<string, number>()
  return idsOf(events).filter((id) => {
    const at = id.lastIndexOf('-')
    const chain = id.slice(0, at)
    const sequence = Number(id.slice(at + 1))
    const isBehind = sequence < (last.get(chain) ?? 0)
    last.set(chain, sequence)
    return isBehind
  })
}
