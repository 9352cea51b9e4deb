import { expect, test } from 'vitest'
import { contactsMatching, contactsOf } from './contact.ts'
import { newDocument } from './document.ts'
import { newParticipant, type Participant, senderParticipant } from './participant.ts'

const person = (name: string, organization: string, tel: string, email: string) => ({
  ...{ id: name, name, organization, tel, email },
  usedAt: new Date(0),
})
const all = [
  person('山田 花子', '株式会社ミナト', '09012345678', ''),
  person('John Smith', 'ACME', '', 'j.smith@example.com'),
]
const found = (typed: string) => contactsMatching(all, typed).map(({ id }) => id)

test('finds by name, organisation, address and number, whatever the width, capitals and spaces', () => {
  expect(found('')).toHaveLength(2)
  expect(found('山田花')).toEqual(['山田 花子'])
  expect(found('ﾐﾅﾄ')).toEqual(['山田 花子'])
  expect(found('ａｃｍｅ')).toEqual(['John Smith'])
  expect(found('SMITH@')).toEqual(['John Smith'])
  expect(found('090-1234')).toEqual(['山田 花子'])
  expect(found('12')).toEqual([])
  expect(found('だれか')).toEqual([])
})

test('keeps those who can be asked again: by number or by address, never by both, and no open place', () => {
  const now = new Date(0)
  const sender = { id: 'me', email: 'me@example.jp', name: '評価 太郎', organization: '' }
  const ids = { id: 'd', teamId: 't', senderId: 'me' }
  const draft = newDocument(ids, senderParticipant('p0', sender), {}, now)
  const recipient = (order: number, fields: Partial<Participant>): Participant => ({
    ...newParticipant(`p${order}`, order, 'draft'),
    ...fields,
  })
  const document = {
    ...draft,
    participants: [
      ...draft.participants,
      recipient(1, {
        name: '山田 花子',
        organization: '株式会社ミナト',
        tel: '09012345678',
        email: 'h@example.jp',
      }),
      recipient(2, { name: 'John Smith', email: 'j.smith@example.com' }),
      recipient(3, { name: '簡易 認証', recipientId: 'site-1' }),
      recipient(4, { name: '', slot: 1 }),
    ],
  }
  expect(contactsOf(document)).toEqual([
    { name: '山田 花子', organization: '株式会社ミナト', tel: '09012345678', email: '' },
    { name: 'John Smith', organization: '', tel: '', email: 'j.smith@example.com' },
  ])
})
