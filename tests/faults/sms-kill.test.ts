/**
 * One SMS per press at the most: the server dies between recording an attempt, handing it over, and noting the answer.
 * The gateway is a real HTTP server; in front of it, and in front of the database, a proxy strikes.
 */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf, trailOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type Blow, startHttpProxy, startPostgresProxy } from '#tests/support/cutting-proxy.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { drawSome, seededChance, seedOfRun } from '#tests/support/kill-plan.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const seed = seedOfRun()
const chance = seededChance(seed)
const drawn = process.env.CUTS === 'all' ? Number.POSITIVE_INFINITY : Number(process.env.CUTS ?? 3)

const texts: { to: string; receipt: string }[] = []
/** What the provider does with a text that it has taken, instead of answering. */
let insteadOfAnswer: ((receipt: string) => Promise<void>) | null = null
let provider: Server
let line: Awaited<ReturnType<typeof startHttpProxy>>
let database: Awaited<ReturnType<typeof startPostgresProxy>>
let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  provider = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const text = JSON.parse(body)
    texts.push(text)
    if (insteadOfAnswer !== null) return insteadOfAnswer(text.receipt)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}')
  }).listen(0, '127.0.0.1')
  await once(provider, 'listening')
  line = await startHttpProxy(`http://127.0.0.1:${(provider.address() as AddressInfo).port}/send`)
  database = await startPostgresProxy(inject('postgresUrl'))
  const fields = { to: '{to}', text: '{text}', key: '{key}', receipt: '{receipt_url}' }
  const how = { method: 'POST', body: 'json', numberFormat: 'national', timeoutMs: 10_000 }
  const receipts = { parameter: 'status', delivered: ['1'], undelivered: ['2'] }
  const template = JSON.stringify({ ...how, url: line.url, fields, receipts })
  server = await startTestServer({
    databaseUrl: database.through,
    env: { SMS_GATEWAY: 'http', SMS_HTTP_TEMPLATE: template },
  })
  integrator = await signInIntegrator(server.url, server.clientId)
  process.stdout.write(`SMS: SEED=${seed}\n`)
})

afterAll(async () => {
  await server?.close()
  await line?.close()
  await database?.close()
  provider?.closeAllConnections()
  provider?.close()
})

type Visitor = { sent: Sent; tel: string; base: string; browser: Recipient }

async function arrive(): Promise<Visitor> {
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  await waitForNoJobs(server)
  const url = await signingUrl(sent)
  const browser = openBrowser(server.url)
  await browser.get(url)
  return { sent, tel, base: new URL(url).pathname, browser }
}

const enterNumber = ({ browser, base, tel }: Visitor) =>
  browser.post(`${base}/phone`, { tel }).catch(() => null)

const kill = () => void server.process().process.kill('SIGKILL')

async function restart(): Promise<void> {
  await server.kill()
  await server.restart()
  await waitForNoJobs(server)
}

/** What the database believes about each SMS of this person, and how many the gateway was given. */
async function accountOf({ sent, tel }: Visitor): Promise<{ states: string[]; given: number }> {
  const rows = await rowsOf<{ state: string }>(
    server,
    'select state from sms_messages where document_id = $1 order by created_at',
    sent.documentId,
  )
  return { states: rows.map((row) => row.state), given: texts.filter(({ to }) => to === tel).length }
}

describe('the server dies', () => {
  test.each([
    { stage: 'request', given: 0, moment: 'after recording the attempt, before the gateway heard of it' },
    { stage: 'answer', given: 1, moment: 'after the gateway took it, before noting that' },
  ] as const)('$moment: the SMS is unknown, never sent again, and 再送 sends a new one', async ({
    stage,
    given,
  }) => {
    const visitor = await arrive()
    // The recipient has the next page, and with it their session, before the server dies.
    const entered = Promise.withResolvers<void>()
    line.watch({ at: 1, stage, strike: () => void entered.promise.then(kill) })
    await enterNumber(visitor)
    entered.resolve()
    await until('the blow falls', () => line.struck)
    await restart()
    expect(await accountOf(visitor)).toEqual({ states: ['unknown'], given })
    expect(await trailOf(server, visitor.sent.documentId)).toMatchObject({ 'sms.unknown': 1 })
    expect(
      (await rowsOf(server, 'select text_sealed from sms_messages where text_sealed is not null')).length,
    ).toBe(0)

    await rowsOf(
      server,
      `update sms_codes set created_at = created_at - interval '31 seconds' where participant_id = $1`,
      visitor.sent.participants[0],
    )
    await visitor.browser.get(`${visitor.base}/code`)
    await visitor.browser.post(`${visitor.base}/code/resend`)
    await waitForNoJobs(server)
    expect(await accountOf(visitor)).toEqual({ states: ['unknown', 'submitted'], given: given + 1 })
  })

  test.each([
    ['1', 'delivered', {}],
    ['2', 'undelivered', { 'sms.undelivered': 1 }],
  ])('after the gateway took it and said by receipt %s that it was %s: it was handed over, and the trail says so once', async (word, state, also) => {
    const visitor = await arrive()
    const entered = Promise.withResolvers<void>()
    const told = Promise.withResolvers<number>()
    insteadOfAnswer = async (receipt) => {
      insteadOfAnswer = null
      await entered.promise
      told.resolve((await fetch(`${receipt}?status=${word}`)).status)
      kill()
    }
    await enterNumber(visitor)
    entered.resolve()
    expect(await told.promise).toBe(200)
    await restart()
    expect(await accountOf(visitor)).toEqual({ states: [state], given: 1 })
    const trail = await trailOf(server, visitor.sent.documentId)
    expect(trail).toMatchObject({ 'sms_code.requested': 1, 'sms.submitted': 1, ...also })
    expect(trail['sms.unknown']).toBeUndefined()
    const segments = 'select segments from sms_messages where document_id = $1'
    expect(await rowsOf(server, segments, visitor.sent.documentId)).toEqual([{ segments: 1 }])
  })

  test('at any request to the database: never two SMS, and none is believed sent that was not', async () => {
    const counted = await arrive()
    database.watch()
    await enterNumber(counted)
    await waitForNoJobs(server)
    const { requests } = database
    expect(await accountOf(counted)).toEqual({ states: ['submitted'], given: 1 })

    const ends: Record<string, number> = {}
    const blows = (['request', 'answer'] as const).flatMap((stage) =>
      Array.from({ length: requests }, (_, index): Omit<Blow, 'strike'> => ({ at: index + 1, stage })),
    )
    for (const blow of drawSome(blows, 2 * drawn, chance)) {
      const visitor = await arrive()
      database.watch({ ...blow, strike: kill })
      await enterNumber(visitor)
      await until('the blow falls', () => database.struck)
      await restart()
      const { states, given } = await accountOf(visitor)
      const end = `${states.join()}, given ${given}`
      expect(['unknown, given 0', 'unknown, given 1', 'submitted, given 1', ', given 0']).toContain(end)
      ends[end] = (ends[end] ?? 0) + 1
    }
    process.stdout.write(`SMS: killed at requests to the database: ${JSON.stringify(ends)}\n`)
  }, 1_200_000)
})
