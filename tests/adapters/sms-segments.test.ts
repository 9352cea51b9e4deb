import { describe, expect, it } from 'vitest'
import { smsSegments } from '#domain/sms-segments.ts'
import { nationalNumber, numberInForm } from '#server/adapters/sms/number-form.ts'
import { createOutboxSmsGateway } from '#server/adapters/sms/outbox-gateway.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'

describe('segments of a text', () => {
  it.each([
    ['nothing', '', 1],
    ['160 Latin letters', 'a'.repeat(160), 1],
    ['161 Latin letters', 'a'.repeat(161), 2],
    ['306 Latin letters', 'a'.repeat(306), 2],
    ['307 Latin letters', 'a'.repeat(307), 3],
    ['80 braces, two septets each', '{'.repeat(80), 1],
    ['81 braces', '{'.repeat(81), 2],
    [
      '153 brackets and letters whose escape would straddle a part',
      `${'a'.repeat(152)}[${'a'.repeat(152)}`,
      3,
    ],
    ['70 kana', 'あ'.repeat(70), 1],
    ['71 kana', 'あ'.repeat(71), 2],
    ['134 kana', 'あ'.repeat(134), 2],
    ['135 kana', 'あ'.repeat(135), 3],
    ['one kana among letters', `${'a'.repeat(70)}あ`, 2],
    ['a backtick, which GSM-7 lacks', `${'a'.repeat(70)}\``, 2],
    ['35 characters outside the basic plane', '𠮷'.repeat(35), 1],
    ['67 of them: a part holds 33, never half of one', '𠮷'.repeat(67), 3],
  ])('%s', (_, text, segments) => {
    expect(smsSegments(text)).toBe(segments)
  })
})

describe('a phone number', () => {
  it('is written as a gateway wants it', () => {
    expect(numberInForm('+819012345678', 'e164')).toBe('+819012345678')
    expect(numberInForm('+819012345678', 'digits')).toBe('819012345678')
    expect(numberInForm('+819012345678', 'national')).toBe('09012345678')
    expect(numberInForm('09012345678', 'e164')).toBeNull()
  })

  it('has a national form only in Japan', () => {
    expect(nationalNumber('+816012345678')).toBe('06012345678')
    expect(nationalNumber('+15551234567')).toBeNull()
    expect(nationalNumber('+81090123456789')).toBeNull()
  })
})

describe('the outbox', () => {
  const message: SmsMessage = {
    idempotencyKey: 'attempt-1',
    to: '+819012345678',
    text: 'あ'.repeat(71),
    expiresAt: new Date('2026-11-22T09:10:00Z'),
  }

  it('keeps the message for the virtual phone and accepts it', async () => {
    const kept: SmsMessage[] = []
    const outcome = await createOutboxSmsGateway(async (each) => void kept.push(each)).send(message)
    expect(outcome).toEqual({ outcome: 'accepted', providerId: null, segments: 2 })
    expect(kept).toEqual([message])
  })

  it('does not pretend when the message could not be kept', async () => {
    const broken = createOutboxSmsGateway(() => Promise.reject(new Error('no database')))
    await expect(broken.send(message)).rejects.toThrow('no database')
  })
})
