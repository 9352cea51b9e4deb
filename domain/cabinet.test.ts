import { expect, test } from 'vitest'
import { type Cabinet, cabinetObjections, putIntoCabinet } from './cabinet.ts'
import type { Document } from './document.ts'

const now = new Date('2026-11-22T03:04:05Z')
const draft = { id: 'document-1', status: 'draft', cabinetId: null } as Document
const open = [{ id: 'cabinet-1' }] as Cabinet[]

test('a document goes into a cabinet that is open to its sender, and the trail says which', () => {
  const { next, events, refusal } = putIntoCabinet(draft, 'cabinet-1', open, now)
  expect(refusal).toBeUndefined()
  expect(next.cabinetId).toBe('cabinet-1')
  expect(events).toEqual([
    { type: 'document.filed', at: now, documentId: 'document-1', cabinetId: 'cabinet-1' },
  ])
})

test('a cabinet that is not open to the sender is refused', () => {
  const { next, refusal } = putIntoCabinet(draft, 'cabinet-2', open, now)
  expect(refusal?.code).toBe('cabinet_not_found')
  expect(next).toBe(draft)
})

test('where it lies already nothing happens, also when the cabinet was closed meanwhile', () => {
  const filed = { ...draft, cabinetId: 'cabinet-2' }
  expect(putIntoCabinet(filed, 'cabinet-2', open, now)).toEqual({ next: filed, events: [] })
})

test('it may be taken out again, but for an imported one', () => {
  const filed = { ...draft, cabinetId: 'cabinet-1' }
  expect(putIntoCabinet(filed, null, open, now).next.cabinetId).toBeNull()
  const imported = { ...filed, status: 'imported' as const }
  expect(putIntoCabinet(imported, null, open, now).refusal).toMatchObject({ field: 'cabinet_id' })
})

test('a name has 1 to 100 characters and is the only one of its kind, a note has up to 200', () => {
  const codes = (name: string, note = '') =>
    cabinetObjections({ name, note }, ['契約書']).map(({ code, field }) => `${field} ${code}`)
  expect(codes('請求書')).toEqual([])
  expect(codes('𠮷'.repeat(100), '𠮷'.repeat(200))).toEqual([])
  expect(codes('')).toEqual(['name field_missing'])
  expect(codes('契約書')).toEqual(['name name_taken'])
  expect(codes('a'.repeat(101), 'a'.repeat(201))).toEqual(['name field_too_long', 'note field_too_long'])
})
