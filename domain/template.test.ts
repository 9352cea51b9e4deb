import { describe, expect, test } from 'vitest'
import { mayClone, rightOf } from './access.ts'
import { canonical } from './canonical.ts'
import { createDocument, type Document } from './document.ts'
import type { Member } from './member.ts'
import { newParticipant, senderParticipant } from './participant.ts'
import type { Team } from './team.ts'
import {
  cloneTemplate,
  deleteTemplate,
  idsToCopy,
  renameTemplate,
  saveAsTemplate,
  shareTemplate,
} from './template.ts'

const now = new Date('2026-11-22T03:04:05Z')
const later = new Date('2026-11-23T03:04:05Z')
const team = { id: 't1', privateDocuments: false, recipientUploads: true } as Team
const nobody = {
  teamAdministrator: false,
  documentAdministrator: false,
  documentApprover: false,
  privateDocumentAdministrator: false,
}
const member = (id: string, teamId = 't1'): Member => ({
  id,
  teamId,
  name: id,
  organization: '',
  email: `${id}@example.jp`,
  authorities: nobody,
  disabled: false,
  oversight: 'team',
})
const maker = member('maker')

function aDraft(): Document {
  const ids = { id: 'd1', teamId: 't1', senderId: maker.id }
  const fields = { title: '題', note: '控え', message: '文', canTransfer: true, private: false }
  const { next } = createDocument(ids, senderParticipant('p0', maker), team, fields, now)
  const people = ['山田', '佐藤', '鈴木'].map((name, index) => ({
    ...newParticipant(`p${index + 1}`, index + 1, 'waiting'),
    name,
    email: `p${index + 1}@example.jp`,
    accessCode: 'himitsu',
    language: 'en' as const,
  }))
  const file = {
    id: 'f1',
    name: 'a.pdf',
    order: 0,
    pages: [],
    sha256: 'x',
    bytes: 1,
    signed: false,
    docMdp: null,
    repairedFrom: null,
    deadSignatures: 0,
  }
  const mark = {
    kind: 'seal' as const,
    fileId: 'f1',
    page: 0,
    x: 1,
    y: 2,
    w: 56,
    h: 56,
    fontSize: null,
    label: '',
  }
  return {
    ...next,
    participants: [...next.participants, ...people],
    files: [{ ...file, storageKey: 'key-of-f1' }],
    widgets: ['p0', 'p1'].map((participantId, index) => ({
      ...mark,
      id: `w${index}`,
      participantId,
      text: index === 0 ? '印' : '',
      required: true,
      input: null,
      filled: index === 0,
    })),
    reportees: [{ id: 'r1', email: 'r@example.jp', name: '共有', organization: '' }],
    attachment: { id: 'a1', participantId: 'p2', description: '写し', required: true, files: [] },
  }
}

/** `x` before every id, and before the file's key. */
function copyOf(document: Document) {
  const ids = new Map(idsToCopy(document).map((id) => [id, `x${id}`]))
  return { ids, bytes: new Map(document.files.map(({ id }) => [id, `key-of-x${id}`])) }
}

function aTemplate(slots: string[] = ['p1', 'p3']): Document {
  const draft = aDraft()
  const { next } = saveAsTemplate(draft, copyOf(draft), { title: 'ひな形', slots: new Set(slots) }, now)
  return next
}

describe('a draft that is saved as a template', () => {
  test('stays, and every id of the template is a new one', () => {
    const draft = aDraft()
    const before = canonical(draft)
    const template = aTemplate()
    expect(canonical(draft)).toBe(before)
    expect(idsToCopy(template)).toEqual(idsToCopy(draft).map((id) => `x${id}`))
    expect(template).toMatchObject({ status: 'template', title: 'ひな形', shared: false, senderId: 'maker' })
    expect(template.files[0]?.storageKey).toBe('key-of-xf1')
    expect(template.widgets.map((each) => [each.participantId, each.fileId])).toEqual([
      ['xp0', 'xf1'],
      ['xp1', 'xf1'],
    ])
    expect(template.attachment?.participantId).toBe('xp2')
  })

  test('numbers the places that are left open, and forgets who stood there but for the language', () => {
    const [, first, second, third] = aTemplate().participants
    expect(first).toEqual({ ...newParticipant('xp1', 1, 'waiting'), language: 'en', slot: 1 })
    expect(second).toMatchObject({ name: '佐藤', email: 'p2@example.jp', accessCode: 'himitsu', slot: null })
    expect(third?.slot).toBe(2)
  })

  test.each([
    ['', 'field_missing'],
    [' ', 'field_missing'],
    ['あ'.repeat(501), 'field_too_long'],
  ])('has a name that people can read: %#', (title, code) => {
    const draft = aDraft()
    const decided = saveAsTemplate(draft, copyOf(draft), { title, slots: new Set() }, now)
    expect([decided.refusal?.code, decided.events]).toEqual([code, []])
    expect(renameTemplate(aTemplate(), title, now).refusal?.code).toBe(code)
  })

  test('only what was made here is saved, only templates are cloned, shared, renamed and deleted', () => {
    const draft = aDraft()
    const sent: Document = { ...draft, status: 'imported' }
    const saved = saveAsTemplate(sent, copyOf(sent), { title: 'a', slots: new Set() }, now)
    expect(saved.refusal?.code).toBe('not_a_draft')
    expect(
      [
        cloneTemplate(draft, maker, team, copyOf(draft), {}, now),
        shareTemplate(draft, true, now),
        renameTemplate(draft, 'a', now),
        deleteTemplate(draft, now),
      ].map(({ refusal }) => refusal?.code),
    ).toEqual(Array(4).fill('not_a_template'))
  })
})

describe('a clone', () => {
  const clone = (by = maker, ofTeam = team, template = aTemplate()) =>
    cloneTemplate(template, by, ofTeam, copyOf(template), {}, later)

  test('is a fresh draft of the caller, with the open places still open', () => {
    const { next } = clone(member('colleague'))
    expect(next).toMatchObject({ status: 'draft', senderId: 'colleague', createdAt: later, shared: false })
    expect(next.participants[0]).toMatchObject({ id: 'xxp0', memberId: 'colleague', status: 'draft' })
    expect(next.participants.map((each) => each.slot)).toEqual([null, 1, null, 2])
    expect(next.widgets[0]).toMatchObject({ participantId: 'xxp0', text: '印', filled: true })
  })

  test("has the maker's access codes for the maker alone", () => {
    expect(clone().next.participants[2]?.accessCode).toBe('himitsu')
    expect(clone(member('colleague')).next.participants[2]?.accessCode).toBe('')
  })

  test('asks for no file where the team does not, and is not private where it may not be', () => {
    expect(clone(maker, { ...team, recipientUploads: false }).next.attachment).toBeNull()
    expect(clone(maker, team, { ...aTemplate(), private: true }).refusal?.code).toBe('private_not_allowed')
  })

  test('says in its trail whence it came, and nothing about anybody', () => {
    const { events } = clone()
    expect(events).toMatchObject([{ type: 'document.cloned', documentId: 'xxd1', templateId: 'xd1' }])
    expect(canonical(events)).not.toMatch(/佐藤|himitsu|example/)
  })
})

describe('a template', () => {
  test('is seen and used by its maker, and by the team once it is shared', () => {
    const template = aTemplate()
    const shared = shareTemplate(template, true, now).next
    const colleague = member('colleague')
    expect([rightOf(maker, template), mayClone(maker, template)]).toEqual(['own', true])
    expect([rightOf(colleague, template), mayClone(colleague, template)]).toEqual([null, false])
    expect([rightOf(colleague, shared), mayClone(colleague, shared)]).toEqual(['shared', true])
    const stranger = member('stranger', 't2')
    expect([rightOf(stranger, shared), mayClone(stranger, shared)]).toEqual([null, false])
    expect(rightOf(colleague, { ...aDraft(), shared: true })).toBeNull()
  })

  test('that is shared twice, or renamed to what it is called, does not change', () => {
    const template = aTemplate()
    const shared = shareTemplate(template, true, now)
    expect(shared.events.map(({ type }) => type)).toEqual(['template.shared'])
    const again = shareTemplate(shared.next, true, later)
    expect([again.next, again.events]).toEqual([shared.next, []])
    expect(shareTemplate(shared.next, false, later).events.map(({ type }) => type)).toEqual([
      'template.unshared',
    ])
    expect(renameTemplate(template, 'ひな形', later).events).toEqual([])
  })
})
