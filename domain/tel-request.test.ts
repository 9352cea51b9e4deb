import { expect, test } from 'vitest'
import { cancelDocument } from './decline.ts'
import type { Document } from './document.ts'
import { newDocument } from './document.ts'
import { jobsOf } from './job-request.ts'
import { correctTel, newParticipant, type Participant } from './participant.ts'
import { markAuthenticated } from './signing-session.ts'
import {
  alsoRegisteredFor,
  approveTelRequest,
  askForTel,
  openTelRequest,
  openTelRequests,
  refuseTelRequest,
  signsAgainst,
  type TelAsked,
} from './tel-request.ts'

const now = new Date('2026-11-30T05:00:00Z')
const later = new Date('2026-11-30T05:10:00Z')

function awaiting(person: Partial<Participant> = {}): Document {
  const sender = { ...newParticipant('p0', 0, 'sent'), memberId: 'm1', name: '送信者' }
  const first = {
    ...newParticipant('p1', 1, 'confirming'),
    ...{ name: '山田', tel: '09011112222', callback: true, ...person },
  }
  const second = { ...newParticipant('p2', 2, 'waiting'), name: '佐藤', tel: '09033334444', callback: true }
  const ids = { id: 'd1', teamId: 't1', senderId: 'm1' }
  return {
    ...newDocument(ids, sender, {}, now),
    status: 'awaiting',
    participants: [sender, first, second],
  }
}

const asked = (more: Partial<TelAsked> = {}): TelAsked => ({
  ...{ id: 'r1', urlId: 'u1', tel: '08055556666', reason: '機種変更', address: '192.0.2.1', userAgent: 'x' },
  ...more,
})
const ask = (document: Document, more: Partial<TelAsked> = {}, who = 'p1') =>
  askForTel(document, who, asked(more), now)
const answer = { participantId: 'p1', requestId: 'r1' }
const approve = (document: Document, more: Partial<typeof answer> = {}, identityConfirmed = true) =>
  approveTelRequest(document, { ...answer, identityConfirmed, ...more }, later)
const personOf = (document: Document) => document.participants[1] ?? newParticipant('', 0, 'draft')

test('a request is kept, changes no number, and is told with two digits of each', () => {
  const { next, events } = ask(awaiting())
  expect(personOf(next)).toMatchObject({
    tel: '09011112222',
    telRequest: { id: 'r1', state: 'open', tel: '08055556666', reason: '機種変更', askedAt: now },
  })
  expect(events).toEqual([
    {
      ...{ type: 'tel_request.made', at: now, documentId: 'd1', participantId: 'p1' },
      ...{ requestId: 'r1', urlId: 'u1', from: '22', to: '66' },
    },
  ])
  expect(events.flatMap(jobsOf)).toMatchObject([{ job: 'deliver-mail', readerId: 'sender', about: 'p1' }])
  expect(openTelRequests(next).map(({ participant }) => participant.id)).toEqual(['p1'])
})

test('a newer request takes the place of an open one, and the trail says which', () => {
  const { next, events } = ask(ask(awaiting()).next, { id: 'r2', tel: '07077778888' })
  expect(openTelRequest(next, personOf(next))?.id).toBe('r2')
  expect(events).toMatchObject([{ requestId: 'r2', replaces: 'r1' }])
  expect(approve(next).refusal).toMatchObject({ code: 'tel_request_over', detail: { why: 'replaced' } })
  expect(approve(next, { requestId: 'r2' }).next.participants[1]?.tel).toBe('07077778888')
})

test.each<[string, Document, Partial<TelAsked>, string, string]>([
  ['whose turn it is not', awaiting(), {}, 'p2', 'not_in_charge'],
  ['who is nobody', awaiting(), {}, 'p9', 'not_in_charge'],
  ['whose document ended', { ...awaiting(), status: 'cancelled' }, {}, 'p1', 'not_in_charge'],
  ['who is locked', awaiting({ lockedAt: now }), {}, 'p1', 'participant_locked'],
  ['whose phone is proven', awaiting({ authenticatedAt: now }), {}, 'p1', 'tel_already_verified'],
  [
    'who is identified by their site',
    awaiting({ tel: '', recipientId: 'r' }),
    {},
    'p1',
    'tel_already_verified',
  ],
  ['who names a fixed line', awaiting(), { tel: '0312345678' }, 'p1', 'tel_not_mobile'],
  ['who names an IP phone', awaiting(), { tel: '05012345678' }, 'p1', 'tel_not_mobile'],
  ['who names a foreign number', awaiting(), { tel: '+12025550123' }, 'p1', 'tel_not_mobile'],
  ['who writes too much', awaiting(), { reason: 'あ'.repeat(201) }, 'p1', 'field_too_long'],
  ['who writes what nobody sees', awaiting(), { reason: 'a\u202eb' }, 'p1', 'text_invisible_character'],
])('a recipient %s asks in vain', (_who, document, more, participantId, code) => {
  const { next, events, refusal } = ask(document, more, participantId)
  expect(refusal?.code).toBe(code)
  expect([next, events]).toEqual([document, []])
})

test('who asks for the registered number learns nothing; it cannot be approved', () => {
  const { next, events, refusal } = ask(awaiting(), { tel: '09011112222' })
  expect(refusal).toBeUndefined()
  expect(events).toMatchObject([{ from: '22', to: '22' }])
  expect(approve(next).refusal?.code).toBe('tel_unchanged')
  expect(refuseTelRequest(next, answer, later).refusal).toBeUndefined()
})

test('approved, the number changes as by a correction; of the request only its end is kept', () => {
  const { next, events } = approve(ask(awaiting()).next)
  expect(personOf(next)).toMatchObject({
    tel: '08055556666',
    telRequest: { id: 'r1', state: 'approved', tel: '', reason: '', answeredAt: later },
  })
  expect(events).toMatchObject([
    { type: 'tel_request.approved', requestId: 'r1', from: '22', to: '66' },
    { type: 'participant.tel_corrected', telEnding: '66' },
  ])
})

test('nobody approves without saying that they identified the person by other means', () => {
  const document = ask(awaiting()).next
  expect(approve(document, {}, false)).toMatchObject({
    next: document,
    events: [],
    refusal: { code: 'field_malformed', field: 'identity_confirmed' },
  })
})

test('refused, the number stays', () => {
  const { next, events } = refuseTelRequest(ask(awaiting()).next, answer, later)
  expect(personOf(next)).toMatchObject({ tel: '09011112222', telRequest: { state: 'refused', tel: '' } })
  expect(events).toMatchObject([{ type: 'tel_request.refused', from: '22', to: '66' }])
})

test.each<[string, (document: Document) => Document]>([
  ['approved', (document) => approve(document).next],
  ['refused', (document) => refuseTelRequest(document, answer, later).next],
])('%s, it keeps neither number, reason, address nor browser', (_state, answering) => {
  const { telRequest } = personOf(answering(ask(awaiting()).next))
  expect(telRequest).toMatchObject({ tel: '', reason: '', address: null, userAgent: null })
})

test('with the end of the document nothing of a request is kept', () => {
  const { next, refusal } = cancelDocument(ask(awaiting()).next, '', later)
  expect([refusal, next.status]).toEqual([undefined, 'cancelled'])
  expect(next.participants.map(({ telRequest }) => telRequest)).toEqual([null, null, null])
  expect(refuseTelRequest(next, answer, later).refusal?.detail).toEqual({ why: 'past' })
})

test('the number of another recipient is known as such, and no number is nobody’s', () => {
  const document = awaiting()
  const whose = (tel: string) => alsoRegisteredFor(document, personOf(document), { tel }).map(({ id }) => id)
  expect(whose('09033334444')).toEqual(['p2'])
  expect(whose('09011112222')).toEqual([])
  expect(whose('08055556666')).toEqual([])
  const byMail = { ...document, participants: document.participants.map((each) => ({ ...each, tel: '' })) }
  expect(alsoRegisteredFor(byMail, personOf(document), { tel: '' })).toEqual([])
})

test.each<[string, (document: Document) => Document, string, string | undefined]>([
  ['approved already', (document) => approve(document).next, 'tel_request_over', 'approved'],
  [
    'refused already',
    (document) => refuseTelRequest(document, answer, later).next,
    'tel_request_over',
    'refused',
  ],
  [
    'overtaken by a correction',
    (document) => correctTel(document, 'p1', '09099990000', later).next,
    'tel_request_over',
    'replaced',
  ],
  [
    'overtaken by the right code',
    (document) =>
      markAuthenticated(
        document,
        { participantId: 'p1', sessionId: 's', urlId: 'u1', method: 'sms', termsVersion: '1' },
        later,
      ).next,
    'tel_request_over',
    'replaced',
  ],
  [
    'of a cancelled document',
    (document) => ({ ...document, status: 'cancelled' }),
    'tel_request_over',
    'past',
  ],
  ['of a concluded one', (document) => ({ ...document, status: 'concluded' }), 'tel_request_over', 'past'],
  [
    'of somebody who was locked since',
    (document) => ({
      ...document,
      participants: document.participants.map((each) => ({ ...each, lockedAt: later })),
    }),
    'participant_locked',
    undefined,
  ],
])('a request %s is not approved', (_what, happen, code, why) => {
  const document = happen(ask(awaiting()).next)
  const { next, events, refusal } = approve(document)
  expect([refusal?.code, refusal?.detail?.why]).toEqual([code, why])
  expect([next, events]).toEqual([document, []])
})

test('what speaks against a request counts since the number is what it is, and for this recipient', () => {
  const event = (type: string, at: Date, participantId = 'p1') => ({ type, at, detail: { participantId } })
  const sms = (state: 'delivered' | 'submitted', requestedAt: Date, participantId = 'p1') => ({
    ...{ state, requestedAt, participantId },
  })
  const none = { matchedAt: null, reachedAt: null }
  expect(signsAgainst('p1', [], [])).toEqual(none)
  expect(signsAgainst('p1', [event('tel.matched', now, 'p2')], [sms('delivered', now, 'p2')])).toEqual(none)
  expect(signsAgainst('p1', [event('tel.mismatched', now)], [sms('submitted', now)])).toEqual(none)
  const trail = [event('tel.matched', now)]
  const seen = { matchedAt: now, reachedAt: now }
  expect(signsAgainst('p1', trail, [sms('delivered', now)])).toEqual(seen)
  const corrected = [...trail, event('participant.tel_corrected', later)]
  expect(signsAgainst('p1', corrected, [sms('delivered', now)])).toEqual(none)
})
