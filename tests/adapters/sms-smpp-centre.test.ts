/** The SMPP gateway and a centre of another hand: Net::SMPP (Perl, Debian). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSmppGateway, type SmppGateway, trySmpp } from '#server/adapters/sms/smpp/smpp-gateway.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'
import { needs } from '#tests/support/needs.ts'
import { netSmpp, type SmppCentre, startSmppCentre, textOf } from '#tests/support/smpp-centre.ts'
import { until } from '#tests/support/until.ts'

const clock = { now: () => new Date('2026-11-30T09:00:00Z') }
const message: SmsMessage = {
  idempotencyKey: 'sms-1',
  to: '+819012345678',
  text: '【髙﨑不動産】認証コード 012345 (5分間有効)\n\n@sign.example.jp #012345',
  expiresAt: new Date('2026-11-30T09:04:59.500Z'),
}

describe('a centre of Net::SMPP', needs(netSmpp), () => {
  let centre: SmppCentre
  let gateway: SmppGateway
  const receipts: unknown[] = []
  const settings = () => ({
    host: '127.0.0.1',
    port: Number(new URL(centre.url).port),
    secure: false,
    systemId: centre.username,
    password: centre.password,
    systemType: 'OTP',
    sender: 'Musubi',
    numberFormat: 'digits' as const,
    longTexts: 'parts' as const,
    receiptIds: 'same' as const,
    perSecond: 100,
    window: 10,
  })
  const news = {
    receipt: async (receipt: unknown) => void receipts.push(receipt),
    lateAnswer: async () => undefined,
  }

  beforeAll(async () => {
    centre = await startSmppCentre('DELIVRD')
    gateway = createSmppGateway(settings(), clock, news)
  })
  afterAll(async () => {
    await gateway?.close()
    await centre?.stop()
  })

  it('reads a text of one part exactly as written, with number, sender, validity and the wish for a receipt', async () => {
    const outcome = await gateway.send(message)
    const [submit] = await centre.waitFor('submit', 1)
    expect(outcome).toEqual({ outcome: 'accepted', providerId: submit?.id, segments: 1 })
    expect(submit).toMatchObject({
      to: '819012345678',
      ton: '1',
      npi: '1',
      from: 'Musubi',
      from_ton: '5',
      esm_class: '0',
      coding: '8',
      receipt: '1',
      validity: '000000000459000R',
    })
    expect(submit === undefined ? '' : textOf(submit)).toBe(message.text)
    expect(centre.told('bind')).toMatchObject([{ system_id: 'musubi', version: '52', type: 'OTP' }])
    await until('the receipt has come', () => receipts.length === 1)
    expect(receipts).toEqual([{ providerId: submit?.id, state: 'delivered', code: 'smpp_err_000' }])
    expect(await centre.waitFor('receipt_answered', 1)).toMatchObject([{ status: '0' }])
  })

  it('reads a long text in parts whose headers belong together, none of which cuts a character', async () => {
    const text = '𠮷'.repeat(70)
    const before = centre.told('submit').length
    expect(await gateway.send({ ...message, text })).toMatchObject({ outcome: 'accepted', segments: 3 })
    const parts = (await centre.waitFor('submit', before + 3)).slice(before)
    expect(parts.map(textOf).join('')).toBe(text)
    expect(parts.every((part) => !textOf(part).includes('\ufffd'))).toBe(true)
    const headers = parts.map(({ text: hex = '' }) => hex.slice(0, 12))
    const reference = headers[0]?.slice(6, 8)
    expect(headers).toEqual([1, 2, 3].map((part) => `050003${reference}030${part}`))
    expect(parts.map(({ esm_class }) => esm_class)).toEqual(['64', '64', '64'])
    expect(parts.map(({ receipt }) => receipt)).toEqual(['0', '0', '1'])
  })

  it('reads a long text as one payload where that is configured, and a national number', async () => {
    const other = createSmppGateway(
      { ...settings(), longTexts: 'payload', numberFormat: 'national', sender: '12345' },
      clock,
      news,
    )
    const text = '契約のご確認をお願いいたします。'.repeat(12)
    const before = centre.told('submit').length
    expect(await other.send({ ...message, text })).toMatchObject({ outcome: 'accepted' })
    const [submit] = (await centre.waitFor('submit', before + 1)).slice(before)
    expect(submit).toMatchObject({
      to: '09012345678',
      ton: '0',
      from: '12345',
      from_ton: '0',
      esm_class: '0',
      text: '',
    })
    expect(submit === undefined ? '' : textOf(submit)).toBe(text)
    const goodbyes = centre.told('unbind').length
    await other.close()
    await centre.waitFor('unbind', goodbyes + 1)
  })

  it('lets a doctor in and out, and refuses a wrong password by its code', async () => {
    expect(await trySmpp(settings())).toBeNull()
    expect(await trySmpp({ ...settings(), password: 'wrong' })).toBe('smpp_bind_0x0e')
  })
})
