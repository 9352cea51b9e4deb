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
  ['つばめ\nhttps://evil.example', url, `【つばめ //evil.…】契約書のご確認 ${url}`],
])('the organisation %j and the URL %s make one segment', (organization, address, text) => {
  expect(linkText(organization, address)).toBe(text)
  expect(text.length).toBeLessThanOrEqual(/^[\x20-\x7e]+$/.test(text) ? 160 : 70)
})

test('a URL for which there is no room in one segment is not sent', () => {
  expect(linkText('つばめ不動産', `https://${'a'.repeat(150)}.example/s/${token}`)).toBeNull()
})

test('the number and the team have the limits of codes', () => {
  const now = new Date('2026-11-30T05:00:00Z')
  const sends = (count: number) => Array.from({ length: count }, () => ({ at: now, entered: false }))
  expect(linkSmsObjection({ toNumber: sends(4), byTeamToday: 9 }, 10, now)).toBeNull()
  expect(linkSmsObjection({ toNumber: sends(5), byTeamToday: 9 }, 10, now)?.code).toBe('code_send_limit')
  expect(linkSmsObjection({ toNumber: [], byTeamToday: 10 }, 10, now)?.code).toBe('team_sms_limit')
})
