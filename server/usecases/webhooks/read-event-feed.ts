import { publishedEvents } from '#domain/event-catalogue.ts'
import { type FeedEvent, type FeedPlace, isPlace } from '#domain/event-feed.ts'
import type { Member } from '#domain/member.ts'
import { refusal } from '#domain/refusal.ts'
import type { Origin, Ports, Transaction } from '../ports.ts'
import { Refused } from '../refused.ts'

type Needs = Pick<Ports, 'database'>

/** `test`: a test client asks, and is told of test documents alone; any other of everything but these. */
type Asked = { teamId: string; after: FeedPlace; limit: number; test: boolean }

/** `next`: behind which event the following page begins. */
export type FeedPage = { events: FeedEvent[]; next: FeedPlace; more: boolean }

/** Steps of one call while a team's feed begins: each collects a few thousand events of before. */
const mostSteps = 5

/**
 * The events of the member's team behind a place, in the order of their numbers. Whoever administrates the team may
 * have every one of them sent to a URL, so the feed is theirs, too (ADR 0034).
 */
export async function readEventFeed(
  { database }: Needs,
  origin: Origin,
  { member, after, limit, test }: { member: Member } & Omit<Asked, 'teamId'>,
): Promise<FeedPage> {
  if (!member.authorities.teamAdministrator) throw new Refused(refusal('not_an_administrator'))
  const asked = { teamId: member.teamId, after, limit, test }
  for (let step = 0; step < mostSteps; step++) {
    const answer = await database.transaction(origin, (tx) => pageOf(tx, asked))
    if (typeof answer === 'object') return answer
    if (answer === 'unopened') {
      await database.transaction(origin, (tx) => tx.feed.open(asked.teamId, publishedEvents))
    }
  }
  return { events: [], next: after, more: true }
}

/** Only what is short of a page is numbered; a page of numbered events locks nothing. */
async function pageOf(tx: Transaction, asked: Asked): Promise<FeedPage | 'unopened' | 'collecting'> {
  // The one behind which the reader stands comes first, and one more says whether there is more.
  const { teamId, after, limit } = asked
  const most = limit + 2
  const numbered = await tx.feed.from(teamId, after.number, most)
  if (numbered.length === most) return cut(numbered, asked)
  const state = await tx.feed.fill(teamId, publishedEvents, most)
  return state === 'ready' ? cut(await tx.feed.from(teamId, after.number, most), asked) : state
}

/** What is not for the caller is passed over: their page may be short, or empty, though there is more. */
function cut(found: FeedEvent[], { after, limit, test }: Asked): FeedPage {
  const [first] = found
  const begins = after.number === 0
  // Numbers have no gaps but where their rows were removed, the first ones first.
  if (!begins && first !== undefined && first.number > after.number) {
    throw new Refused(refusal('feed_place_pruned', 'after'))
  }
  if (!begins && !isPlace(first, after)) {
    throw new Refused(refusal('feed_place_unknown', 'after'))
  }
  const behind = begins ? found : found.slice(1)
  const page = behind.slice(0, limit)
  const events = page.filter(({ recorded }) => (recorded.test === true) === test)
  return { events, next: page.at(-1) ?? after, more: behind.length > limit }
}
