import { type Static, Type } from 'typebox'
import {
  type FeedEvent,
  type FeedPlace,
  feedCursor,
  feedMessage,
  readFeedCursor,
} from '#domain/event-feed.ts'
import { type Field, integer, malformed } from './forms.ts'
import { operation } from './operation.ts'
import { time } from './times.ts'

/** Events in one answer, unless the caller says how many. */
export const eventsPerPage = 100

const eventListAnswer = Type.Object({
  events: Type.Array(
    Type.Object({
      id: Type.String(),
      type: Type.String(),
      timestamp: time,
      // Whatever else `docs/events.md` says of the type.
      data: Type.Object(
        { eventId: Type.String(), teamId: Type.String(), documentId: Type.Optional(Type.String()) },
        { additionalProperties: true },
      ),
    }),
  ),
  next: Type.String(),
  more: Type.Boolean(),
})

/** `next` of an earlier answer; empty is "not given". */
function cursor(): Field<FeedPlace, false> {
  return {
    required: false,
    schema: Type.String({ maxLength: 229 }),
    read(given, name) {
      const text = given.trim()
      if (text === '') return { value: undefined }
      const value = readFeedCursor(text)
      return value === null
        ? malformed(name, 'the `next` of an earlier answer; leave it out to begin with the oldest event')
        : { value }
    },
  }
}

/** A page of the feed as callers see it. */
export function eventsOnWire(page: {
  events: FeedEvent[]
  next: FeedPlace
  more: boolean
}): Static<typeof eventListAnswer> {
  return { events: page.events.map(feedMessage), next: feedCursor(page.next), more: page.more }
}

export const listEventsCall = operation({
  name: 'listEvents',
  summary: { ja: 'チームの出来事を順に取得する', en: "Read the team's events in order" },
  method: 'GET',
  path: '/events',
  request: 'form',
  form: { after: cursor(), limit: integer({ least: 1, most: 1000 }) },
  answer: eventListAnswer,
})
