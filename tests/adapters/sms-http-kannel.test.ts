import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFailoverSmsGateway } from '#server/adapters/sms/failover-gateway.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import { kannelTemplate } from '#server/adapters/sms/http-template.ts'
import type { SmsGateway, SmsMessage } from '#server/usecases/delivery-ports.ts'
import { kannelPrograms, type RunningKannel, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'

const clock = { now: () => new Date('2026-11-22T09:00:00Z') }
const codeText = '【むすび不動産】認証番号は 123456 です。\n\n@sign.example.jp #123456'

function message(changes: Partial<SmsMessage> = {}): SmsMessage {
  return {
    idempotencyKey: 'attempt-1',
    to: '+819012345678',
    text: codeText,
    expiresAt: new Date('2026-11-22T09:10:00Z'),
    sender: 'Musubi',
    ...changes,
  }
}

describe('a real Kannel', needs(kannelPrograms), () => {
  let kannel: RunningKannel
  let gateway: SmsGateway
  let wrongPassword: SmsGateway

  beforeAll(async () => {
    kannel = await startKannel()
    const account = { url: kannel.sendUrl, username: kannel.username, password: kannel.password }
    gateway = createHttpSmsGateway(kannelTemplate(account), clock)
    wrongPassword = createHttpSmsGateway(kannelTemplate({ ...account, password: 'wrong' }), clock)
  }, 330_000)

  afterAll(() => kannel?.stop())

  it('carries a code text of one segment to the phone exactly as written', async () => {
    const before = kannel.received().length
    expect(await gateway.send(message())).toEqual({ outcome: 'accepted', providerId: null, segments: 1 })
    expect((await kannel.waitFor(before + 1)).at(-1)).toEqual({
      from: 'Musubi',
      to: '+819012345678',
      text: codeText,
    })
  })

  it('carries characters that mean something in a URL, and those outside the basic plane', async () => {
    const text = '100% & + ? # = / {key} 髙﨑さん 𠮷野家 😀'
    const before = kannel.received().length
    expect(await gateway.send(message({ text }))).toMatchObject({ outcome: 'accepted' })
    expect((await kannel.waitFor(before + 1)).at(-1)?.text).toBe(text)
  })

  it('splits a long text into as many parts as we count', async () => {
    const text = '契約のご確認をお願いいたします。'.repeat(12)
    const before = kannel.received().length
    const outcome = await gateway.send(message({ text }))
    expect(outcome).toMatchObject({ outcome: 'accepted', segments: 3 })
    const parts = (await kannel.waitFor(before + 3)).slice(before)
    expect(parts.map((part) => part.text).join('')).toBe(text)
  })

  it('refuses a wrong password, which no other try will cure', async () => {
    const outcome = await wrongPassword.send(message())
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'http_403', tryAgain: false })
  })

  // Last: Kannel is broken afterwards.
  it('is worth another try, or the second gateway, when bearerbox is down', async () => {
    await kannel.killBearerbox()
    const outcome = await gateway.send(message())
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'connection_refused', tryAgain: true })

    const second = await startKannel()
    try {
      const account = { url: second.sendUrl, username: second.username, password: second.password }
      const other = createHttpSmsGateway(kannelTemplate(account), clock)
      const both = createFailoverSmsGateway({ id: 'first', gateway }, { id: 'second', gateway: other })
      expect(await both.send(message())).toMatchObject({ outcome: 'accepted', gateway: 'second' })
      expect((await second.waitFor(1))[0]?.text).toBe(codeText)
    } finally {
      await second.stop()
    }
  })
})
