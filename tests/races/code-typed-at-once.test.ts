/** A code that is entered in the moment in which its gateway answers, as a phone does that fills codes in by itself. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let gateway: Server
let server: TestServer
let integrator: Integrator
/** Who waits for the code that goes to a number. */
const waiting = new Map<string, (code: string) => void>()

beforeAll(async () => {
  gateway = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://gateway').searchParams
    const code = /[0-9]{6}/.exec(query.get('text') ?? '')?.[0] ?? ''
    waiting.get((query.get('to') ?? '').replace(/^\+81/, '0'))?.(code)
    response.statusCode = 202
    response.end('0: Accepted for delivery')
  })
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve))
  const { port } = gateway.address() as AddressInfo
  server = await startTestServer({
    env: {
      SMS_GATEWAY: 'kannel',
      SMS_KANNEL_URL: `http://127.0.0.1:${port}/cgi-bin/sendsms`,
      SMS_KANNEL_USERNAME: 'u',
      SMS_KANNEL_PASSWORD: 'p',
    },
  })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(async () => {
  await server?.close()
  gateway?.close()
})

async function enterAtOnce(pdf: Uint8Array): Promise<string> {
  const tel = freshTel()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
  const url = await signingUrl(sent)
  const base = new URL(url).pathname
  const browser = openBrowser(server.url)
  await browser.get(url)
  const arrived = new Promise<string>((resolve) => waiting.set(tel, resolve))
  await browser.post(`${base}/phone`, { tel })
  return (await browser.post(`${base}/code`, { code: await arrived })).url
}

test('the code and the answer of its gateway never wait for each other', async () => {
  const pdf = await contractPdf()
  for (let round = 0; round < 80; round++) expect(await enterAtOnce(pdf)).toMatch(/\/review$/)
  // PostgreSQL counts a connection's deadlocks at its end, if not earlier.
  await server.process().stop()
  const [found] = await rowsOf(
    server,
    'select deadlocks from pg_stat_database where datname = current_database()',
  )
  expect(Number(found?.deadlocks)).toBe(0)
}, 120_000)
