import { expect, test } from 'vitest'
import { makeRoom, type SigningSession, sessionIsAlive } from './signing-session.ts'

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

test('twelve hours end a session whatever happens', () => {
  expect(sessionIsAlive(session(719), minutes(719.9))).toBe(true)
  expect(sessionIsAlive(session(720), minutes(720))).toBe(false)
})

test('a URL keeps ten sessions, and the eleventh within an hour is no news', () => {
  const at = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      ...session(0),
      id: `s${index}`,
      createdAt: minutes(-index),
    }))
  expect(makeRoom(at(9), minutes(0))).toEqual({ gone: [], repeated: false })
  expect(makeRoom(at(10), minutes(0))).toEqual({ gone: ['s9'], repeated: true })
  expect(makeRoom(at(12), minutes(0)).gone).toEqual(['s9', 's10', 's11'])
  expect(makeRoom(at(10), minutes(61)).repeated).toBe(false)
})

test('an ended session stays ended', () => {
  expect(sessionIsAlive(session(1, minutes(1)), minutes(1))).toBe(false)
})
