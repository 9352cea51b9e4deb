import { type RecordedEvent, type StandardMessage, standardMessage } from './webhook-message.ts'

/** An event of a team with its number in the team's feed. `documentId`: null for events of the team itself. */
export type FeedEvent = {
  number: number
  event: string
  type: string
  teamId: string
  documentId: string | null
  recorded: RecordedEvent
}

/** Behind which event a reader stands; `event` is empty at the beginning. */
export type FeedPlace = { number: number; event: string }

export const feedBeginning: FeedPlace = { number: 0, event: '' }

/**
 * A place as readers keep it. It names the event besides its number, so that a place in a database that has since been
 * restored from an older copy is recognised where the number has become another event's.
 */
export function feedCursor({ number, event }: FeedPlace): string {
  return number === 0 ? '0' : `${number}.${event}`
}

/** Null for what `feedCursor` never writes. */
export function readFeedCursor(text: string): FeedPlace | null {
  if (text === '0') return feedBeginning
  const [, number, event] = /^([1-9][0-9]{0,14})\.([\x21-\x7e]{1,200})$/.exec(text) ?? []
  return number === undefined || event === undefined ? null : { number: Number(number), event }
}

/** What the feed says of an event: what webhooks say, and its id. */
export function feedMessage(told: FeedEvent): { id: string } & StandardMessage {
  return { id: told.event, ...standardMessage(told, told.recorded) }
}
