import { expect, test } from 'vitest'
import { templateWith } from '#tests/support/list-template.ts'
import { senderFields } from './bulk-fields.ts'
import type { Document } from './document.ts'
import type { Widget } from './document-parts.ts'

const field = (id: string, label: string, more: Partial<Widget> = {}): Widget => ({
  ...{ id, fileId: 'f', participantId: '00', kind: 'text', page: 0, x: 0, y: 0, w: 200, h: 24 },
  ...{ fontSize: null, text: '未定', label, required: true, input: null, filled: true },
  ...more,
})
const of = (...widgets: Widget[]): Document => ({ ...templateWith(1), widgets })

test('one column for each name, however it is spelled, in the order of the fields', () => {
  const fields = senderFields(
    of(field('a', '賃金'), field('b', 'ＩＤ'), field('c', ' 賃 金'), field('d', 'id')),
  )
  expect(fields.map(({ label, widgets }) => [label, widgets])).toEqual([
    ['賃金', ['a', 'c']],
    ['ＩＤ', ['b', 'd']],
  ])
})

test('none for fields without a name, of recipients, and that are no text', () => {
  expect(
    senderFields(
      of(
        field('a', ''),
        field('b', ' \u3000'),
        field('c', '氏名', { participantId: '01' }),
        field('d', '印', { kind: 'seal' }),
        field('e', '同意', { kind: 'checkbox' }),
      ),
    ),
  ).toEqual([])
})

test('a row must fill what holds nothing in one of the places', () => {
  const [wage, day] = senderFields(
    of(field('a', '賃金'), field('b', '賃金', { text: ' ' }), field('c', '日付')),
  )
  expect([wage?.empty, day?.empty]).toEqual([true, false])
})
