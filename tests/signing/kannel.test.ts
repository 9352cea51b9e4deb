import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { kannelPrograms, type RunningKannel, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type SmppCentre, smpp34, startSmppCentre, textOf } from '#tests/support/smpp-centre.ts'
import { until } from '#tests/support/until.ts'

const settingsOf = ({ sendUrl, username, password }: RunningKannel) => ({
  SMS_GATEWAY: 'kannel',
  SMS_KANNEL_URL: sendUrl,
  SMS_KANNEL_USERNAME: username,
  SMS_KANNEL_PASSWORD: password,
})

// Where CI expects a real gateway, its absence is a failure and no excuse.
describe('through a real Kannel (bearerbox, smsbox, fakesmsc)', needs(kannelPrograms), () => {
  let kannel: RunningKannel
  let server: TestServer

  beforeAll(async () => {
    kannel = await startKannel()
    server = await startTestServer({ env: settingsOf(kannel) })
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

describe('through a Kannel that is itself a client of an SMPP centre', needs(kannelPrograms, smpp34), () => {
  let centre: SmppCentre
  let kannel: RunningKannel
  let server: TestServer
  beforeAll(async () => {
    centre = await startSmppCentre('DELIVRD', 'smpp34')
    kannel = await startKannel(centre)
    await centre.waitFor('bind', 1)
    server = await startTestServer({ env: settingsOf(kannel) })
  })
  afterAll(async () => {
    await server?.close()
    await kannel?.stop()
    await centre?.stop()
  })

  test('the code arrives as written, once, and the receipt of the centre makes it known as arrived', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const tel = freshTel()
    const recipients = [{ name: '山田 花子', tel }]
    const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
    await proveThePhone(await signingUrl(sent), tel, async () => {
      const [submit] = await centre.waitFor('submit', 1)
      return /[0-9]{6}/.exec(submit === undefined ? '' : textOf(submit))?.[0] ?? 'none'
    })
    const [submit, ...others] = centre.told('submit')
    expect(others).toEqual([])
    expect(submit?.to).toMatch(new RegExp(`^\\+?81${tel.slice(1)}$`))
    expect(submit === undefined ? '' : textOf(submit)).toMatch(
      /^【つばめ不動産】認証コード [0-9]{6} \(5分間有効\)$/,
    )
    expect(await centre.waitFor('receipt_answered', 1)).toMatchObject([{ status: '0' }])
    await until('it is known to have arrived', async () => {
      const [row] = await rowsOf<{ state: string }>(
        server,
        'select state from sms_messages where document_id = $1',
        sent.documentId,
      )
      return row?.state === 'delivered'
    })
  })
})
