import { expect, test } from 'vitest'
import { resultClaims, signingNext, signingNow, withNewSecret } from './return-result.ts'

const now = new Date('2026-12-01T00:00:00.900Z')
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000)

test('the first secret signs at once, the next one a day later, and never are there more than two', () => {
  const first = withNewSecret([], { id: 'a', secret: 'mrs_a' }, now)
  expect(signingNow(first, now)?.id).toBe('a')
  expect(signingNext(first, now)).toBeNull()
  const both = withNewSecret(first, { id: 'b', secret: 'mrs_b' }, now)
  expect([signingNow(both, later(23))?.id, signingNow(both, later(24))?.id]).toEqual(['a', 'b'])
  expect(signingNext(both, now)?.id).toBe('b')
  const again = withNewSecret(both, { id: 'c', secret: 'mrs_c' }, now)
  expect(again.map(({ id }) => id)).toEqual(['a', 'c'])
  expect(withNewSecret(both, { id: 'c', secret: 'mrs_c' }, later(25)).map(({ id }) => id)).toEqual(['b', 'c'])
})

test('what is said holds for five minutes', () => {
  const said = {
    issuer: 'https://m.example',
    teamId: 't',
    documentId: 'd',
    participantId: 'p',
    outcome: 'consented' as const,
    test: false,
  }
  expect(resultClaims(said, 'j', now)).toEqual({
    ...{ iss: 'https://m.example', aud: 't', sub: 'p', document: 'd', outcome: 'consented' },
    ...{ iat: 1_796_083_200, exp: 1_796_083_500, jti: 'j' },
  })
  expect(resultClaims({ ...said, test: true }, 'j', now)).toMatchObject({ test: true })
})
