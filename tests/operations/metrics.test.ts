/** What Prometheus reads of a server, and that nothing of anybody is in it. */
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createMetrics } from '#server/metrics/metrics.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { waitForNoJobs } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { readSamples, type Sample, sampleOf } from '#tests/support/measurements.ts'
import { freePort } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const token = 'a-token-of-the-operator'
let server: TestServer
let integrator: Integrator
let port: number

beforeAll(async () => {
  port = await freePort()
  server = await startTestServer({ env: { METRICS_TOKEN: token, METRICS_PORT: String(port) } })
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

async function exposition(): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  return answer.text()
}

async function samples(): Promise<Sample[]> {
  return readSamples(await exposition())
}

test('an agreement is counted by its events, its jobs, its SMS and its requests', async () => {
  const title = '門外不出の契約書'
  const button = await standAtTheButton({ server, integrator }, title)
  await button.press()
  await waitForStatus(button.sent, 2)
  await waitForNoJobs(server)
  const text = await exposition()
  const found = readSamples(text)
  const events = (type: string) => sampleOf(found, 'musubi_document_events_total', { type })
  expect([events('document.sent'), events('sms_code.requested'), events('document.concluded')]).toEqual([
    1, 1, 1,
  ])
  expect(sampleOf(found, 'musubi_sms_answers_total', { gateway: 'first.outbox', outcome: 'accepted' })).toBe(
    1,
  )
  const jobs = { job: 'conclude-document', outcome: 'done' }
  expect(sampleOf(found, 'musubi_job_duration_seconds_count', jobs)).toBe(1)
  expect(sampleOf(found, 'musubi_jobs', { job: 'sign-act', state: 'parked' })).toBe(0)
  expect(sampleOf(found, 'musubi_unsigned_consent_age_seconds')).toBe(0)
  expect(sampleOf(found, 'musubi_certificate_left_seconds', { use: 'signing' })).toBeGreaterThan(86_400)
  const consent = { method: 'POST', route: '/s/:token/consent', status: '3xx' }
  expect(sampleOf(found, 'musubi_http_request_duration_seconds_count', consent)).toBe(1)
  expect(sampleOf(found, 'musubi_database_away_seconds')).toBe(0)

  const secrets = [
    title,
    '山田',
    button.tel,
    button.tel.slice(1),
    button.base.slice(3),
    button.sent.documentId,
    token,
  ]
  for (const secret of secrets) expect(text).not.toContain(secret)
})

test('refused sign-ins of which one row tells many are counted as many', async () => {
  const metrics = createMetrics()
  const at = new Date()
  const refused = { type: 'sign_in.refused', teamId: 't', at, reason: 'wrong', account: '' } as const
  metrics.recorded(
    [],
    [
      { ...refused, count: 1 },
      { ...refused, count: 57 },
      { type: 'sms.limit_near', teamId: 't', at, count: 80, limit: 100 },
    ],
  )
  const found = readSamples((await metrics.exposition()).body)
  const of = (type: string) => sampleOf(found, 'musubi_team_events_total', { type })
  expect([of('sign_in.refused'), of('sms.limit_near')]).toEqual([58, 1])
})

test('on the port of everything else they are for whoever names the token', async () => {
  const asked = (authorization?: string) =>
    fetch(`${server.url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })
  for (const wrong of [
    undefined,
    'Bearer',
    'Bearer no',
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${'x'.repeat(9_000)}`,
  ]) {
    const answer = await asked(wrong)
    expect(answer.status).toBe(401)
    expect(answer.headers.get('www-authenticate')).toContain('Bearer')
    expect(await answer.text()).not.toContain('musubi_')
  }
  const answer = await asked(`Bearer ${token}`)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  expect(await answer.text()).toContain('musubi_jobs')
})

test('a thousand strange addresses make no measurement more than one', async () => {
  const before = new Set((await samples()).map(({ name, labels }) => JSON.stringify([name, labels])))
  for (let at = 0; at < 10; at++) {
    const strange = Array.from({ length: 100 }, (_, each) =>
      fetch(`${server.url}/${at}-${each}/${crypto.randomUUID()}`, { method: 'GET' }),
    )
    for (const answer of await Promise.all(strange)) expect(answer.status).toBe(404)
  }
  const added = (await samples()).filter(({ name, labels }) => !before.has(JSON.stringify([name, labels])))
  const labels = new Set(
    added.filter(({ name }) => name.startsWith('musubi_http')).map((each) => each.labels.route),
  )
  expect([...labels]).toEqual(['none'])
})

test('a storage that fails is counted by the code of the system, and is not ready', async () => {
  const files = join(server.dataDirectory, 'files')
  await rename(files, `${files}-aside`)
  try {
    const { body } = await integrator.call('POST', '/documents', { title: '契約書' })
    const answer = await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
    expect(answer.status).toBeGreaterThanOrEqual(500)
    // It is looked at every ten seconds at most.
    const part = { part: 'storage' }
    await until('not ready', async () => sampleOf(await samples(), 'musubi_part_ready', part) === 0)
  } finally {
    await rename(`${files}-aside`, files)
  }
  const failed = { operation: 'put', code: 'ENOENT' }
  expect(sampleOf(await samples(), 'musubi_storage_errors_total', failed)).toBe(1)
})

describe('without a port or a token', () => {
  test('nobody finds any measurements', async () => {
    await server.kill()
    await server.restart({ METRICS_PORT: '', METRICS_TOKEN: '' })
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404)
    await expect(fetch(`http://127.0.0.1:${port}/metrics`)).rejects.toThrow()
  })
})
