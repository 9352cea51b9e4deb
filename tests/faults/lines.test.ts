/**
 * The fault table of the lines: each line of the server to a real peer, away, reset, silent, slow and cut by toxiproxy. What arrives,
 * and what the pages say, stands in the rows; docs/operations.md has the table, and the tests of faults of the peers themselves.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { anAuthority } from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { kannelPrograms, type RunningKannel, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { netSmpp, type SmppCentre, startSmppCentre } from '#tests/support/smpp-centre.ts'
import { startTimestampServer, type TimestampServer } from '#tests/support/timestamp-server.ts'
import {
  type LineState,
  startToxiproxy,
  type ToxicLine,
  type Toxiproxy,
  toxiproxyProgram,
} from '#tests/support/toxiproxy.ts'
import { until } from '#tests/support/until.ts'
import { aiosmtpd, mailSettings, type SmtpServer, startSmtpServer } from '../adapters/smtp-server.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { addWebhook, comeDue, deliveriesOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'

const nameOf = (state: LineState) =>
  typeof state === 'object' ? `cut after ${state.cut} bytes of the answer` : state
const rowsFor = <Row extends { state: LineState }>(rows: Row[]) =>
  rows.map((row) => ({ ...row, name: nameOf(row.state) }))

/** The gaps of what is tried again are over. */
const gapsAreOver = (server: TestServer) =>
  rowsOf(
    server,
    `with due as (update graphile_worker._private_jobs set run_at = now() where locked_at is null and run_at > now() returning 1)
     select pg_notify('jobs:insert', '{"count":10}') from (select count(*) from due) counted`,
  )

describe('the line to', needs(toxiproxyProgram), () => {
  let toxiproxy: Toxiproxy
  beforeAll(async () => {
    toxiproxy = await startToxiproxy()
  })
  afterAll(() => toxiproxy?.close())

  describe('a receiver of webhooks', () => {
    let server: TestServer
    let administrator: Recipient
    let caller: Caller
    let receiver: Receiver
    let line: ToxicLine
    let webhook: { id: string; path: string }
    beforeAll(async () => {
      server = await startTestServer()
      administrator = await enterConsole(server)
      caller = await aCaller(server.url, server.clientId)
      receiver = await startReceiver()
      line = await toxiproxy.lineTo(Number(new URL(receiver.url).port))
      webhook = await addWebhook(administrator, `http://127.0.0.1:${line.port}/hook`)
    })
    afterAll(async () => {
      await receiver?.close()
      await server?.close()
    })

    test.each(
      rowsFor([
        { state: 'away', page: '接続できません' },
        { state: 'reset', page: '応答の前に切断されました' },
        { state: { cut: 4 }, page: '応答の前に切断されました' },
        { state: 'silent', page: '15秒以内に応答がありません' },
        { state: 'slow', page: 'HTTP 204' },
      ] satisfies { state: LineState; page: string }[]),
    )('$name: the page of the delivery says why, and the message arrives under one id', async ({
      state,
      page,
    }) => {
      await line.be(state)
      const before = (await deliveriesOf(server, webhook.id)).length
      await aSentDocument(caller)
      const delivery = async () => (await deliveriesOf(server, webhook.id))[before]
      await until('it is tried', async () => ((await delivery())?.attempts ?? 0) > 0)
      const { id = '', event = '' } = (await delivery()) ?? {}
      const shown = await administrator.get(`${webhook.path}/deliveries/${id}`)
      expect(shown.html).toContain(page)
      if (state !== 'slow') expect((await delivery())?.state).toBe('waiting')
      await line.be('good')
      await until('it arrives', async () => {
        await comeDue(server)
        return (await delivery())?.state === 'delivered'
      })
      const ids = receiver.received.map(({ headers }) => headers['webhook-id'])
      expect(ids.filter((each) => each === event).length).toBeGreaterThan(0)
      // What was cut off on its way back had arrived, and comes again under its id; what never got through comes once.
      const tries = (await delivery())?.attempts ?? 0
      expect(ids.filter((each) => each === event).length).toBeLessThanOrEqual(tries)
    })
  })

  /** A recipient who asks for a code, as far as the page that says what became of the SMS. */
  async function asksForCode(server: TestServer, integrator: Integrator) {
    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      recipients: [{ name: '山田 花子', tel }],
    })
    const url = await signingUrl(sent)
    const browser = openBrowser(server.url)
    await browser.get(url)
    const base = new URL(url).pathname
    await browser.post(`${base}/phone`, { tel })
    const state = async () =>
      (
        await rowsOf<{ state: string }>(
          server,
          'select state from sms_messages where document_id = $1',
          sent.documentId,
        )
      )[0]?.state
    return {
      tel,
      state,
      page: async () => (await browser.get(`${base}/code`)).html,
      console: async () =>
        (await (await enterConsole(server)).get(`/console/documents/${sent.documentId}`)).html,
    }
  }

  describe('an SMS gateway over HTTP (Kannel)', needs(kannelPrograms), () => {
    let server: TestServer
    let integrator: Integrator
    let kannel: RunningKannel
    let line: ToxicLine
    beforeAll(async () => {
      kannel = await startKannel()
      line = await toxiproxy.lineTo(Number(new URL(kannel.sendUrl).port))
      const url = new URL(kannel.sendUrl)
      url.port = String(line.port)
      server = await startTestServer({
        env: {
          SMS_GATEWAY: 'kannel',
          SMS_KANNEL_URL: url.href,
          SMS_KANNEL_USERNAME: kannel.username,
          SMS_KANNEL_PASSWORD: kannel.password,
        },
      })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      await kannel?.stop()
    })
    const arrivedAt = (tel: string) => kannel.received().filter(({ to }) => to.endsWith(tel.slice(1)))

    test('away: the page says that it is being sent, the console 送信待ち; it arrives once when the line is back', async () => {
      await line.be('away')
      const { tel, state, page, console } = await asksForCode(server, integrator)
      await until('it was tried', () => server.process().output().includes('"reason":"connection_refused"'))
      expect(await state()).toMatch(/^(queued|submitting)$/)
      expect(await page()).toContain('SMSを送信しています')
      expect(await console()).toContain('送信待ち')
      expect(arrivedAt(tel)).toEqual([])
      await line.be('good')
      await until('it arrives', async () => {
        await gapsAreOver(server)
        return (await state()) === 'delivered'
      })
      expect(arrivedAt(tel)).toHaveLength(1)
      expect(await page()).toContain('届きました')
    })

    test.each(
      rowsFor([{ state: 'silent' }, { state: { cut: 10 } }] satisfies { state: LineState }[]),
    )('$name: Kannel took it, and nobody sends it again; its receipt, which comes another way, tells that it arrived', async ({
      state: lineState,
    }) => {
      await line.be(lineState)
      const { tel, state, page } = await asksForCode(server, integrator)
      await until('its receipt', async () => (await state()) === 'delivered', 60)
      expect(await page()).toContain('届きました')
      await line.be('good')
      await gapsAreOver(server)
      expect(arrivedAt(tel)).toHaveLength(1)
    })

    test('reset: it is tried again, or nobody knows; it never comes twice', async () => {
      await line.be('reset')
      const { tel, state, page } = await asksForCode(server, integrator)
      await until('it was tried', async () => (await state()) !== 'queued')
      await line.be('good')
      await until('it has ended', async () => {
        await gapsAreOver(server)
        return !['queued', 'submitting', 'submitted'].includes((await state()) ?? '')
      })
      expect(await state()).toMatch(/^(unknown|delivered)$/)
      expect(arrivedAt(tel).length).toBeLessThanOrEqual(1)
      expect(await page()).toMatch(/送信しました|届きました/)
    })

    test('slow: it arrives once', async () => {
      await line.be('slow')
      const { tel, state } = await asksForCode(server, integrator)
      await until('it arrives', async () => (await state()) === 'delivered')
      expect(arrivedAt(tel)).toHaveLength(1)
      await line.be('good')
    })
  })

  describe('an SMS centre over SMPP (Net::SMPP)', needs(netSmpp), () => {
    let server: TestServer
    let integrator: Integrator
    let centre: SmppCentre
    let line: ToxicLine
    beforeAll(async () => {
      centre = await startSmppCentre('DELIVRD')
      line = await toxiproxy.lineTo(Number(new URL(centre.url).port))
      server = await startTestServer({
        env: {
          SMS_GATEWAY: 'smpp',
          SMS_SMPP_URL: `smpp://127.0.0.1:${line.port}`,
          SMS_SMPP_USERNAME: centre.username,
          SMS_SMPP_PASSWORD: centre.password,
        },
      })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      await centre?.stop()
    })
    const arrivedAt = (tel: string) => centre.told('submit').filter(({ to }) => to === `81${tel.slice(1)}`)

    test('away: the page says that it is being sent; the line is opened anew, and it arrives once', async () => {
      await until('the line is open', () => centre.told('bind').length > 0)
      await line.be('away')
      const { tel, state, page } = await asksForCode(server, integrator)
      expect(await page()).toContain('SMSを送信しています')
      const lines = centre.told('bind').length
      await line.be('good')
      // By its own gaps, the longest of which is half a minute.
      await until('the line is opened anew', () => centre.told('bind').length > lines, 60)
      await gapsAreOver(server)
      await until('it arrives', async () => (await state()) === 'delivered')
      expect(arrivedAt(tel)).toHaveLength(1)
    })

    test('slow: it arrives once, and its receipt is heard', async () => {
      await line.be('slow')
      const { tel, state, page } = await asksForCode(server, integrator)
      await until('it arrives', async () => (await state()) === 'delivered')
      expect(arrivedAt(tel)).toHaveLength(1)
      expect(await page()).toContain('届きました')
      await line.be('good')
    })
  })

  describe('a mail server (aiosmtpd)', needs(aiosmtpd), () => {
    let server: TestServer
    let integrator: Integrator
    let mail: SmtpServer
    let line: ToxicLine
    beforeAll(async () => {
      mail = await startSmtpServer('open')
      line = await toxiproxy.lineTo(mail.port)
      server = await startTestServer({ env: mailSettings({ port: line.port }) })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      await mail?.stop()
    })

    test.each(
      rowsFor([{ state: 'away' }, { state: 'reset' }, { state: { cut: 30 } }, { state: 'slow' }] satisfies {
        state: LineState
      }[]),
    )('$name: the mail arrives when the line is back, and the console says 送信済', async ({
      state,
      name,
    }) => {
      await line.be(state)
      const email = `${name.replaceAll(' ', '-')}@example.jp`
      const { body } = await integrator.call('POST', '/documents', { title: '遅れて届く覚書' })
      await integrator.upload(body.id, await contractPdf(), '覚書.pdf')
      await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
      expect((await integrator.call('POST', `/documents/${body.id}`)).status).toBe(200)
      const arrived = () => mail.taken().filter(({ to }) => to[0] === email)
      if (state !== 'slow') {
        const tried = () =>
          rowsOf(
            server,
            `select from graphile_worker._private_jobs where attempts > 0 and last_error is not null`,
          )
        await until('it was tried', async () => (await tried()).length > 0)
        expect(arrived()).toEqual([])
      }
      await line.be('good')
      await until('it arrives', async () => {
        await gapsAreOver(server)
        return arrived().length > 0
      })
      await until('the console knows', async () => {
        const page = await (await enterConsole(server)).get(`/console/documents/${body.id}`)
        return page.html.includes('送信済')
      })
      expect(arrived()).toHaveLength(1)
    })
  })

  describe('a time-stamping authority', () => {
    let server: TestServer
    let integrator: Integrator
    let authority: TimestampServer
    let line: ToxicLine
    beforeAll(async () => {
      authority = await startTimestampServer({ authority: anAuthority() })
      const url = new URL(authority.url)
      line = await toxiproxy.lineTo(Number(url.port))
      url.port = String(line.port)
      server = await startTestServer({ env: { TSA_URL: url.href } })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      await authority?.close()
    })

    test.each(
      rowsFor([{ state: 'away' }, { state: { cut: 60 } }, { state: 'slow' }] satisfies {
        state: LineState
      }[]),
    )('$name: the consent is taken, and the document concluded once when the line is back', async ({
      state,
    }) => {
      const { sent, press } = await standAtTheButton({ server, integrator })
      await line.be(state)
      expect((await press())?.status).toBe(303)
      if (state !== 'slow') {
        const tried = () =>
          rowsOf(
            server,
            `select from graphile_worker._private_jobs where attempts > 0 and last_error is not null`,
          )
        await until('the seal was tried', async () => (await tried()).length > 0)
        const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
        expect(body.status).toBe(1)
      }
      await line.be('good')
      await waitForStatus(sent, 2, 60)
      await expectConcludedOnce(server, sent)
    })
  })
})
