import { expect, test } from 'vitest'
import { linkSmsObjection, linkText } from './link-sms.ts'

const token = 'A'.repeat(22)
const url = `https://sign.example.jp/s/${token}`
const longUrl = `https://contracts.signing.long-company-name.co.jp/s/${token}`

test.each([
  ['つばめ不動産', url, `【つばめ不動産】契約書のご確認 ${url}`],
  ['株式会社ながいなまえのかいしゃ東京本社', url, `【株式会社ながいなまえの…】契約書のご確認 ${url}`],
  ['つばめ不動産', longUrl, `Please confirm the document: ${longUrl}`],
  ['', url, `契約書のご確認 ${url}`],
  // A name of which a phone would make a link.
  ['つばめ\nhttps://evil.example', url, `契約書のご確認 ${url}`],
  ['hthttp:tp://evil.jp', url, `契約書のご確認 ${url}`],
  ['evil.jp/x', url, `契約書のご確認 ${url}`],
  ['つばめ\u202e株式会社', url, `【つばめ 株式会社】契約書のご確認 ${url}`],
  ['A.B. Trading Co., Ltd.', url, `【A.B. Tradin…】契約書のご確認 ${url}`],
])('the organisation %j and the URL %s make one segment', (organization, address, text) => {
  expect(linkText(organization, address)).toBe(text)
  expect(text.length).toBeLessThanOrEqual(/^[\x20-\x7e]+$/.test(text) ? 160 : 70)
})

test('a URL for which there is no room in one segment is not sent', () => {
  expect(linkText('つばめ不動産', `https://${'a'.repeat(150)}.example/s/${token}`)).toBeNull()
})

test('the number and the team have the limits of codes', () => {
  const now = new Date('2026-11-30T05:00:00Z')
  const sends = (count: number, at = new Date(now.getTime() - 61_000), entered = false) =>
    Array.from({ length: count }, () => ({ at, entered }))
  expect(linkSmsObjection({ toNumber: sends(2), byTeamToday: 9 }, 10, now)).toBeNull()
  // Two are left for codes, and a minute lies between a link and whatever went before.
  expect(linkSmsObjection({ toNumber: sends(3), byTeamToday: 9 }, 10, now)).toMatchObject({
    code: 'code_send_limit',
    detail: { minutes: 9 },
  })
  expect(linkSmsObjection({ toNumber: sends(1, now), byTeamToday: 9 }, 10, now)).toMatchObject({
    code: 'code_send_limit',
    detail: { minutes: 1 },
  })
  expect(linkSmsObjection({ toNumber: sends(5, undefined, true), byTeamToday: 9 }, 10, now)).toBeNull()
  expect(linkSmsObjection({ toNumber: [], byTeamToday: 10 }, 10, now)?.code).toBe('team_sms_limit')
})
