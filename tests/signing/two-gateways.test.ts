/** Two SMS gateways on one server: which of them gets a text, and what the row says of it. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

type Provider = { url: string; answering: number; texts: string[]; receipts: string[]; close(): void }

/** A gateway that answers with a status, an id of its own, and notes the texts. */
async function provider(): Promise<Provider> {
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const asked = new URLSearchParams(body)
    made.texts.push(asked.get('text') ?? '')
    made.receipts.push(asked.get('receipt') ?? '')
    response.writeHead(made.answering).end(`{"id":"m-${made.texts.length}"}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const made: Provider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`,
    answering: 200,
    texts: [],
    receipts: [],
    close: () => void server.close(),
  }
  return made
}

const templateAt = (url: string) =>
  JSON.stringify({
    method: 'POST',
    url,
    body: 'form',
    fields: { to: '{to}', text: '{text}', receipt: '{receipt_url}' },
    numberFormat: 'national',
    timeoutMs: 5_000,
    readId: '/id',
    receipts: { parameter: 'became', delivered: ['there'], undelivered: ['lost'] },
  })

let first: Provider
let second: Provider
let server: TestServer
beforeAll(async () => {
  first = await provider()
  second = await provider()
  server = await startTestServer({
    env: {
      SMS_GATEWAY: 'http',
      SMS_HTTP_TEMPLATE: templateAt(first.url),
      SMS_SECOND_GATEWAY: 'http',
      SMS_SECOND_HTTP_TEMPLATE: templateAt(second.url),
    },
  })
})
afterAll(async () => {
  await server?.close()
  first?.close()
  second?.close()
})

/** A recipient who asks for a code; the row of its SMS once it is in this state. */
async function asksForCode(state: string): Promise<Record<string, unknown>> {
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
  let row: Record<string, unknown> = {}
  await until(`an SMS is ${state}`, async () => {
    const rows = await rowsOf(
      server,
      'select state, gateway, provider_id from sms_messages where document_id = $1',
      sent.documentId,
    )
    row = rows[0] ?? {}
    return row.state === state
  })
  return row
}

test('the first takes the texts, and the second gets none', async () => {
  expect(await asksForCode('submitted')).toMatchObject({ gateway: 'first.http', provider_id: 'm-1' })
  expect(second.texts).toEqual([])
})

test('where the first says that it cannot now, the second takes the text at once, and the row says so', async () => {
  first.answering = 503
  const before = second.texts.length
  expect(await asksForCode('submitted')).toMatchObject({ gateway: 'second.http', provider_id: 'm-1' })
  expect(second.texts.slice(before)).toHaveLength(1)
  expect(server.process().output()).toMatch(/"gateway":"first\.http".*the other gateway is asked/)
})

test('that a gateway could not bring what the other one took is not believed, and a failure is told once', async () => {
  first.answering = 503
  await asksForCode('submitted')
  const [row = { id: '' }] = await rowsOf(
    server,
    'select id from sms_messages order by created_at desc limit 1',
  )
  const becomes = async (address: string | undefined) => {
    await fetch(address ?? '', { method: 'POST', body: new URLSearchParams({ became: 'lost' }) })
    return (await rowsOf(server, 'select state from sms_messages where id = $1', row.id))[0]?.state
  }
  const told = () =>
    server
      .process()
      .output()
      .match(/"event":"sms.receipt"/g)?.length ?? 0
  expect(await becomes(first.receipts.at(-1))).toBe('submitted')
  expect(told()).toBe(0)
  for (let times = 0; times < 5; times++) expect(await becomes(second.receipts.at(-1))).toBe('undelivered')
  expect(told()).toBe(1)
})

test('where the first refuses the account (no credit), the second takes the text; a refused number is asked of nobody else', async () => {
  first.answering = 402
  const before = second.texts.length
  expect(await asksForCode('submitted')).toMatchObject({ gateway: 'second.http' })
  expect(second.texts.slice(before)).toHaveLength(1)
  expect(server.process().output()).toMatch(/"reason":"http_402".*the other gateway is asked/)
  first.answering = 400
  expect(await asksForCode('rejected')).toMatchObject({ gateway: 'first.http', provider_id: null })
  expect(second.texts.slice(before)).toHaveLength(1)
})

test('what the first may have taken is never given to the second', async () => {
  first.answering = 502
  const before = second.texts.length
  expect(await asksForCode('unknown')).toMatchObject({ gateway: 'first.http', provider_id: null })
  expect(second.texts.slice(before)).toEqual([])
})

test('a state never goes back, whoever writes it, and an arrival outweighs a failure', async () => {
  first.answering = 200
  await asksForCode('submitted')
  const [{ id } = { id: '' }] = await rowsOf(
    server,
    `select id from sms_messages where state = 'submitted' order by created_at desc limit 1`,
  )
  const written = async (state: string) => {
    const [row] = await rowsOf(
      server,
      'update sms_messages set state = $2 where id = $1 returning state',
      id,
      state,
    )
    return row?.state
  }
  expect(await written('submitting')).toBe('submitted')
  expect(await written('undelivered')).toBe('undelivered')
  expect(await written('expired')).toBe('undelivered')
  expect(await written('submitted')).toBe('undelivered')
  expect(await written('delivered')).toBe('delivered')
  expect(await written('undelivered')).toBe('delivered')
})
