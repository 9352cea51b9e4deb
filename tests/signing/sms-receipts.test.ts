/** The address at which gateways say what became of an SMS: a real Kannel, Twilio's signed callback, and whoever makes one up. */
import { createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { kannelPrograms, startKannel } from '#tests/support/kannel.ts'
import { needs } from '#tests/support/needs.ts'
import { openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import {
  type RecordedService,
  startRecordedService,
  twilioCreated,
  twilioSettings,
} from '#tests/support/recorded-service.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

type Row = { id: string; state: string; provider_id: string | null }

async function askForCode(server: TestServer): Promise<{ documentId: string; row(): Promise<Row> }> {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  await browser.get(url)
  await browser.post(`${new URL(url).pathname}/phone`, { tel })
  const row = async () => {
    const [found] = await rowsOf(
      server,
      'select id, state, provider_id from sms_messages where document_id = $1',
      sent.documentId,
    )
    return found as Row
  }
  await until('it was handed over', async () => !['queued', 'submitting'].includes((await row())?.state))
  return { documentId: sent.documentId, row }
}

test(
  'a real Kannel tells by its delivery report that the SMS has arrived',
  needs(kannelPrograms),
  async () => {
    const kannel = await startKannel()
    const server = await startTestServer({
      env: {
        SMS_GATEWAY: 'kannel',
        SMS_KANNEL_URL: kannel.sendUrl,
        SMS_KANNEL_USERNAME: kannel.username,
        SMS_KANNEL_PASSWORD: kannel.password,
      },
    })
    try {
      const { row } = await askForCode(server)
      await until('Kannel has told', async () => (await row()).state === 'delivered')
      expect(server.process().output()).not.toMatch(/sms\/receipts\/first/)
    } finally {
      await server.close()
      await kannel.stop()
    }
  },
)

describe('Twilio', () => {
  const token = 'an auth token'
  let twilio: RecordedService
  let server: TestServer
  let sids = 0
  beforeAll(async () => {
    twilio = await startRecordedService(twilioCreated('SM0'))
    server = await startTestServer({
      env: twilioSettings(twilio, token),
    })
  })
  afterAll(async () => {
    await server?.close()
    twilio?.close()
  })

  async function sms() {
    sids += 1
    twilio.answering = twilioCreated(`SM${sids}`)
    const asked = await askForCode(server)
    const callback = new URLSearchParams(twilio.asked.at(-1)?.body).get('StatusCallback') ?? ''
    return { ...asked, callback }
  }

  /** As Twilio calls, signed with this token. */
  function call(url: string, fields: Record<string, string>, { by = token, signedUrl = url } = {}) {
    const signed = Object.keys(fields)
      .sort()
      .reduce((all, name) => all + name + fields[name], signedUrl)
    return fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-twilio-signature': createHmac('sha1', by).update(signed).digest('base64'),
      },
      body: new URLSearchParams(fields),
    })
  }

  const status = (word: string) => ({
    MessageSid: `SM${sids}`,
    MessageStatus: word,
    ErrorCode: '30003',
    To: '+819012345678',
    AccountSid: 'AC1',
  })

  test('calls with its signature, and the state follows; steps on the way change nothing', async () => {
    const { row, callback, documentId } = await sms()
    expect(callback).toMatch(new RegExp(`^${server.url}/sms/receipts/first/`))
    expect((await call(callback, status('sent'))).status).toBe(200)
    expect(await row()).toMatchObject({ state: 'submitted', provider_id: `SM${sids}` })
    for (const _twice of [1, 2]) expect((await call(callback, status('undelivered'))).status).toBe(200)
    expect(await row()).toMatchObject({ state: 'undelivered' })
    const events = await rowsOf(
      server,
      `select row from audit where document_id = $1 and type = 'sms.undelivered'`,
      documentId,
    )
    expect(events).toHaveLength(1)
    expect(JSON.parse(String(events[0]?.row)).detail ?? JSON.parse(String(events[0]?.row))).toMatchObject({
      reason: 'undelivered',
    })
    await call(callback, status('delivered'))
    expect(await row()).toMatchObject({ state: 'delivered' })
    expect(server.process().output()).toMatch(
      /"event":"sms\.receipt".*"state":"undelivered","code":"twilio_30003","cure":"nothing, if it is this one phone/,
    )
    expect(server.process().output()).not.toMatch(/819012345678|an auth token/)
  })

  test('whose signature is of another token, another address or other words is not believed', async () => {
    const { row, callback } = await sms()
    const forged = [
      await call(callback, status('undelivered'), { by: 'another' }),
      await call(callback, status('undelivered'), { signedUrl: callback.replace('http:', 'https:') }),
      await call(`${callback}?a=1`, status('undelivered'), { signedUrl: callback }),
      await fetch(callback, { method: 'POST', body: new URLSearchParams(status('undelivered')) }),
      await fetch(`${callback}?MessageStatus=undelivered`),
    ]
    expect(forged.map((answer) => answer.status)).toEqual([403, 403, 403, 403, 403])
    expect(await row()).toMatchObject({ state: 'submitted' })
  })

  test('at an address that was made up, or is of another SMS, there is nothing, and its body is not read', async () => {
    const one = await sms()
    const other = await sms()
    const [, , , , , id, proof] = new URL(one.callback).href.split('/')
    const madeUp = [
      one.callback.replace(String(id), (await other.row()).id),
      one.callback.replace(String(proof), 'x'.repeat(43)),
      one.callback.replace('/first/', '/second/'),
      one.callback.replace('/first/', '/third/'),
      `${server.url}/sms/receipts/first/__proto__/x`,
    ]
    for (const url of madeUp) expect((await call(url, status('undelivered'))).status).toBe(404)
    expect(await one.row()).toMatchObject({ state: 'submitted' })
    expect(await other.row()).toMatchObject({ state: 'submitted' })
  })

  test('cannot send more than a callback has, nor what is no form', async () => {
    const { callback, row } = await sms()
    const huge = await call(callback, { MessageStatus: 'undelivered', x: 'x'.repeat(20_000) })
    expect(huge.status).toBe(400)
    const bytes = await fetch(callback, { method: 'POST', body: Buffer.from('a=%ff') })
    expect(bytes.status).toBe(400)
    expect(await row()).toMatchObject({ state: 'submitted' })
  })
})

const templateAt = (url: string) =>
  JSON.stringify({
    method: 'POST',
    url,
    body: 'form',
    fields: { to: '{to}', text: '{text}', callback: '{receipt_url}' },
    numberFormat: 'national',
    timeoutMs: 20_000,
    readId: '/id',
    receipts: { parameter: 'result', delivered: ['ok'], undelivered: ['ng'], expired: ['late'] },
  })

describe('a provider that a template describes', () => {
  test('calls before it answers, thirty times at once and against itself: one arrival, one event at most', async () => {
    const gone: Promise<number>[] = []
    const provider = createServer(async (request, response) => {
      let body = ''
      for await (const chunk of request.setEncoding('utf8')) body += chunk
      const callback = new URLSearchParams(body).get('callback') ?? ''
      const call = async (word: string) => (await fetch(`${callback}?result=${word}`)).status
      for (let count = 0; count < 30; count += 1) gone.push(call(['ng', 'late', 'ok'][count % 3] ?? ''))
      await Promise.all(gone)
      response.end('{"id":"early"}')
    }).listen(0, '127.0.0.1')
    await once(provider, 'listening')
    const server = await startTestServer({
      env: {
        SMS_GATEWAY: 'http',
        SMS_HTTP_TEMPLATE: templateAt(`http://127.0.0.1:${(provider.address() as AddressInfo).port}/`),
      },
    })
    try {
      const { row, documentId } = await askForCode(server)
      await until('the answer is recorded', async () => (await row()).provider_id === 'early')
      expect(await Promise.all(gone)).toEqual(Array(30).fill(200))
      expect(await row()).toMatchObject({ state: 'delivered' })
      const types = await rowsOf(server, 'select type from audit where document_id = $1', documentId)
      const events = types.map(({ type }) => type)
      expect(events.filter((type) => type === 'sms.undelivered').length).toBeLessThanOrEqual(1)
      expect(events.filter((type) => type === 'sms.submitted')).toHaveLength(1)
    } finally {
      await server.close()
      provider.close()
    }
  })

  test('says that a code did not arrive which was entered: it is not believed, and nobody is told', async () => {
    const provider = await startRecordedService({ status: 200, body: '{"id":"1"}' })
    const server = await startTestServer({
      env: { SMS_GATEWAY: 'http', SMS_HTTP_TEMPLATE: templateAt(provider.url) },
    })
    try {
      const integrator = await signInIntegrator(server.url, server.clientId)
      const tel = freshTel()
      const recipients = [{ name: '山田 花子', tel }]
      const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients })
      const form = () => new URLSearchParams(provider.asked[0]?.body)
      await proveThePhone(await signingUrl(sent), tel, async () => {
        await until('the text is there', () => provider.asked.length > 0)
        return /[0-9]{6}/.exec(form().get('text') ?? '')?.[0] ?? 'none'
      })
      const row = async () =>
        (await rowsOf(server, 'select state from sms_messages where document_id = $1', sent.documentId))[0]
      await until('it is submitted', async () => (await row())?.state === 'submitted')
      expect((await fetch(`${form().get('callback')}?result=ng`)).status).toBe(200)
      expect(await row()).toMatchObject({ state: 'submitted' })
      const told = 'select 1 from audit where document_id = $1 and type = $2'
      expect(await rowsOf(server, told, sent.documentId, 'sms.undelivered')).toEqual([])
      expect((await fetch(`${form().get('callback')}?result=ok`)).status).toBe(200)
      expect(await row()).toMatchObject({ state: 'delivered' })
    } finally {
      await server.close()
      provider.close()
    }
  })
})
