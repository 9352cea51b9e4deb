import { expect, test } from 'vitest'
import { cancelDocument } from './decline.ts'
import { createDocument, type Document, deleteDocument, updateDocument } from './document.ts'
import { jobsOf } from './job-request.ts'
import type { Member } from './member.ts'
import { correctTel, newParticipant, type Participant, senderParticipant } from './participant.ts'
import { inCharge, remindDocument, sendDocument } from './sending.ts'
import type { Team } from './team.ts'
import type { Widget } from './widget.ts'

const now = new Date('2026-11-22T03:04:05.678Z')
const means = {
  certificateEnds: new Date('2030-01-01T00:00:00Z'),
  mail: true,
  reminders: null,
  approval: { required: false, content: '' },
}
const team = { id: 't1', privateDocuments: false } as Team
const member = { id: 'm1', email: 's@example.jp', name: '送信者', organization: '' } as Member
const file = { id: 'f1', name: 'a.pdf', order: 0, pages: [], sha256: 'x', bytes: 1 }

function aDraft(recipients: Partial<Participant>[] = [{ tel: '09012345678', callback: true }]): Document {
  const ids = { id: 'd1', teamId: 't1', senderId: 'm1' }
  const { next } = createDocument(ids, senderParticipant('p0', member), team, {}, now)
  const added = recipients.map((each, index) => ({
    ...newParticipant(`p${index + 1}`, index + 1, 'waiting'),
    name: 'n',
    ...each,
  }))
  return {
    ...next,
    participants: [...next.participants, ...added],
    files: [{ ...file, storageKey: '', signed: false, docMdp: null, repairedFrom: null, deadSignatures: 0 }],
  }
}

const sent = (document = aDraft()) => sendDocument(document, means, now).next

test('sending freezes the draft and gives the first recipient ten days to the second', () => {
  const { next, events } = sendDocument(aDraft(), means, now)
  expect(next).toMatchObject({ status: 'awaiting', sentAt: now })
  expect(inCharge(next, 'p1')?.accessExpiresAt).toEqual(new Date('2026-12-02T03:04:05Z'))
  expect(events.map((each) => each.type)).toEqual(['document.sent', 'turn.started'])
})

test.each<[string, Document, string]>([
  ['nobody to consent', aDraft([]), 'no_recipient'],
  ['no file', { ...aDraft(), files: [] }, 'no_file'],
  ['a place that is open still', aDraft([{ slot: 1 }]), 'slot_open'],
  ['a recipient without a name', aDraft([{ name: '', recipientId: 'r' }]), 'field_missing'],
  ['a recipient who cannot be reached', aDraft([{}]), 'field_missing'],
  ['a document that was sent already', sent(), 'not_sendable'],
])('a document with %s is not sent', (_what, document, code) => {
  expect(sendDocument(document, means, now).refusal?.code).toBe(code)
})

test.each([
  ['x', 596, 100],
  ['y', 100, 800],
])('a draft with a widget that lies partly outside its page is not sent, for its %s', (field, x, y) => {
  const draft = aDraft()
  const files = draft.files.map((each) => ({ ...each, pages: [{ width: 595.304, height: 841.89 }] }))
  const widget = { id: 'w1', fileId: 'f1', participantId: 'p1', kind: 'seal', page: 0, x, y, w: 56, h: 56 }
  const document = { ...draft, files, widgets: [widget as Widget] }
  const { refusal } = sendDocument(document, means, now)
  expect(refusal).toMatchObject({ code: 'widget_outside_page', field, detail: { widget: 'w1' } })
})

test('nothing is sent once the certificate of the operator has run out', () => {
  const { next, refusal } = sendDocument(aDraft(), { ...means, certificateEnds: now }, now)
  expect([next.status, refusal?.code]).toEqual(['draft', 'operator_certificate_expired'])
})

test('a reminder is refused for embedded recipients, for drafts, and when nobody is left in charge', () => {
  const nobodyLeft = sent()
  const participants = nobodyLeft.participants.map((each) => ({ ...each, status: 'signing' as const }))
  expect(remindDocument(sent(), now).refusal?.code).toBe('no_reminder_for_embedded')
  expect(remindDocument(aDraft(), now).refusal?.code).toBe('not_sendable')
  expect(remindDocument({ ...nobodyLeft, participants }, now).refusal?.code).toBe('not_in_charge')
})

test('a reminder starts another ten days for a recipient with e-mail', () => {
  const later = new Date(now.getTime() + 86_400_000)
  const { next } = remindDocument(sent(aDraft([{ email: 'a@example.jp' }])), later)
  expect(inCharge(next, 'p1')?.accessExpiresAt).toEqual(new Date('2026-12-03T03:04:05Z'))
})

test('only drafts are deleted, only awaiting documents are cancelled', () => {
  expect(deleteDocument(aDraft(), now).refusal).toBeUndefined()
  expect(deleteDocument(sent(), now).refusal?.code).toBe('not_deletable')
  expect(cancelDocument(aDraft(), '', now).refusal?.code).toBe('not_cancellable')
  expect(cancelDocument(sent(), '', now).next.status).toBe('cancelled')
})

test('private documents need the permission of the team', () => {
  expect(updateDocument(aDraft(), team, { private: true }, now).refusal?.code).toBe('private_not_allowed')
  expect(
    updateDocument(aDraft(), { ...team, privateDocuments: true }, { private: true }, now).next.private,
  ).toBe(true)
})

test('a number is corrected only while awaiting, for SMS, and before the code was right', () => {
  const correct = (document: Document, tel = '08011112222') => correctTel(document, 'p1', tel, now)
  expect(correct(sent()).next.participants[1]?.tel).toBe('08011112222')
  expect(correct(sent()).events).toMatchObject([{ type: 'participant.tel_corrected', telEnding: '22' }])
  expect(correct(aDraft()).refusal?.code).toBe('not_a_draft')
  expect(correct(sent(), '0312345678').refusal?.code).toBe('tel_not_mobile')
  expect(correct(sent(aDraft([{ recipientId: 'r' }]))).refusal?.code).toBe('not_a_draft')
  const verified = sent()
  const participants = verified.participants.map((each) => ({ ...each, authenticatedAt: now }))
  expect(correct({ ...verified, participants }).refusal?.code).toBe('tel_already_verified')
})

test('only a recipient without an embedding site is asked by mail', () => {
  const jobs = (document: Document) => sendDocument(document, means, now).events.flatMap(jobsOf)
  const kinds = (document: Document) => jobs(document).map((each) => each.job)
  expect(kinds(aDraft())).toEqual(['sign-act'])
  expect(kinds(aDraft([{ email: 'r@example.jp' }]))).toEqual(['sign-act', 'deliver-mail'])
})
