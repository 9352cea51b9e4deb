/** The SMPP gateway and centres of other hands: Net::SMPP (Perl, Debian) and smpp34 (Rust, PyPI). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createSmppGateway, type SmppGateway, trySmpp } from '#server/adapters/sms/smpp/smpp-gateway.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'
import { needs } from '#tests/support/needs.ts'
import { netSmpp, type SmppCentre, smpp34, startSmppCentre, textOf } from '#tests/support/smpp-centre.ts'
import { until } from '#tests/support/until.ts'

const clock = { now: () => new Date('2026-11-30T09:00:00Z') }
const message: SmsMessage = {
  idempotencyKey: 'sms-1',
  to: '+819012345678',
  text: '【髙﨑不動産】認証コード 012345 (5分間有効)\n\n@sign.example.jp #012345',
  expiresAt: new Date('2026-11-30T09:04:59.500Z'),
}

const settingsOf = (centre: SmppCentre) => ({
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

const libraries = [
  { library: 'Net::SMPP', need: netSmpp },
  { library: 'smpp34', need: smpp34 },
] as const

for (const { library, need } of libraries)
  describe(`a centre of ${library}`, needs(need), () => {
    let centre: SmppCentre
    let gateway: SmppGateway
    const receipts: unknown[] = []
    const settings = () => settingsOf(centre)
    const news = {
      receipt: async (receipt: unknown) => void receipts.push(receipt),
      lateAnswer: async () => undefined,
    }

    beforeAll(async () => {
      centre = await startSmppCentre('DELIVRD', library)
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
        // What smpp34 does not tell to a program.
        ...(library === 'Net::SMPP' ? { validity: '000000000459000R' } : {}),
      })
      expect(submit === undefined ? '' : textOf(submit)).toBe(message.text)
      const more = library === 'Net::SMPP' ? { version: '52', type: 'OTP' } : {}
      expect(centre.told('bind')).toMatchObject([{ system_id: 'musubi', ...more }])
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

    it('keeps a line open on which nothing is said, by enquiries', async () => {
      const lines = centre.told('bind').length
      const ends = centre.told('unbind').length
      const timing = { answerMs: 10_000, enquireMs: 20, gapsMs: [50], throttledMs: 20 }
      const quiet = createSmppGateway(settings(), clock, news, timing)
      quiet.open()
      await centre.waitFor('bind', lines + 1)
      if (library === 'Net::SMPP') await centre.waitFor('enquire_link', 3)
      expect(await quiet.send(message)).toMatchObject({ outcome: 'accepted' })
      expect(centre.told('unbind')).toHaveLength(ends)
      await quiet.close()
      await centre.waitFor('unbind', ends + 1)
      expect(centre.told('bind')).toHaveLength(lines + 1)
    })

    it('lets a doctor in and out, and refuses a wrong password by its code', async () => {
      expect(await trySmpp(settings())).toBeNull()
      if (library !== 'Net::SMPP') return
      expect(await trySmpp({ ...settings(), password: 'wrong' })).toBe('smpp_bind_0x0e')
    })
  })

describe('a centre of smpp34', needs(smpp34), () => {
  it('that is sent too much takes the text at a later try', async () => {
    const centre = await startSmppCentre('DELIVRD', 'smpp34')
    const timing = { answerMs: 10_000, enquireMs: 30_000, gapsMs: [50], throttledMs: 20 }
    const gateway = createSmppGateway(
      settingsOf(centre),
      clock,
      { receipt: async () => undefined, lateAnswer: async () => undefined },
      timing,
    )
    try {
      const busy = { ...message, to: '+819012345699' }
      expect(await gateway.send(busy)).toEqual({ outcome: 'rejected', reason: 'smpp_0x58', tryAgain: true })
      expect(await gateway.send(busy)).toMatchObject({ outcome: 'accepted' })
      expect(centre.told('submit')).toHaveLength(1)
    } finally {
      await gateway.close()
      await centre.stop()
    }
  })
})
