import { expect, test } from 'vitest'
import { compatibleBody, masked, standardBody, type ToldDocument, withoutNames } from './webhook-message.ts'

const told: ToldDocument = {
  id: 'd1',
  title: '賃貸借契約書',
  status: 1,
  sender: { id: 'm1', name: '評価 太郎', email: 'taro@example.jp' },
  rejected: 'hanako@example.jp',
}

test.each([
  ['document.concluded', 2, 'COMPLETED : 賃貸借契約書 sent by 評価 太郎'],
  ['document.cancelled', 3, 'CANCELED : 賃貸借契約書 sent by 評価 太郎'],
  ['participant.declined', 3, 'CANCELED : 賃貸借契約書 sent by 評価 太郎'],
  ['mail.rejected', 1, 'BOUNCED : 賃貸借契約書 sent by 評価 太郎 for hanako@example.jp'],
  ['webhook.test', 2, 'COMPLETED : 賃貸借契約書 sent by 評価 太郎'],
])('%s in the compatible format', (type, status, said) => {
  expect(compatibleBody(type, told, 'https://sign.example.jp')).toBe(
    `{"documentID":"d1","status":${status},"userID":"m1","email":"taro@example.jp","text":"${said}\\n<https://sign.example.jp/document/d1/summary>"}`,
  )
})

test('a mail that came back of a private document is told without the address', () => {
  const body = JSON.parse(compatibleBody('mail.rejected', withoutNames(told), 'https://sign.example.jp'))
  expect(body).toMatchObject({ documentID: 'd1', userID: 'm1', email: '' })
  expect(body.text).toBe('BOUNCED : 非公開の書類\n<https://sign.example.jp/document/d1/summary>')
})

test('a mask leaves no title, name or address', () => {
  const body = compatibleBody('mail.rejected', masked(told), 'https://sign.example.jp')
  expect(JSON.parse(body)).toMatchObject({
    email: '***',
    text: 'BOUNCED : *** sent by *** for ***\n<https://sign.example.jp/document/d1/summary>',
  })
})

test('the standard format tells the fields of the catalogue, and nothing else that was recorded', () => {
  const delivery = { event: 'd1-7', type: 'participant.consented', teamId: 't1', documentId: 'd1' }
  const detail = {
    ...{ participantId: 'p1', act: 1, last: true, sessionId: 's1', actor: 'participant:p1' },
    ...{ address: '203.0.113.7', userAgent: 'a browser', shown: [] },
  }
  expect(JSON.parse(standardBody(delivery, { at: new Date('2026-11-30T09:00:00Z'), detail }))).toEqual({
    type: 'participant.consented',
    timestamp: '2026-11-30T09:00:00.000Z',
    data: { eventId: 'd1-7', teamId: 't1', documentId: 'd1', participantId: 'p1', act: 1, last: true },
  })
})

test('what is about a test document says so, as its format can', () => {
  const compatible = JSON.parse(
    compatibleBody('document.concluded', { ...told, test: true }, 'https://a.example'),
  )
  expect(compatible.text).toMatch(/^COMPLETED : 【テスト】賃貸借契約書 sent by 評価 太郎\n/)
  const delivery = { event: 'd1-7', type: 'document.sent', teamId: 't1', documentId: 'd1' }
  const dataOf = (test?: boolean) =>
    JSON.parse(
      standardBody(delivery, { at: new Date(), detail: {}, ...(test === undefined ? {} : { test }) }),
    ).data
  expect(dataOf(true).test).toBe(true)
  expect(Object.keys(dataOf(false))).toEqual(Object.keys(dataOf()))
  expect(dataOf(false)).not.toHaveProperty('test')
})
