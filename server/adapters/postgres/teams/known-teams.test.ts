import { afterEach, expect, test, vi } from 'vitest'
import { knownTeams } from './known-teams.ts'

const row = { id: 'team', name: '甲', reminder_plan: null }
const answerOf = (name: string, version: string) => ({
  team: { ...row, name } as never,
  team_version: version,
})

afterEach(() => void vi.useRealTimers())

test('what an answer leaves out is what was asked with; another version is another team', () => {
  const teams = knownTeams()
  expect(teams.answered('token', undefined, answerOf('甲', '7')).name).toBe('甲')
  const asked = teams.of('token')
  expect(asked?.version).toBe('7')
  expect(teams.answered('token', asked, { team: null, team_version: '7' })).toBe(asked?.team)
  expect(teams.answered('token', asked, answerOf('乙', '8')).name).toBe('乙')
  expect(teams.of('token')?.team.name).toBe('乙')
})

test('an answer that leaves out what nobody asked with is refused', () => {
  expect(() => knownTeams().answered('token', undefined, { team: null, team_version: '7' })).toThrow(
    'an answer leaves out a team that nobody knew',
  )
})

test('what is known is asked for whole once a minute', () => {
  vi.useFakeTimers()
  const teams = knownTeams()
  teams.answered('token', undefined, answerOf('甲', '7'))
  vi.advanceTimersByTime(59_000)
  expect(teams.of('token')).toBeDefined()
  vi.advanceTimersByTime(2_000)
  expect(teams.of('token')).toBeUndefined()
})
