import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller } from './caller.ts'
import { aClientOf } from './other-clients.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '60' } })
})
afterAll(() => server.close())

const together = (calls: number, call: () => Promise<Answer>) =>
  Promise.all(Array.from({ length: calls }, call))

test('calls over the limit are 429, also when they come together, and other tokens are not hurt', async () => {
  const caller = await aCaller(server.url, server.clientId)
  const other = await aCaller(server.url, await aClientOf(server, { email: 'other@example.jp' }))
  const answers = await together(70, () => caller.call('GET', '/documents/unknown'))
  const statuses = answers.map((each) => each.status)
  expect(statuses.filter((status) => status === 404)).toHaveLength(60)
  expect(statuses.filter((status) => status === 429)).toHaveLength(10)
  const late = await caller.call('POST', '/documents')
  expect([late.status, late.body.error]).toEqual([429, 'too_many_requests'])
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(50)
  expect((await other.call('GET', '/documents')).status).toBe(200)
})

test('the count outlives the process', async () => {
  const caller = await aCaller(server.url, server.clientId)
  await server.kill()
  await server.restart()
  expect((await caller.call('GET', '/documents')).status).toBe(429)
})
