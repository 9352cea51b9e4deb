/** Spans of a real server at a real receiver: what they say, how they hang together, and what becomes of them without one. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { addWebhook } from '#tests/console/webhooks.ts'
import { type CollectedSpan, type Collector, startCollector } from '#tests/support/collector.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startReceiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'

let collector: Collector
let server: TestServer
let integrator: Integrator
const traced = () => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-operator',
  OTEL_SERVICE_NAME: 'contracts',
  OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=staging',
})
beforeAll(async () => {
  collector = await startCollector()
  server = await startTestServer({ env: traced() })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(async () => {
  await server?.close()
  collector?.close()
})

/** What a process still holds is handed over when it ends. */
async function flushed(env: Record<string, string> = {}): Promise<CollectedSpan[]> {
  await server.process().stop()
  await server.restart(env)
  return collector.spans
}

/** Names of the spans above, nearest first. */
function above(span: CollectedSpan | undefined): string[] {
  const parent = collector.spans.find(
    ({ spanId, traceId }) => spanId === span?.parentId && traceId === span.traceId,
  )
  return parent === undefined ? [] : [parent.name, ...above(parent)]
}

test('an agreement is told from the request to its transactions and jobs, over the queue', async () => {
  const receiver = await startReceiver()
  await addWebhook(await enterConsole(server), receiver.url, { events: ['document.concluded'] })
  const button = await standAtTheButton({ server, integrator })
  await button.press()
  await waitForStatus(button.sent, 2)
  await waitForNoJobs(server)
  const spans = await flushed()
  await receiver.close()
  const named = (name: string) => spans.filter((each) => each.name === name)
  const [consent] = named('POST /s/:token/consent')
  expect(consent).toMatchObject({
    kind: 2,
    attributes: {
      'http.request.method': 'POST',
      'http.route': '/s/:token/consent',
      'http.response.status_code': 303,
    },
    resource: { 'service.name': 'contracts', 'deployment.environment.name': 'staging' },
  })
  expect(Object.keys(consent?.resource ?? {}).sort()).toEqual([
    'deployment.environment.name',
    'service.name',
    'service.version',
  ])
  const inTrace = spans.filter(({ traceId }) => traceId === consent?.traceId)
  const names = inTrace.map(({ name }) => name)
  expect(names).toEqual(
    expect.arrayContaining([
      'transaction',
      'job sign-act',
      'job conclude-document',
      'job deliver-mail',
      'send mail',
    ]),
  )
  const seal = inTrace.find(({ name }) => name === 'job sign-act')
  expect(seal).toMatchObject({ kind: 5, attributes: { 'musubi.job': 'sign-act', 'musubi.outcome': 'done' } })
  expect(above(seal)).toEqual(['transaction', 'POST /s/:token/consent'])
  expect(above(inTrace.find(({ name }) => name === 'send mail')).slice(0, 1)).toEqual(['job deliver-mail'])
  const [sms] = named('send sms')
  expect(sms).toMatchObject({
    kind: 3,
    attributes: { 'musubi.tool': 'first.outbox', 'musubi.outcome': 'accepted' },
  })
  expect(above(sms)).toEqual(['job send-sms', 'transaction', 'POST /s/:token/phone'])
  expect(named('send webhook')[0]).toMatchObject({
    kind: 3,
    attributes: { 'http.response.status_code': 204 },
  })
  expect(named('send webhook')[0]?.attributes).not.toHaveProperty('server.address')
  expect(collector.headers.at(-1)).toMatchObject({
    authorization: 'Bearer of-the-operator',
    'content-type': 'application/x-protobuf',
    ':path': '/v1/traces',
  })
})

test('every name and every attribute is one of a short list, whatever addresses are asked for', async () => {
  const from = collector.spans.length
  for (let count = 0; count < 30; count++) {
    await fetch(`${server.url}/s/strange-${count}/nowhere-${count}`)
    await fetch(`${server.url}/documents/strange-${count}`, { headers: { authorization: `Bearer ${count}` } })
  }
  await fetch(`${server.url}/health/ready`)
  await flushed()
  const spans = collector.spans.slice(from)
  expect(spans.length).toBeGreaterThan(60)
  expect(spans.filter(({ name }) => name.includes('health'))).toEqual([])
  expect(JSON.stringify(spans)).not.toContain('strange')
  const names = new Set(spans.filter(({ kind }) => kind === 2).map(({ name }) => name))
  expect([...names].filter((name) => !/^[A-Z_]+( \/[a-z:/_*-]*)?$/.test(name))).toEqual([])
  const attributes = new Set(collector.spans.flatMap((span) => Object.keys(span.attributes)))
  expect([...attributes].sort()).toEqual([
    'db.operation.name',
    'db.system.name',
    'http.request.method',
    'http.response.status_code',
    'http.route',
    'musubi.job',
    'musubi.outcome',
    'musubi.tool',
  ])
})

describe('a caller', () => {
  const ids = { trace: 'ab'.repeat(16), span: 'cd'.repeat(8) }

  test('whose trace is known has it gone on; what is none, and what else came along, is left out', async () => {
    const token = { authorization: `Bearer ${integrator.token}` }
    const from = collector.spans.length
    const asked = (traceparent: string, more: Record<string, string> = {}) =>
      fetch(`${server.url}/me`, { headers: { ...token, traceparent, ...more } })
    await asked(`00-${ids.trace}-${ids.span}-01`, { tracestate: 'name=hanako', baggage: 'name=hanako' })
    for (const broken of [
      `00-${'0'.repeat(32)}-${ids.span}-01`,
      `00-${ids.trace}-${'0'.repeat(16)}-01`,
      `ff-${ids.trace}-${ids.span}-01`,
      `00-${ids.trace.toUpperCase()}-${ids.span}-01`,
      `00-${ids.trace}-${ids.span}-01-more`,
      'a'.repeat(5_000),
    ])
      await asked(broken)
    await asked(`00-${'ef'.repeat(16)}-${ids.span}-00`)
    await flushed()
    const calls = collector.spans.slice(from).filter(({ name }) => name === 'GET /me')
    expect(
      calls.filter(({ traceId, parentId }) => traceId === ids.trace && parentId === ids.span),
    ).toHaveLength(1)
    expect(calls.filter(({ parentId }) => parentId === '')).toHaveLength(6)
    // Not sampled by its caller, so not by us.
    expect(calls).toHaveLength(7)
    expect(collector.bytes()).not.toContain('hanako')
  })

  test('who is no system but a browser neither chooses the trace of a page nor switches it off', async () => {
    const from = collector.spans.length
    const [chosen, off] = ['1a'.repeat(16), '2b'.repeat(16)]
    const paths = ['/s/nowhere', '/console/login', '/verify', '/reference', '/nowhere', '/c/nowhere']
    for (const path of paths)
      for (const traceparent of [`00-${chosen}-${ids.span}-01`, `00-${off}-${ids.span}-00`])
        await fetch(`${server.url}${path}`, { headers: { traceparent }, redirect: 'manual' })
    await flushed()
    const requests = collector.spans.slice(from).filter(({ kind }) => kind === 2)
    expect(requests.filter(({ name }) => name.startsWith('GET')).length).toBeGreaterThanOrEqual(
      2 * paths.length,
    )
    expect(requests.filter(({ traceId }) => [chosen, off].includes(traceId))).toEqual([])
    expect(requests.filter(({ parentId }) => parentId !== '')).toEqual([])
  })
})

test('a collector that is away costs nobody anything, and the operator is told once', async () => {
  await server.process().stop()
  collector.close()
  await server.restart({ OTEL_EXPORTER_OTLP_TIMEOUT: '1000' })
  const lost = () => server.process().output().split('"traces.lost"').length - 1
  for (let count = 0; count < 5; count++) expect((await fetch(`${server.url}/reference`)).status).toBe(200)
  await until('the operator is told', () => lost() > 0)
  expect((await fetch(`${server.url}/reference`)).status).toBe(200)
  await server.process().stop()
  expect(lost()).toBe(1)
  expect(server.process().output()).not.toMatch(/of-the-operator|v1\/traces/)
  await server.restart({ OTEL_SDK_DISABLED: 'true' })
})

test('without an endpoint nothing is sent, and nothing of it is loaded', async () => {
  const other = await startCollector()
  await server.process().stop()
  const loads = async (env: Record<string, string>) => {
    await server.restart({ OTEL_EXPORTER_OTLP_ENDPOINT: other.url, NODE_DEBUG: 'esm', ...env })
    expect((await fetch(`${server.url}/reference`)).status).toBe(200)
    await server.process().stop()
    return server.process().output().includes('/open-telemetry-')
  }
  expect(await loads({ OTEL_SDK_DISABLED: 'true' })).toBe(false)
  expect(other.headers).toEqual([])
  expect(await loads({ OTEL_SDK_DISABLED: 'false' })).toBe(true)
  expect(other.headers).not.toEqual([])
  await server.restart({ OTEL_EXPORTER_OTLP_ENDPOINT: '' })
  await until('it answers', async () => (await fetch(`${server.url}/health/live`)).ok)
  other.close()
})
