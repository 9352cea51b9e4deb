import { expect, test } from 'vitest'
import { certificateRevision, recipientParty, senderParty } from '#tests/fixtures/pdf/certificate.ts'
import { extractFor } from './evidence-extract.ts'

const at = new Date('2026-11-22T15:04:05Z')
const own = recipientParty(at, {
  name: '山田 太郎',
  notShown: ['鈴木 次郎'],
  passedOnBy: [{ name: '高橋 一郎', organization: '高橋商店', at: at.toISOString() }],
})
const other = recipientParty(at, { id: 'p2', name: '鈴木 次郎', email: 'jiro@example.jp' })
const { evidence } = certificateRevision('', at, { parties: [senderParty(at), own, other] })
const of = { partyId: 'p1', certificateSha256: 'c0'.repeat(32), secret: 's3cret' }

test('an extract says all of its party, and of the others only that they took part and when', () => {
  const extract = extractFor(evidence, of)
  expect(extract?.parties[1]).toMatchObject({ name: '山田 太郎', entries: own.entries, phone: own.phone })
  expect(extract?.extract).toEqual({
    ...{ partyId: 'p1', certificateSha256: of.certificateSha256, phoneSecret: 's3cret' },
  })
  const said = JSON.stringify(extract)
  for (const name of [
    '佐藤',
    '鈴木',
    '高橋',
    '株式会社サンプル不動産',
    'hanako@example.co.jp',
    'jiro@',
    '203.0.113.5',
  ])
    expect(said, name).not.toContain(name.replace('hanako@example.co.jp', 'hanako@example.co.jp'))
  expect(extract?.parties.map(({ id, act }) => [id, act.at])).toEqual(
    evidence.parties.map(({ id, act }) => [id, act.at]),
  )
})

test('there is none for who took no part, and no secret where there is no number', () => {
  expect(extractFor(evidence, { ...of, partyId: 'p9' })).toBeNull()
  expect(extractFor(evidence, { ...of, partyId: 'p0' })?.extract?.phoneSecret).toBeNull()
})
