/**
 * The fault table of the lines: each line of the server to a real peer, away, reset, silent, slow and cut by toxiproxy. What arrives,
 * and what the pages say, stands in the rows; docs/operations.md has the table, and the tests of faults of the peers themselves.
 */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { anAuthority, issue, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startRevocationServer } from '#tests/support/revocation-server.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer } from '#tests/support/timestamp-server.ts'
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

import { gapsAreOver, rowsFor } from './line-rows.ts'

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
      rowsFor((['away', 'reset', { cut: 30 }, 'silent', 'slow'] as LineState[]).map((state) => ({ state }))),
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
        // A mail server has half a minute.
        await until('it was tried', async () => (await tried()).length > 0, 60)
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

  type Authority = {
    env: Record<string, string>
    line: ToxicLine
    fresh(): Promise<void>
    close(): Promise<void>
  }

  async function aTimestampAuthority(): Promise<Authority> {
    const authority = await startTimestampServer({ authority: anAuthority() })
    const url = new URL(authority.url)
    const line = await toxiproxy.lineTo(Number(url.port))
    url.port = String(line.port)
    return { env: { TSA_URL: url.href }, line, fresh: async () => undefined, close: () => authority.close() }
  }

  async function aRevocationAuthority(): Promise<Authority> {
    const authority = await startRevocationServer()
    const root = issue({ name: 'Private Root', kind: 'authority' })
    const url = new URL(authority.lists)
    const line = await toxiproxy.lineTo(Number(url.port))
    url.port = String(line.port)
    const signer = issue({ name: '株式会社運営', by: root, lists: url.href })
    const { SIGNATURE_LEVEL: _, ...key } = signingKeyOf(signer)
    // What was kept would prove the next document, too.
    const chain = { SIGNING_CERTIFICATE: signer.certPem + root.certPem, REVOCATION_FRESHNESS: 'after_use' }
    return {
      env: { ...key, ...chain },
      line,
      async fresh() {
        authority.publish(root)
        const began = Date.now()
        await until('the list of the document before is too old', () => Date.now() > began + 2_000)
      },
      close: () => authority.close(),
    }
  }

  describe.each([
    { name: 'a time-stamping authority', start: aTimestampAuthority },
    { name: 'an authority that publishes lists of revoked certificates', start: aRevocationAuthority },
  ])('$name', ({ start }) => {
    let server: TestServer
    let integrator: Integrator
    let authority: Authority
    beforeAll(async () => {
      authority = await start()
      await authority.fresh()
      server = await startTestServer({ env: authority.env })
      integrator = await signInIntegrator(server.url, server.clientId)
    })
    afterAll(async () => {
      await server?.close()
      await authority?.close()
    })

    test.each(
      rowsFor((['away', 'reset', { cut: 60 }, 'silent', 'slow'] as LineState[]).map((state) => ({ state }))),
    )('$name: the consent is taken, and the document concluded once when the line is back', async ({
      state,
    }) => {
      await authority.fresh()
      const { sent, press } = await standAtTheButton({ server, integrator })
      await authority.line.be(state)
      expect((await press())?.status).toBe(303)
      if (state !== 'slow') {
        const tried = () =>
          rowsOf(
            server,
            `select from graphile_worker._private_jobs where attempts > 0 and last_error is not null`,
          )
        await until('it was tried', async () => (await tried()).length > 0, 60)
        const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
        expect(body.status).toBe(1)
      }
      await authority.line.be('good')
      await waitForStatus(sent, 2, 60)
      await expectConcludedOnce(server, sent)
    })
  })
})
