import type { Document } from './document.ts'

/** What time it is for a document, where it is `now` for us: the clock of a test document may be ahead. */
export function timeOf({ clockAhead }: Pick<Document, 'clockAhead'>, now: Date): Date {
  return clockAhead === 0 ? now : new Date(now.getTime() + clockAhead)
}

/**
 * What the calls of a client may reach: test clients test documents, all others those that are none. A template is no
 * agreement, so a test client may read and clone the team's, but never change them.
 */
export function isWithinReach(
  client: { test: boolean },
  document: Pick<Document, 'test' | 'status'>,
  asks: 'reads' | 'writes',
): boolean {
  if (client.test === document.test) return true
  return client.test && document.status === 'template' && asks === 'reads'
}
