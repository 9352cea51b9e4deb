import { expect, test } from 'vitest'
import { createDocument, type Document } from './document.ts'
import type { Member } from './member.ts'
import { newParticipant, senderParticipant } from './participant.ts'
import type { Team } from './team.ts'
import type { WidgetFields } from './widget.ts'
import { changeWidgets, type WidgetChange } from './widget-changes.ts'

const now = new Date('2026-11-22T03:04:05.678Z')
const team = { id: 't1', privateDocuments: false } as Team
const member = { id: 'm1', email: 's@example.jp', name: '送信者', organization: '' } as Member

function aDraft(): Document {
  const ids = { id: 'd1', teamId: 't1', senderId: 'm1' }
  const { next } = createDocument(ids, senderParticipant('p0', member), team, {}, now)
  const file = { id: 'f1', name: 'a.pdf', order: 0, sha256: 'x', bytes: 1, storageKey: '', signed: false }
  const pages = [{ width: 595.3, height: 841.9 }]
  return {
    ...next,
    participants: [...next.participants, newParticipant('p1', 1, 'waiting')],
    files: [{ ...file, pages, docMdp: null, repairedFrom: null, deadSignatures: 0 }],
  }
}

const fields: WidgetFields = {
  ...{ participantId: 'p1', kind: 'seal', page: 0, x: 10, y: 10 },
  ...{ fontSize: null, text: '', label: '', required: true },
}
const add = (id: string, more: Partial<WidgetFields> = {}): WidgetChange => ({
  ...{ act: 'add', id, fileId: 'f1' },
  fields: { ...fields, ...more },
})

test('a step is done as a whole: each change is an event of its own', () => {
  const changes: WidgetChange[] = [add('w1'), add('w2'), { act: 'update', id: 'w1', fields: { x: 99 } }]
  const { next, events } = changeWidgets(aDraft(), changes, now)
  expect(next.widgets.map(({ id, x }) => [id, x])).toEqual([
    ['w1', 99],
    ['w2', 10],
  ])
  expect(events.map(({ type }) => type)).toEqual(['widget.added', 'widget.added', 'widget.updated'])
})

test('or not at all, and says which field it is about', () => {
  const draft = aDraft()
  const { next, events, refusal } = changeWidgets(draft, [add('w1'), add('w2', { x: 560 })], now)
  expect(next).toBe(draft)
  expect(events).toEqual([])
  expect(refusal).toMatchObject({
    code: 'widget_outside_page',
    field: 'x',
    detail: { widget: 'w2', limit: 539 },
  })
})

test('a step that comes twice is done once', () => {
  const once = changeWidgets(aDraft(), [add('w1')], now).next
  const twice = changeWidgets(once, [add('w1')], now)
  expect(twice.next).toBe(once)
  const without = changeWidgets(once, [{ act: 'remove', id: 'w1' }], now).next
  expect(changeWidgets(without, [{ act: 'remove', id: 'w1' }], now)).toEqual({ next: without, events: [] })
})

test('what is gone is not changed', () => {
  const { refusal } = changeWidgets(aDraft(), [{ act: 'update', id: 'w9', fields: { x: 1 } }], now)
  expect(refusal?.code).toBe('widget_not_found')
})

test.each<[string, Partial<WidgetFields>, string]>([
  ['a seal too small for a name', { size: { w: 20, h: 20 } }, 'w'],
  ['a seal that is no square', { size: { w: 60, h: 40 } }, 'h'],
  ['half a point', { size: { w: 60.5, h: 60.5 } }, 'w'],
  ['a text lower than a letter', { kind: 'text', size: { w: 100, h: 9 } }, 'h'],
])('%s is no size', (_, more, field) => {
  expect(changeWidgets(aDraft(), [add('w1', more)], now).refusal).toMatchObject({
    code: 'field_malformed',
    field,
  })
})

test('a size stays until the kind changes', () => {
  const sized = changeWidgets(aDraft(), [add('w1', { size: { w: 70, h: 70 } })], now).next
  const moved = changeWidgets(sized, [{ act: 'update', id: 'w1', fields: { x: 30 } }], now).next
  expect(moved.widgets[0]).toMatchObject({ w: 70, h: 70 })
  const text = changeWidgets(moved, [{ act: 'update', id: 'w1', fields: { kind: 'text' } }], now).next
  expect(text.widgets[0]).toMatchObject({ w: 200, h: 24 })
})

test('a document holds a thousand fields; one makes room for another', () => {
  const all = Array.from({ length: 1000 }, (_, index) => add(`w${index}`))
  const { next: full } = changeWidgets(aDraft(), all, now)
  expect(full.widgets).toHaveLength(1000)
  const { refusal } = changeWidgets(full, [add('more')], now)
  expect(refusal).toMatchObject({ code: 'too_many_widgets', field: 'file_id', detail: { limit: 1000 } })
  const exchanged = changeWidgets(full, [{ act: 'remove', id: 'w7' }, add('more')], now)
  expect(exchanged.next.widgets).toHaveLength(1000)
})
