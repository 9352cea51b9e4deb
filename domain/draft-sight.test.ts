import { expect, test } from 'vitest'
import { accepted } from './decision.ts'
import { type Document, newDocument } from './document.ts'
import { sightOfDraft, sightOfTexts, unlessChanged } from './draft-sight.ts'
import { newParticipant } from './participant.ts'

const now = new Date('2026-11-30T05:00:00Z')
const ids = { id: 'd', teamId: 't', senderId: 'm' }
const draft = (fields: Partial<Document>) =>
  newDocument(ids, newParticipant('p', 0, 'draft'), { title: '契約書', ...fields }, now)

const save = (document: Document, seen: string | null, title: string) =>
  unlessChanged(document, sightOfTexts, seen, () => accepted({ ...document, title }))

test('what the page showed is saved over', () => {
  const before = draft({})
  expect(save(before, sightOfTexts(before), '覚書').next.title).toBe('覚書')
})

test('what was changed meanwhile is not saved over, and the page is told', () => {
  const seen = sightOfTexts(draft({}))
  const decision = save(draft({ message: 'よろしくお願いします' }), seen, '覚書')
  expect(decision.refusal?.code).toBe('draft_changed')
  expect(decision.next.title).toBe('契約書')
})

test('the same form sent twice is no quarrel', () => {
  const seen = sightOfTexts(draft({}))
  expect(save(draft({ title: '覚書' }), seen, '覚書').refusal).toBeUndefined()
})

test('a caller who saw no page is not asked', () => {
  expect(save(draft({ title: '覚書' }), null, '契約書').refusal).toBeUndefined()
})

test('two texts are not taken for two others with the same letters', () => {
  expect(sightOfTexts(draft({ title: 'あい', message: '' }))).not.toBe(
    sightOfTexts(draft({ title: 'あ', message: 'い' })),
  )
})

test('what is sent is also when people are reminded, by the draft itself or by its team', () => {
  const weekly = { from: 'request' as const, first: 3, every: 7, most: 2 }
  const other = { ...weekly, most: 3 }
  const byTeam = draft({ reminders: 'as_team' })
  expect(sightOfDraft(draft({ reminders: weekly }), null)).not.toBe(
    sightOfDraft(draft({ reminders: other }), null),
  )
  expect(sightOfDraft(byTeam, weekly)).not.toBe(sightOfDraft(byTeam, null))
  // The team's says nothing of a draft that has its own; and in which order a plan was stored says nothing at all.
  const stored = { most: 2, every: 7, from: 'request' as const, first: 3 }
  expect(sightOfDraft(draft({ reminders: weekly }), other)).toBe(
    sightOfDraft(draft({ reminders: stored }), null),
  )
})
