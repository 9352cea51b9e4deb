import { expect, test } from 'vitest'
import { lastAdministratorObjection, memberObjections, type TeamMember } from './member.ts'

const authorities = {
  teamAdministrator: true,
  documentAdministrator: false,
  documentApprover: false,
  privateDocumentAdministrator: false,
}
const administrator = (id: string, fields: Partial<TeamMember> = {}): TeamMember => ({
  id,
  teamId: 'team-1',
  name: id,
  organization: '',
  email: `${id}@example.jp`,
  authorities,
  disabled: false,
  oversight: 'team',
  canSignIn: true,
  ...fields,
})
const stripped = { authorities: { ...authorities, teamAdministrator: false } }

test('one of two administrators may lose the role or be disabled', () => {
  const [first, second] = [administrator('first'), administrator('second')]
  expect(lastAdministratorObjection([first, second], { ...first, ...stripped })).toBeNull()
  expect(lastAdministratorObjection([first, second], { ...first, disabled: true })).toBeNull()
})

test('the last one who can sign in may not', () => {
  const first = administrator('first')
  const useless = [
    administrator('disabled', { disabled: true }),
    administrator('invited', { canSignIn: false }),
    administrator('plain', stripped),
  ]
  for (const change of [stripped, { disabled: true }]) {
    expect(lastAdministratorObjection([first, ...useless], { ...first, ...change })?.code).toBe(
      'last_administrator',
    )
  }
  expect(lastAdministratorObjection([first, ...useless], { ...first, name: '別の名前' })).toBeNull()
})

test('whoever is no administrator is changed freely, also where nobody is', () => {
  const plain = administrator('plain', stripped)
  expect(lastAdministratorObjection([plain], { ...plain, disabled: true })).toBeNull()
})

test('everything that is wrong with a member is told at once', () => {
  const wrong = memberObjections({ name: '', organization: '長'.repeat(65), email: 'no address' })
  expect(wrong.map(({ field, code }) => `${field} ${code}`)).toEqual([
    'name field_missing',
    'organization field_too_long',
    'email field_malformed',
  ])
  expect(memberObjections({ name: '佐藤', organization: '', email: 'sato@example.jp' })).toEqual([])
})
