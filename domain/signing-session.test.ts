import { expect, test } from 'vitest'
import { type SigningSession, sessionIsAlive } from './signing-session.ts'

const created = new Date('2026-11-22T03:00:00.000Z')
const minutes = (count: number) => new Date(created.getTime() + count * 60_000)

function session(lastSeen: number, ended: Date | null = null): SigningSession {
  const ids = { id: 's', urlId: 'u', documentId: 'd', participantId: 'p' }
  return { ...ids, state: 'authenticated', createdAt: created, lastSeenAt: minutes(lastSeen), endedAt: ended }
}

test('thirty idle minutes end a session', () => {
  expect(sessionIsAlive(session(10), minutes(39.99))).toBe(true)
  expect(sessionIsAlive(session(10), minutes(40))).toBe(false)
})

test('an hour ends a session, but never under someone who is active', () => {
  expect(sessionIsAlive(session(58), minutes(61))).toBe(true)
  expect(sessionIsAlive(session(50), minutes(61))).toBe(false)
  expect(sessionIsAlive(session(179), minutes(180))).toBe(true)
})

test('an ended session stays ended', () => {
  expect(sessionIsAlive(session(1, minutes(1)), minutes(1))).toBe(false)
})
