import { expect, test } from 'vitest'
import { type ContractDay, remindOfContractDays } from './contract-day.ts'
import { newDocument } from './document.ts'
import { senderParticipant } from './participant.ts'

const set = new Date('2027-03-01T00:00:00Z')
const sender = senderParticipant('p0', { id: 'm', email: 'taro@example.jp', name: '太郎', organization: '' })
const draft = newDocument({ id: 'd', teamId: 't', senderId: 'm' }, sender, {}, set)
const reportees = ['colleague', 'outsider'].map((id) => ({
  id,
  email: `${id}@example.jp`,
  name: id,
  organization: '',
}))
const document = { ...draft, status: 'concluded' as const, reportees }
const end: ContractDay = { kind: 'contract_end', day: '2027-03-31', setAt: set, mailedFor: null }
const notice: ContractDay = { ...end, kind: 'notice_end' }
const at = (tokyo: string) => new Date(`${tokyo}+09:00`)
const told = (changes: Partial<ContractDay>, time: string, status: typeof draft.status = 'concluded') =>
  remindOfContractDays({ ...document, status }, [{ ...end, ...changes }], [], {
    now: at(time),
    zone: 'Asia/Tokyo',
  }).next.length

test('each day is told to the sender and to colleagues who are informed, and to nobody else', () => {
  const now = at('2027-03-31T09:00:00')
  expect(
    remindOfContractDays(document, [notice, end], ['colleague'], { now, zone: 'Asia/Tokyo' }).events,
  ).toEqual(
    ['notice_end.due', 'contract_end.due'].map((type) => ({
      ...{ type, at: now, documentId: 'd', day: '2027-03-31', readers: ['p0', 'colleague'] },
    })),
  )
})

test('from nine in the morning on, for a week, once for each day that was set', () => {
  expect(told({}, '2027-03-31T08:59:59')).toBe(0)
  expect(told({}, '2027-03-31T09:00:00')).toBe(1)
  expect(told({}, '2027-04-07T12:00:00')).toBe(1)
  expect(told({}, '2027-04-08T12:00:00')).toBe(0)
  expect(told({ mailedFor: '2027-03-31' }, '2027-03-31T12:00:00')).toBe(0)
  expect(told({ mailedFor: '2027-02-28' }, '2027-03-31T12:00:00')).toBe(1)
  expect(told({ setAt: at('2027-04-01T00:00:00') }, '2027-04-01T12:00:00')).toBe(0)
})

test.each([
  ['imported', 1],
  ['cancelled', 0],
  ['awaiting', 0],
  ['draft', 0],
  ['template', 0],
] as const)('of a document that is %s: %i', (status, count) => {
  expect(told({}, '2027-03-31T12:00:00', status)).toBe(count)
})
