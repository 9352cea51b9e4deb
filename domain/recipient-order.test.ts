import { expect, test } from 'vitest'
import { type Document, newDocument, recipientsOf } from './document.ts'
import { newParticipant } from './participant.ts'
import { type NewOrder, orderRecipients } from './recipient-order.ts'

const now = new Date('2026-11-30T05:00:00Z')
const draft: Document = {
  ...newDocument({ id: 'd', teamId: 't', senderId: 'm' }, newParticipant('s', 0, 'draft'), {}, now),
  participants: ['s', 'a', 'b', 'c'].map((id, order) => newParticipant(id, order, 'waiting')),
}
const after = (request: NewOrder, document = draft) => orderRecipients(document, request, now)
const idsOf = (document: Document) => recipientsOf(document).map(({ id }) => id)

test.each<[NewOrder, string[]]>([
  [{ order: ['c', 'a', 'b'] }, ['c', 'a', 'b']],
  [{ move: 'c', by: -1 }, ['a', 'c', 'b']],
  [{ move: 'a', by: 1 }, ['b', 'a', 'c']],
  [{ move: 'a', by: -1 }, ['a', 'b', 'c']],
  [{ move: 'c', by: 1 }, ['a', 'b', 'c']],
  [{ move: 'gone', by: 1 }, ['a', 'b', 'c']],
])('%j puts the recipients into the order %j', (request, ids) => {
  const { next } = after(request)
  expect(idsOf(next)).toEqual(ids)
  expect(next.participants.map(({ order }) => order)).toEqual([0, 1, 2, 3])
  expect(next.participants[0]?.id).toBe('s')
})

test.each([
  [['a', 'b']],
  [['a', 'b', 'c', 'd']],
  [['a', 'a', 'b']],
  [['s', 'a', 'b', 'c']],
  [[]],
])('an order of others (%j) is refused', (order) => {
  expect(after({ order }).refusal?.code).toBe('draft_changed')
})

test('what was sent keeps its order', () => {
  const sent: Document = { ...draft, status: 'awaiting' }
  expect(after({ move: 'a', by: 1 }, sent).refusal?.code).toBe('not_a_draft')
})

test('nothing is recorded where nothing moved', () => {
  expect(after({ move: 'a', by: -1 }).events).toEqual([])
  expect(after({ move: 'a', by: 1 }).events.map(({ type }) => type)).toEqual(['participants.ordered'])
})
