import { type RecordedEvent, type StandardMessage, standardMessage } from './webhook-message.ts'

/**
 * An event of a team with its number in the team's feed. `documentId`: null for events of the team itself. `mark`: the
 * beginning of the hash of what was recorded.
 */
export type FeedEvent = {
  number: number
  event: string
  mark: string
  type: string
  teamId: string
  documentId: string | null
  recorded: RecordedEvent
}

/** Behind which event a reader stands; `event` and `mark` are empty at the beginning. */
export type FeedPlace = Pick<FeedEvent, 'number' | 'event' | 'mark'>

export const feedBeginning: FeedPlace = { number: 0, event: '', mark: '' }

/**
 * A place as readers keep it. It names the event and its mark besides the number, so that a place in a database that has
 * since been restored from an older copy is recognised where the number, or the id too, has become another event's.
 */
export function feedCursor({ number, event, mark }: FeedPlace): string {
  return number === 0 ? '0' : `${number}.${event}.${mark}`
}

/** Is it the same place in the same past? */
export function isPlace(one: FeedPlace | undefined, other: FeedPlace): boolean {
  return one !== undefined && feedCursor(one) === feedCursor(other)
}

/** Null for what `feedCursor` never writes. */
export function readFeedCursor(text: string): FeedPlace | null {
  if (text === '0') return feedBeginning
  const [, number, event, mark] =
    /^([1-9][0-9]{0,14})\.([\x21-\x7e]{1,200})\.([0-9a-f]{12})$/.exec(text) ?? []
  return number === undefined || event === undefined || mark === undefined
    ? null
    : { number: Number(number), event, mark }
}

/** What the feed says of an event: what webhooks say, and its id. */
export function feedMessage(told: FeedEvent): { id: string } & StandardMessage {
  return { id: told.event, ...standardMessage(told, told.recorded) }
}
