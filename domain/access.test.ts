import { expect, test } from 'vitest'
import { rightOf } from './access.ts'
import { createDocument, type Document } from './document.ts'
import type { Member, Oversight } from './member.ts'
import { newParticipant, senderParticipant } from './participant.ts'
import type { Team } from './team.ts'

const now = new Date('2026-11-22T03:04:05Z')
const team = { id: 'team-1', privateDocuments: true } as Team

const nobody = {
  teamAdministrator: false,
  documentAdministrator: false,
  documentApprover: false,
  privateDocumentAdministrator: false,
}

function member(id: string, fields: Partial<Member> = {}): Member {
  return {
    id,
    teamId: 'team-1',
    name: id,
    organization: '',
    email: `${id}@example.jp`,
    authorities: nobody,
    disabled: false,
    oversight: 'team',
    ...fields,
  }
}

const sender = member('sender')

function aDocument(fields: Partial<Document> = {}): Document {
  const ids = { id: 'document-1', teamId: 'team-1', senderId: sender.id }
  const made = createDocument(ids, senderParticipant('p0', sender), team, {}, now)
  const participants = [
    ...made.next.participants,
    { ...newParticipant('p1', 1, 'confirming'), email: 'First@example.jp' },
    { ...newParticipant('p2', 2, 'waiting'), email: 'second@example.jp' },
  ]
  return { ...made.next, participants, ...fields }
}

test('the sender owns the document', () => {
  expect(rightOf(sender, aDocument())).toBe('own')
})

test('a recipient reads from their turn on, whatever the case of the address', () => {
  expect(rightOf(member('first'), aDocument())).toBe('received')
  expect(rightOf(member('first', { teamId: 'team-2' }), aDocument())).toBe('received')
})

test('a recipient whose turn has not come sees nothing', () => {
  expect(rightOf(member('second'), aDocument())).toBeNull()
})

test('a colleague without a role sees nothing', () => {
  expect(rightOf(member('colleague'), aDocument())).toBeNull()
})

test('a document administrator reads what their own team sent, and only that', () => {
  const authorities = { ...nobody, documentAdministrator: true }
  expect(rightOf(member('admin', { authorities }), aDocument())).toBe('supervised')
  expect(rightOf(member('admin', { authorities, teamId: 'team-2' }), aDocument())).toBeNull()
})

test('private documents are for private-document administrators only', () => {
  const secret = aDocument({ private: true })
  const ordinary = { ...nobody, documentAdministrator: true }
  const special = { ...nobody, privateDocumentAdministrator: true }
  expect(rightOf(member('admin', { authorities: ordinary }), secret)).toBeNull()
  expect(rightOf(member('admin', { authorities: special }), secret)).toBe('supervised')
  expect(rightOf(member('admin', { authorities: special }), aDocument())).toBeNull()
})

test('a member without an address is not taken for a recipient without one', () => {
  const document = aDocument()
  const participants = [...document.participants, newParticipant('p3', 3, 'confirming')]
  expect(rightOf(member('no-mail', { email: '' }), { ...document, participants })).toBeNull()
})

test('with departments a document administrator reads what colleagues of their departments sent', () => {
  const authorities = { ...nobody, documentAdministrator: true }
  const nothing = { colleagues: ['admin', 'other'], cabinets: [], everything: false }
  const admin = (oversight: Oversight) => member('admin', { authorities, oversight })
  expect(rightOf(admin(nothing), aDocument())).toBeNull()
  expect(rightOf(admin({ ...nothing, colleagues: ['sender'] }), aDocument())).toBe('supervised')
  expect(rightOf(admin({ ...nothing, everything: true }), aDocument())).toBe('supervised')
  expect(rightOf(admin({ ...nothing, everything: true }), aDocument({ teamId: 'team-2' }))).toBeNull()
})

test('with departments a document administrator reads what lies in cabinets that are open to them', () => {
  const authorities = { ...nobody, documentAdministrator: true }
  const oversight = { colleagues: [], cabinets: ['cabinet-1'], everything: false }
  const admin = member('admin', { authorities, oversight })
  expect(rightOf(admin, aDocument({ cabinetId: 'cabinet-1' }))).toBe('supervised')
  expect(rightOf(admin, aDocument({ cabinetId: 'cabinet-2' }))).toBeNull()
  expect(rightOf(admin, aDocument())).toBeNull()
  expect(rightOf(member('colleague', { oversight }), aDocument({ cabinetId: 'cabinet-1' }))).toBeNull()
})

test('with departments private documents are for private-document administrators, as far as they oversee', () => {
  const authorities = { ...nobody, privateDocumentAdministrator: true }
  const oversight = { colleagues: ['sender'], cabinets: [], everything: false }
  const admin = member('admin', { authorities, oversight })
  expect(rightOf(admin, aDocument({ private: true }))).toBe('supervised')
  expect(rightOf(admin, aDocument({ private: true, senderId: 'stranger' }))).toBeNull()
  expect(rightOf(admin, aDocument())).toBeNull()
})

test('departments take nothing from senders and recipients', () => {
  const oversight = { colleagues: [], cabinets: [], everything: false }
  expect(rightOf(member('sender', { oversight }), aDocument())).toBe('own')
  expect(rightOf(member('first', { oversight }), aDocument())).toBe('received')
})
