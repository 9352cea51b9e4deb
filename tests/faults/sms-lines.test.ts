/**
 * The fault table of the lines to gateways of SMS: each to a real peer, away, reset, silent, slow and cut by toxiproxy. What arrives, and
 * what the pages say, stands in the rows, as in lines.test.ts.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { kannelPrograms, type RunningKannel, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { type RecordedService, startRecordedService, twilioCreated } from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { netSmpp, type SmppCentre, startSmppCentre } from '#tests/support/smpp-centre.ts'
import {
  type LineState,
  startToxiproxy,
  type ToxicLine,
  type Toxiproxy,
  toxiproxyProgram,
} from '#tests/support/toxiproxy.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { gapsAreOver, nameOf, rowsFor } from './line-rows.ts'

type ServicesRow = { state: LineState; aws: LineState; asked: number[]; ends: string; shown: string }
const namedTwice = (rows: ServicesRow[]) =>
  rows.map((row) => ({ ...row, name: `${nameOf(row.state)}, ${nameOf(row.aws)}` }))

describe('the line to', needs(toxiproxyProgram), () => {
  let toxiproxy: Toxiproxy
  beforeAll(async () => {
    toxiproxy = await startToxiproxy()
  })
  afterAll(() => toxiproxy?.close())

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

  describe('two services that are asked over HTTP (recorded answers of Twilio, then of AWS)', () => {
    let server: TestServer
    let integrator: Integrator
    let twilio: RecordedService
    let aws: RecordedService
    let lines: { twilio: ToxicLine; aws: ToxicLine }
    beforeAll(async () => {
      twilio = await startRecordedService(twilioCreated('SM0'))
      aws = await startRecordedService({ status: 200, body: '{"MessageId":"aws-0"}' })
      const lineTo = ({ url }: RecordedService) => toxiproxy.lineTo(Number(new URL(url).port))
      lines = { twilio: await lineTo(twilio), aws: await lineTo(aws) }
      server = await startTestServer({
        env: {
          SMS_GATEWAY: 'twilio',
          SMS_TWILIO_ACCOUNT: 'AC1',
          SMS_TWILIO_TOKEN: 'a-token',
          SMS_TWILIO_FROM: '+815012345678',
          SMS_TWILIO_ENDPOINT: `http://127.0.0.1:${lines.twilio.port}`,
          SMS_SECOND_GATEWAY: 'aws',
          SMS_SECOND_AWS_REGION: 'ap-northeast-1',
          SMS_SECOND_AWS_KEY_ID: 'AKIDEXAMPLE',
          SMS_SECOND_AWS_SECRET_KEY: 'a-secret-key',
          SMS_SECOND_AWS_ENDPOINT: `http://127.0.0.1:${lines.aws.port}`,
        },
      })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      twilio?.close()
      aws?.close()
    })

    test.each(
      namedTwice([
        { state: 'away', aws: 'good', asked: [0, 1], ends: 'submitted', shown: '送信済' },
        { state: 'away', aws: { cut: 20 }, asked: [0, 1], ends: 'unknown', shown: '結果不明' },
        { state: 'away', aws: 'silent', asked: [0, 1], ends: 'unknown', shown: '結果不明' },
        { state: { cut: 20 }, aws: 'good', asked: [1, 0], ends: 'unknown', shown: '結果不明' },
        { state: 'silent', aws: 'good', asked: [1, 0], ends: 'unknown', shown: '結果不明' },
        { state: 'slow', aws: 'good', asked: [1, 0], ends: 'submitted', shown: '送信済' },
      ] satisfies ServicesRow[]),
    )('$name: asked once each at most, the second only where the first had not got it', async (row) => {
      const before = [twilio.asked.length, aws.asked.length]
      await lines.twilio.be(row.state)
      await lines.aws.be(row.aws)
      const { state, page, console } = await asksForCode(server, integrator)
      await until('its end', async () => (await state()) === row.ends, 30)
      for (const line of Object.values(lines)) await line.be('good')
      await gapsAreOver(server)
      expect(await page()).toContain('送信しました')
      expect(await console()).toContain(row.shown)
      expect([twilio, aws].map(({ asked }, at) => asked.length - (before[at] ?? 0))).toEqual(row.asked)
    })

    test('reset: nobody is asked twice for the same text', async () => {
      const before = twilio.asked.length + aws.asked.length
      await lines.twilio.be('reset')
      const { state } = await asksForCode(server, integrator)
      await until('its end', async () => ['submitted', 'unknown'].includes((await state()) ?? ''))
      await lines.twilio.be('good')
      expect(twilio.asked.length + aws.asked.length - before).toBeLessThanOrEqual(1)
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

    test.each(
      rowsFor([{ state: { cut: 4 } }, { state: 'silent' }] satisfies { state: LineState }[]),
    )('$name: the centre has it, nobody here knows, and nobody sends it again', async ({
      state: lineState,
    }) => {
      await line.be(lineState)
      const { tel, state, page, console } = await asksForCode(server, integrator)
      await until('nobody knows', async () => (await state()) === 'unknown', 30)
      expect(await page()).toContain('送信しました')
      expect(await console()).toContain('結果不明')
      const lines = centre.told('bind').length
      await line.be('good')
      if (lineState !== 'silent') await until('a line', () => centre.told('bind').length > lines, 60)
      await gapsAreOver(server)
      expect(arrivedAt(tel)).toHaveLength(1)
    })
  })
})
