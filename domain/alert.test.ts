import { expect, test } from 'vitest'
import { remindOfAlert, type StoredAlert } from './alert.ts'
import { newDocument } from './document.ts'
import { daysToMail } from './mail-day.ts'
import { senderParticipant } from './participant.ts'

const set = new Date('2027-03-01T00:00:00Z')
const alert: StoredAlert = {
  id: 1,
  memo: '更新の確認',
  alertAt: '2027-03-31',
  enabled: true,
  createdAt: set,
  updatedAt: set,
  mailedFor: null,
}
const sender = senderParticipant('p0', { id: 'm', email: 'taro@example.jp', name: '太郎', organization: '' })
const document = newDocument({ id: 'd', teamId: 't', senderId: 'm' }, sender, {}, set)
const at = (tokyo: string) => new Date(`${tokyo}+09:00`)
const tokyo = (time: string) => ({ now: at(time), zone: 'Asia/Tokyo' })
const remindedOf = (changes: Partial<StoredAlert>, time: string) =>
  remindOfAlert(document, { ...alert, ...changes }, tokyo(time)).next

test('mails of a day go out from nine in the morning on, where the team is', () => {
  expect(daysToMail(tokyo('2027-03-31T08:59:59')).last).toBe('2027-03-30')
  expect(daysToMail(tokyo('2027-03-31T09:00:00')).last).toBe('2027-03-31')
  expect(daysToMail(tokyo('2027-03-31T23:59:59')).last).toBe('2027-03-31')
  const berlin = (time: string) => ({ now: at(time), zone: 'Europe/Berlin' })
  expect(daysToMail(berlin('2027-03-31T15:59:59')).last).toBe('2027-03-30')
  expect(daysToMail(berlin('2027-03-31T16:00:00')).last).toBe('2027-03-31')
})

test('the sender is reminded once on the day, also when the server was away until a week later', () => {
  expect(remindedOf({}, '2027-03-31T08:59:00')).toBeNull()
  expect(remindedOf({}, '2027-03-31T09:00:00')).toBe('2027-03-31')
  expect(remindedOf({}, '2027-04-07T12:00:00')).toBe('2027-03-31')
  expect(remindedOf({}, '2027-04-08T12:00:00')).toBeNull()
  expect(remindedOf({ mailedFor: '2027-03-31' }, '2027-03-31T10:00:00')).toBeNull()
  expect(remindOfAlert(document, alert, tokyo('2027-03-31T09:00:00')).events).toEqual([
    { type: 'alert.due', at: at('2027-03-31T09:00:00'), documentId: 'd', readers: ['p0'] },
  ])
})

test('another day reminds again; one that is off, or was over when it was set, does not', () => {
  expect(remindedOf({ mailedFor: '2027-03-01' }, '2027-03-31T10:00:00')).toBe('2027-03-31')
  expect(remindedOf({ enabled: false }, '2027-03-31T10:00:00')).toBeNull()
  expect(remindedOf({ updatedAt: at('2027-03-31T23:59:00') }, '2027-04-01T00:00:00')).toBe('2027-03-31')
  expect(remindedOf({ updatedAt: at('2027-04-01T00:01:00') }, '2027-04-01T10:00:00')).toBeNull()
})
