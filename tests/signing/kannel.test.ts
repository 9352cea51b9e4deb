import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { kannelPrograms, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

// Where CI expects a real gateway, its absence is a failure and no excuse.
describe('through a real Kannel (bearerbox, smsbox, fakesmsc)', needs(kannelPrograms), () => {
  let kannel: Awaited<ReturnType<typeof startKannel>>
  let server: TestServer

  beforeAll(async () => {
    kannel = await startKannel()
    server = await startTestServer({
      env: {
        SMS_GATEWAY: 'kannel',
        SMS_KANNEL_URL: kannel.sendUrl,
        SMS_KANNEL_USERNAME: kannel.username,
        SMS_KANNEL_PASSWORD: kannel.password,
      },
    })
  })
  afterAll(async () => {
    await server?.close()
    await kannel?.stop()
  })

  test('the code of a whole agreement travels as one SMS to the registered number, and the contract is concluded', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
    const browser = await proveThePhone(await signingUrl(sent), tel, async () => {
      await kannel.waitFor(1)
      return /[0-9]{6}/.exec(kannel.received()[0]?.text ?? '')?.[0] ?? 'none'
    })
    await consent(browser)
    const document = await waitForStatus(sent, 2)
    expect(document.status).toBe(2)
    expect(kannel.received()).toHaveLength(1)
    const [sms] = kannel.received()
    expect(sms?.to.replace(/^\+81/, '0').replace(/^81/, '0')).toBe(tel)
    expect(sms?.text).toMatch(/^【つばめ不動産】認証コード [0-9]{6} \(5分間有効\)$/)
    expect(await server.sms()).toEqual([])
  })
})
