import { expect, test } from 'vitest'
import { type Document, newDocument } from './document.ts'
import { handedState, toBeHanded } from './handing-over.ts'
import { newParticipant, type Participant } from './participant.ts'

const now = new Date('2026-11-30T05:00:00Z')
const later = new Date(now.getTime() + 1_000)
const before = new Date(now.getTime() - 1_000)

function sent(fields: Partial<Participant>): Document {
  const hanako: Participant = {
    ...newParticipant('p', 1, 'confirming'),
    callback: true,
    tel: '09012345678',
    ...fields,
  }
  const ids = { id: 'd', teamId: 't', senderId: 'm' }
  const draft = newDocument(ids, newParticipant('s', 0, 'sent'), {}, now)
  return { ...draft, status: 'awaiting', participants: [newParticipant('s', 0, 'sent'), hanako] }
}
const matched = (at: Date, participantId = 'p') => ({ type: 'tel.matched', at, detail: { participantId } })

test.each<[string, Partial<Participant>, ReturnType<typeof matched>[], string, boolean?]>([
  ['nothing happened', {}, [], 'waiting'],
  ['the number was entered before', {}, [matched(before)], 'waiting'],
  ['somebody else entered theirs', {}, [matched(later, 'q')], 'waiting'],
  ['the URL was opened', {}, [], 'opened', true],
  ['the number was entered', {}, [matched(later)], 'matched', true],
  ['the number was entered, as a release before notes it', {}, [matched(later)], 'matched'],
  ['the code was entered', { authenticatedAt: later }, [matched(later)], 'identified'],
  ['a code was entered before', { authenticatedAt: before }, [], 'waiting'],
  ['they consented', { status: 'signing' }, [], 'consented'],
  ['they are locked', { lockedAt: later }, [], 'ended'],
  ['they declined', { status: 'declined' }, [], 'ended'],
])('where %s', (_, fields, told, state, opened = false) => {
  expect(handedState(sent(fields), 'p', { since: now, opened, told })).toBe(state)
})

test('only somebody who is identified by SMS, in their turn and not locked, is handed a URL', () => {
  expect(toBeHanded(sent({})).map(({ id }) => id)).toEqual(['p'])
  expect(toBeHanded(sent({ callback: false, tel: '' }))).toEqual([])
  expect(toBeHanded(sent({ status: 'waiting' }))).toEqual([])
  expect(toBeHanded(sent({ lockedAt: now }))).toEqual([])
})
