import { expect, test } from 'vitest'
import { newDocument } from './document.ts'
import { mailReaders } from './mail-reader.ts'
import { senderParticipant } from './participant.ts'

const sender = senderParticipant('p0', { id: 'm', email: 'taro@example.jp', name: '太郎', organization: '' })
const draft = newDocument(
  { id: 'd', teamId: 't', senderId: 'm' },
  sender,
  {},
  new Date('2027-03-01T00:00:00Z'),
)
const reportee = { id: 'r1', email: 'houmu@example.jp', name: '法務', organization: '' }

test.each([
  ['concluded', ['p0', 'r1']],
  // They were told of no request, so of nothing that came to none (decision 65).
  ['declined', ['p0']],
  ['cancelled', []],
  ['sealing_failed', ['p0']],
  ['alert', ['p0']],
] as const)('of an announcement %s hear %j', (kind, ids) => {
  const document = { ...draft, reportees: [reportee] }
  expect(mailReaders(document, kind).map(({ id }) => id)).toEqual(ids)
})
