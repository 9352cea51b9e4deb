import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { createDocument, type Document } from '#domain/document.ts'
import type { Member } from '#domain/member.ts'
import { newParticipant, senderParticipant } from '#domain/participant.ts'
import type { Team } from '#domain/team.ts'
import type { Widget } from '#domain/widget.ts'
import { documentAnswer, documentOnWire } from './document-on-wire.ts'

const now = new Date('2026-11-22T03:04:05.678Z')
const widget: Widget = {
  id: 'w1',
  kind: 'text',
  participantId: 'p1',
  fileId: 'f1',
  page: 0,
  x: 1,
  y: 2,
  w: 200,
  h: 24,
  fontSize: 12,
  text: '',
  label: 'お名前',
  required: true,
  input: 'typed but not consented to',
  filled: false,
}

function aDocument(): Document {
  const member = { id: 'm1', email: 's@example.jp', name: '送信者', organization: '会社' } as Member
  const ids = { id: 'd1', teamId: 't1', senderId: 'm1' }
  const fields = { title: '契約', note: '内々', message: '', canTransfer: true, private: false }
  const { next } = createDocument(ids, senderParticipant('p0', member), {} as Team, fields, now)
  const recipient = { ...newParticipant('p1', 1, 'confirming'), accessCode: 'secret', accessExpiresAt: now }
  const file = { id: 'f1', name: 'a.pdf', order: 0, pages: [{ width: 1, height: 1 }], sha256: '', bytes: 1 }
  return {
    ...next,
    participants: [...next.participants, recipient],
    files: [{ ...file, storageKey: '', signed: false, docMdp: null, repairedFrom: null, deadSignatures: 0 }],
    widgets: [widget, { ...widget, id: 'w2', kind: 'checkbox' }, { ...widget, id: 'w3', fontSize: null }],
  }
}

test('times are spelled to the second or the microsecond, and null before they happen', () => {
  expect(documentOnWire(aDocument(), 'own')).toMatchObject({
    created_at: '2026-11-22T03:04:05Z',
    updated_at: '2026-11-22T03:04:05Z',
    last_processed_at: '2026-11-22T03:04:05.678000Z',
    sent_at: null,
    reportees: [],
    attachment: null,
    decline_comment: '',
  })
})

test('statuses are the integers of the contract', () => {
  const wire = documentOnWire(aDocument(), 'own')
  expect([wire.status, ...(wire.participants ?? []).map((each) => each.status)]).toEqual([0, 2, 4])
})

test('the access code goes only to the member who set it', () => {
  const codes = (right: 'own' | 'received' | 'supervised') =>
    documentOnWire(aDocument(), right).participants?.map((each) => each.access_code)
  expect(codes('own')).toEqual([undefined, 'secret'])
  expect(codes('received')).toEqual([undefined, undefined])
  expect(codes('supervised')).toEqual([undefined, undefined])
})

test('the note is empty for callers who only received the document', () => {
  expect(documentOnWire(aDocument(), 'received').note).toBe('')
  expect(documentOnWire(aDocument(), 'supervised').note).toBe('内々')
})

test('access_expires_at is there only while it is their turn', () => {
  const [sender, recipient] = documentOnWire(aDocument(), 'own').participants ?? []
  expect(sender).not.toHaveProperty('access_expires_at')
  expect(recipient?.access_expires_at).toBe('2026-11-22T03:04:05Z')
})

test('widgets show font_size and required only where they mean something, and never what is still being typed', () => {
  const [text, checkbox, plain] = documentOnWire(aDocument(), 'own').files?.[0]?.widgets ?? []
  expect(text).toMatchObject({ widget_type: 1, font_size: '12', text: '', status: 0 })
  expect(text).not.toHaveProperty('required')
  expect(checkbox).toMatchObject({ widget_type: 2, required: true })
  expect(checkbox).not.toHaveProperty('font_size')
  expect(plain).not.toHaveProperty('font_size')
})

test('a list leaves out the members that were not asked for', () => {
  const none = { participants: false, files: false, reportees: false, attachment: false }
  const wire = documentOnWire(aDocument(), 'own', none)
  for (const name of ['participants', 'files', 'reportees', 'attachment'])
    expect(wire).not.toHaveProperty(name)
})

test('what is answered is what the contract declares', () => {
  for (const right of ['own', 'received', 'supervised'] as const) {
    const wire = documentOnWire(aDocument(), right)
    expect([...Value.Errors(documentAnswer, wire)]).toEqual([])
    expect(Object.keys(wire).sort()).toEqual(Object.keys(documentAnswer.properties).sort())
  }
})
