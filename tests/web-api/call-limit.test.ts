import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, type Caller, call } from './caller.ts'
import { aClientOf } from './other-clients.ts'

const limited = { API_CALLS_PER_MINUTE: '60' }

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ env: limited })
})
afterAll(() => server.close())

const together = (calls: number, ask: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: calls }, (_, index) => ask(index)))

const count = (answers: Answer[], status: number) => answers.filter((each) => each.status === status).length

const retryAfter = ({ headers }: Answer) => Number(headers.get('retry-after'))

test('calls over the limit are 429, also when they come together, and other tokens are not hurt', async () => {
  const caller = await aCaller(server.url, server.clientId)
  const other = await aCaller(server.url, await aClientOf(server, { email: 'other@example.jp' }))
  const answers = await together(70, () => caller.call('GET', '/documents/unknown'))
  expect([count(answers, 404), count(answers, 429)]).toEqual([60, 10])
  const late = await caller.call('POST', '/documents')
  expect([late.status, late.body.error]).toEqual([429, 'too_many_requests'])
  expect(retryAfter(late)).toBeGreaterThan(50)
  expect(retryAfter(late)).toBeLessThanOrEqual(60)
  expect(late.body.message).toContain(`${retryAfter(late)} seconds`)
  expect((await other.call('GET', '/documents')).status).toBe(200)
})

test('asking for the token again neither helps nor counts', async () => {
  const asked = await together(5, () =>
    call(server.url, 'POST', '/token', { form: { client_id: server.clientId } }),
  )
  expect(count(asked, 200)).toBe(5)
  const caller = await aCaller(server.url, server.clientId)
  expect((await caller.call('GET', '/documents')).status).toBe(429)
})

test('the count outlives the process', async () => {
  const caller = await aCaller(server.url, server.clientId)
  await server.kill()
  await server.restart()
  expect((await caller.call('GET', '/documents')).status).toBe(429)
})

describe('two processes on one database', () => {
  let second: ServerProcess
  let caller: Caller
  const at = (index: number, method = 'GET', path = '/documents/unknown') =>
    call(index % 2 === 0 ? server.url : `http://127.0.0.1:${second.port}`, method, path, {
      token: caller.token,
    })

  beforeAll(async () => {
    const { dataDirectory, databaseUrl } = server
    second = await startProcess({ dataDirectory, databaseUrl, env: { ...limited, PUBLIC_URL: server.url } })
  })
  afterAll(() => second?.stop())

  test('count one token together, never above the limit and next to never below it', async () => {
    caller = await aCaller(server.url, await aClientOf(server, { email: 'both@example.jp' }))
    const answers: Answer[] = []
    for (let index = 0; index < 66; index++) answers.push(await at(index))
    const passed = count(answers, 404)
    expect(passed).toBeLessThanOrEqual(60)
    expect(passed).toBeGreaterThanOrEqual(57)
    expect(count(answers, 429)).toBe(66 - passed)
    expect((await together(2, at)).map(({ status }) => status)).toEqual([429, 429])
  })

  test('count together what comes at the same moment', async () => {
    caller = await aCaller(server.url, await aClientOf(server, { email: 'burst@example.jp' }))
    const answers = await together(120, at)
    expect(count(answers, 404)).toBeLessThanOrEqual(60)
    expect(count(answers, 404)).toBeGreaterThanOrEqual(50)
    expect(count(answers, 404) + count(answers, 429)).toBe(120)
  })

  test('block for sixty seconds from the first refusal, whatever is asked meanwhile', async () => {
    caller = await aCaller(server.url, await aClientOf(server, { email: 'patient@example.jp' }))
    await together(70, at)
    const blockedUntil = async () => {
      const [row] = await rowsOf<{ blocked_until: Date }>(
        server,
        `select blocked_until from call_windows where client_id = 'client-of-patient@example.jp'`,
      )
      return row?.blocked_until.getTime() ?? 0
    }
    const until = await blockedUntil()
    const seconds = Math.ceil((until - Date.now()) / 1000)
    expect(seconds).toBeGreaterThan(55)
    expect(seconds).toBeLessThanOrEqual(60)
    for (let index = 0; Date.now() < until - 2_000; index++) {
      const refused = await at(index)
      expect(refused.status).toBe(429)
      expect(Math.abs(retryAfter(refused) * 1000 - (until - Date.now()))).toBeLessThan(1_500)
      await sleep(4_000)
    }
    expect(await blockedUntil()).toBe(until)
    await sleep(Math.max(0, until + 50 - Date.now()))
    expect((await together(2, at)).map(({ status }) => status)).toEqual([404, 404])
  })
})

test('the operator sets the limit, and 0 is none', async () => {
  const open = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  try {
    const caller = await aCaller(open.url, open.clientId)
    expect(count(await together(150, () => caller.call('GET', '/documents/unknown')), 404)).toBe(150)
    await open.kill()
    await open.restart({ API_CALLS_PER_MINUTE: '120' })
    const answers = await together(150, () => caller.call('GET', '/documents/unknown'))
    expect([count(answers, 404), count(answers, 429)]).toEqual([120, 30])
  } finally {
    await open.close()
  }
})

test('whoever is turned away at the door spends none of the calls of the token', async () => {
  const door = await startTestServer({ env: { API_CALLS_PER_MINUTE: '5' } })
  try {
    const caller = await aCaller(door.url, door.clientId)
    const headers = { origin: 'https://stranger.example' }
    const refused = await together(20, () => caller.call('GET', '/documents', { headers }))
    expect(count(refused, 400)).toBe(20)
    expect(count(await together(6, () => caller.call('GET', '/documents')), 200)).toBe(5)
  } finally {
    await door.close()
  }
})
