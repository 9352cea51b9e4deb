import { expect, test } from 'vitest'
import { type DocumentState, outcomeOf } from './outcome.ts'

const now = new Date('2026-11-22T00:00:00Z')
const documentIn = (
  status: DocumentState['status'],
  customerStatus: DocumentState['participants'][number]['status'],
  accessExpiresAt?: string,
): DocumentState => ({
  status,
  participants: [
    { id: 's', status: 6 },
    {
      id: 'c',
      status: customerStatus,
      ...(accessExpiresAt ? { access_expires_at: accessExpiresAt } : {}),
    },
  ],
})

test.each([
  ['concluded', documentIn(2, 8)],
  ['sealing', documentIn(1, 12)],
  ['declined', documentIn(3, 9)],
  ['cancelled', documentIn(3, 10)],
  ['expired', documentIn(1, 4, '2026-11-21T00:00:00Z')],
  ['unfinished', documentIn(1, 4, '2026-11-23T00:00:00Z')],
])('the document itself tells that it is %s', (outcome, document) => {
  expect(outcomeOf(document, 'c', undefined, now)).toBe(outcome)
})

test('the address cannot talk a concluded contract out of being concluded, or into it', () => {
  expect(outcomeOf(documentIn(2, 8), 'c', 'declined', now)).toBe('concluded')
  expect(outcomeOf(documentIn(1, 4), 'c', 'concluded', now)).toBe('unfinished')
  expect(outcomeOf(documentIn(1, 4), 'c', 'declined', now)).toBe('unfinished')
})

test('a locked customer is told so while the document still awaits them', () => {
  expect(outcomeOf(documentIn(1, 4), 'c', 'locked', now)).toBe('locked')
})

test('a participant who is not in the document gets nothing', () => {
  expect(outcomeOf(documentIn(2, 8), 'x', undefined, now)).toBe('not_available')
})
