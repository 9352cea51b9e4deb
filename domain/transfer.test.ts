import { expect, test } from 'vitest'
import { giveConsent } from './consent.ts'
import { type Document, newDocument } from './document.ts'
import { newParticipant, type Participant, senderParticipant } from './participant.ts'
import { sendDocument } from './sending.ts'
import {
  holderAfter,
  isForFormerHolder,
  mayTransfer,
  type TransferFields,
  transferDocument,
  transferObjections,
} from './transfer.ts'

const now = new Date('2027-04-01T05:00:00Z')
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000)
const sender = senderParticipant('p0', { id: 'm1', email: 's@example.jp', name: '送信者', organization: '' })
const whole = { storageKey: '', signed: false, docMdp: null, repairedFrom: null, deadSignatures: 0 }
const file = { id: 'f1', name: 'a.pdf', order: 0, pages: [], sha256: 'x', bytes: 1, ...whole }
const ken: TransferFields = {
  name: '鈴木 健',
  email: 'ken@example.jp',
  organization: '法務部',
  language: 'en',
  message: ' お願いします\n',
}

function sent(recipient: Partial<Participant> = {}, changes: Partial<Document> = {}): Document {
  const draft = newDocument({ id: 'd1', teamId: 't1', senderId: 'm1' }, sender, { canTransfer: true }, now)
  const hanako = { ...newParticipant('p1', 1, 'waiting'), name: '山田 花子', email: 'hanako@example.jp' }
  const jiro = { ...newParticipant('p2', 2, 'waiting'), name: '佐藤 次郎', email: 'jiro@example.jp' }
  const participants = [...draft.participants, { ...hanako, ...recipient }, jiro]
  const means = {
    certificateEnds: later(1_000_000),
    mail: true,
    reminders: null,
    approval: { required: false, content: '' },
  }
  return { ...sendDocument({ ...draft, participants, files: [file] }, means, now).next, ...changes }
}

const pass = (document: Document, fields: Partial<TransferFields> = {}, id = 'x1', at = later(5)) =>
  transferDocument(document, 'p1', { id, fields: { ...ken, ...fields } }, at)

test('the place is the other person’s, who is asked anew for ten days; who held it before is kept', () => {
  const before = sent({ authenticatedAt: now, viewedAt: now, accessCode: 'secret-code' })
  const { next, events } = pass(before)
  const [, place] = next.participants
  expect(place).toMatchObject({
    ...{ id: 'p1', name: '鈴木 健', email: 'ken@example.jp', organization: '法務部', language: 'en' },
    ...{ status: 'confirming', authenticatedAt: null, viewedAt: null, accessCode: 'secret-code' },
    accessExpiresAt: later(5 + 10 * 24 * 60),
    transfers: [
      { id: 'x1', name: '山田 花子', email: 'hanako@example.jp', at: later(5), message: 'お願いします' },
    ],
  })
  expect(events.map(({ type }) => type)).toEqual(['participant.transferred', 'turn.started'])
  expect(JSON.stringify(events)).not.toMatch(/example|花子|健/)
})

test('what the one before had filled in and sent in does not go along', () => {
  const widget = { id: 'w1', participantId: 'p1', input: '自宅の住所' }
  const widgets = [widget, { ...widget, id: 'w2', participantId: 'p2' }] as unknown as Document['widgets']
  const upload = { id: 'a1', name: '免許証.jpg', status: 'valid', storageKey: 'k' }
  const attachment = { id: 'at', participantId: 'p1', files: [upload] } as unknown as Document['attachment']
  const { next, events } = pass(sent({}, { widgets, attachment }))
  expect(next.widgets.map(({ input }) => input)).toEqual([null, '自宅の住所'])
  expect(next.attachment?.files[0]?.status).toBe('deleted')
  expect(events[0]).toMatchObject({ type: 'attached_file.deleted', attachedFileId: 'a1' })
})

test('a plan of reminders begins anew for them', () => {
  const plan = { from: 'request', first: 3, every: 2, most: 2 } as const
  const before = sent(
    {},
    { reminders: plan, reminding: { participantId: 'p1', at: null, count: 2, bySms: false, stopped: false } },
  )
  expect(pass(before).next.reminding).toMatchObject({ participantId: 'p1', count: 0, at: expect.any(Date) })
})

test('only where the sender allows it, by e-mail, in their turn, and at most three times', () => {
  const refusedFor = (document: Document, id = 'p1') =>
    transferDocument(document, id, { id: 'x', fields: ken }, now).refusal?.code
  expect(refusedFor(sent({}, { canTransfer: false }))).toBe('transfer_not_allowed')
  expect(refusedFor(sent({ callback: true, tel: '09012345678' }))).toBe('transfer_not_allowed')
  expect(refusedFor(sent({ recipientId: 'r' }))).toBe('transfer_not_allowed')
  expect(refusedFor(sent(), 'p2')).toBe('not_in_charge')
  expect(refusedFor(sent({}, { status: 'cancelled' }))).toBe('document_cancelled')
  let document = sent()
  for (const [at, email] of ['a@example.jp', 'b@example.jp', 'hanako@example.jp'].entries()) {
    document = pass(document, { email }, `x${at}`, later(at + 1)).next
  }
  const [, place] = document.participants
  expect(place?.transfers.map(({ email }) => email)).toEqual([
    'hanako@example.jp',
    'a@example.jp',
    'b@example.jp',
  ])
  expect(place !== undefined && mayTransfer(document, place)).toBe(false)
  expect(pass(document).refusal?.code).toBe('transfer_not_allowed')
})

test('after consent nothing is passed on', () => {
  const document = sent()
  const acts = document.acts.map((each) => ({
    ...each,
    signedAt: now,
    revisions: [{ fileId: 'f1', sha256: 'y', bytes: 1, storageKey: '' }],
  }))
  const request = { participantId: 'p1', sessionId: 's', revision: '', inputs: new Map(), uploads: null }
  const wrong = giveConsent({ ...document, acts }, request, now)
  expect(wrong.refusal?.code).toBe('revision_not_shown')
  const participants = document.participants.map((each) =>
    each.id === 'p1' ? { ...each, status: 'confirmed' as const } : each,
  )
  expect(pass({ ...document, participants }).refusal?.code).toBe('already_consented')
})

test.each<[string, Partial<TransferFields>, string, string]>([
  ['no address', { email: ' ' }, 'email', 'field_missing'],
  ['no name', { name: '　' }, 'name', 'field_missing'],
  ['what is no address', { email: 'ken' }, 'email', 'field_malformed'],
  ['two addresses', { email: 'a@example.jp,b@example.jp' }, 'email', 'field_malformed'],
  ['an address behind a name', { email: 'Ken<ken@example.jp>' }, 'email', 'field_malformed'],
  [
    'a header behind the address',
    { email: 'ken@example.jp\r\nBcc: x@example.jp' },
    'email',
    'field_malformed',
  ],
  ['an address without a domain', { email: 'ken@localhost' }, 'email', 'field_malformed'],
  ['a longer address than any', { email: `${'a'.repeat(250)}@example.jp` }, 'email', 'field_too_long'],
  ['their own address', { email: 'HANAKO@example.jp' }, 'email', 'transfer_address_taken'],
  ['the next one’s', { email: 'jiro@example.jp' }, 'email', 'transfer_address_taken'],
  ['the sender’s', { email: 's@example.jp' }, 'email', 'transfer_address_taken'],
  ['a long name', { name: '長'.repeat(65) }, 'name', 'field_too_long'],
  ['a name that nobody sees whole', { name: '鈴木\u202e健' }, 'name', 'text_invisible_character'],
  ['a name that cannot be printed', { name: '鈴木😀' }, 'name', 'text_unprintable'],
  ['a long organisation', { organization: '長'.repeat(65) }, 'organization', 'field_too_long'],
  ['a long message', { message: '長'.repeat(501) }, 'message', 'field_too_long'],
])('%s is refused beside its field', (_, fields, field, code) => {
  const objections = transferObjections(sent(), 'p1', { ...ken, ...fields })
  expect(objections).toMatchObject([{ field, code }])
  expect(pass(sent(), fields).refusal).toMatchObject({ field, code })
})

test('every row of the past has its own holder, and a mail for one of them is not for the next', () => {
  const place = pass(pass(sent()).next, { name: '高橋', email: 't@example.jp' }, 'x2', later(9)).next
    .participants[1]
  if (place === undefined) throw new Error('nobody')
  expect([0, 1, 2].map((count) => holderAfter(place, count).name)).toEqual(['山田 花子', '鈴木 健', '高橋'])
  expect(isForFormerHolder(place, later(5).toISOString())).toBe(true)
  expect(isForFormerHolder(place, later(9).toISOString())).toBe(false)
  // A queue of before has jobs without an occasion.
  expect(isForFormerHolder(place, '')).toBe(false)
})
