import { expect, test } from 'vitest'
import { teamEventLine } from './team-event-line.ts'

test('a name that would turn its sentence around stands there with its marks named', () => {
  const names = { members: new Map([['1', '太郎\u202e花子']]), clients: new Map() }
  const event = { type: 'member.invited', actor: 'member:1', detail: { memberId: '1' } }
  const { what, who } = teamEventLine(event, names, 'ja')
  expect(who).toBe('太郎U+202E花子')
  expect(what).toContain('太郎U+202E花子さん')
})
