/** The alert rules of deploy/, judged by promtool and fired by a real Prometheus at real faults. */

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readdir, readFile, rename } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { createMetrics } from '#server/metrics/metrics.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { anAuthority } from '#tests/support/certificate-maker.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { startPostgresProxy } from '#tests/support/cutting-proxy.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { freePort } from '#tests/support/process.ts'
import { type Prometheus, prometheusPrograms, startPrometheus } from '#tests/support/prometheus.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer, type TimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

const rulesFile = 'deploy/prometheus/musubi-alerts.yaml'

async function dashboardExpressions(): Promise<string[]> {
  const { panels } = JSON.parse(await readFile('deploy/grafana/musubi.json', 'utf8'))
  return panels.flatMap(({ targets = [] }: { targets?: { expr: string }[] }) =>
    targets.map(({ expr }) => expr),
  )
}

test('every alert has a runbook, and every runbook an alert', async () => {
  const names = [...(await readFile(rulesFile, 'utf8')).matchAll(/alert: (\w+)/g)].map(
    ([, name]) => `${name}.md`,
  )
  expect((await readdir('docs/runbooks')).toSorted()).toEqual(names.toSorted())
  const listed = await readFile('docs/metrics.md', 'utf8')
  for (const name of names) expect(listed).toContain(`(runbooks/${name})`)
})

test('rules, dashboard and docs name measurements that exist', async () => {
  const { body } = await createMetrics().exposition()
  const readings = (await readFile('server/metrics/metrics.ts', 'utf8')).matchAll(/'(musubi_\w+)'/g)
  const made = new Set([...readings].map(([, name]) => name))
  for (const [, name] of body.matchAll(/^# TYPE (\w+)/gm)) made.add(name)
  const texts = [
    await readFile(rulesFile, 'utf8'),
    ...(await dashboardExpressions()),
    await readFile('docs/metrics.md', 'utf8'),
  ]
  const named = texts.flatMap((text) =>
    [...text.matchAll(/\b(?:musubi_(?!alerts)|nodejs_|process_)\w*[a-z]\b/g)].map(([name]) => name),
  )
  const unknown = named
    .map((name) => name.replace(/_(bucket|count|sum)$/, ''))
    .filter((name) => !made.has(name))
  expect(unknown).toEqual([])
})

describe('Prometheus', needs(prometheusPrograms), () => {
  let tsa: TimestampServer
  let gateway: Gateway
  let database: Awaited<ReturnType<typeof startPostgresProxy>>
  let server: TestServer
  let prometheus: Prometheus
  let integrator: Integrator
  let button: AtTheButton
  let port: number

  beforeAll(async () => {
    tsa = await startTimestampServer({ authority: anAuthority() })
    gateway = await startGateway()
    database = await startPostgresProxy(inject('postgresUrl'))
    port = await freePort()
    server = await startTestServer({
      databaseUrl: database.through,
      env: {
        METRICS_PORT: String(port),
        TSA_URL: tsa.url,
        SMS_GATEWAY: 'http',
        SMS_HTTP_TEMPLATE: gateway.template,
      },
    })
    integrator = await signInIntegrator(server.url, server.clientId)
    // Before Prometheus looks: a token that it saw granted would keep its alert still for ten minutes.
    button = await standAtTheButton({ server: { ...server, codeFor: gateway.codeFor }, integrator })
    await waitForNoJobs(server)
    // Nobody waits ten minutes here.
    prometheus = await startPrometheus([port], {
      'musubi_unsigned_consent_age_seconds) > 600': 'musubi_unsigned_consent_age_seconds) > 1',
      'musubi_database_away_seconds) > 15': 'musubi_database_away_seconds) > 1',
    })
  })
  afterAll(async () => {
    await prometheus?.stop()
    await server?.close()
    await database?.close()
    await tsa?.close()
    gateway?.close()
  })

  async function fires(alert: string): Promise<void> {
    await until(`${alert} fires`, async () => (await prometheus.firing()).has(alert), 60)
  }

  test('promtool finds nothing wrong with the rules, and its cases come out as expected', async () => {
    await promisify(execFile)('promtool', ['check', 'rules', rulesFile])
    await promisify(execFile)('promtool', ['test', 'rules', 'deploy/prometheus/musubi-alerts.test.yaml'])
  })

  test('it understands every expression of the dashboard', async () => {
    for (const expression of await dashboardExpressions()) await prometheus.ask(expression)
  })

  test('real faults fire their alerts, and nothing fires before', async () => {
    await until('Prometheus knows the process', async () => (await prometheus.ask('up == 1')) === 1)
    expect([...(await prometheus.firing())]).toEqual([])

    tsa.behave('error_500')
    await button.press()
    await fires('MusubiTimestampsFail')
    await fires('MusubiConsentsUnsigned')
    await rowsOf(
      server,
      'update graphile_worker._private_jobs set attempts = max_attempts where locked_at is null',
    )
    await fires('MusubiJobsParked')

    gateway.refuse()
    for (let people = 0; people < 5; people++) {
      const tel = freshTel()
      const recipients = [{ name: '山田 花子', tel }]
      const url = await signingUrl(await sendDocument(integrator, { pdf: await contractPdf(), recipients }))
      const browser = openBrowser(server.url)
      await browser.get(url)
      await browser.post(`${new URL(url).pathname}/phone`, { tel })
    }
    await fires('MusubiSmsFails')

    const files = join(server.dataDirectory, 'files')
    await rename(files, `${files}-aside`)
    const { body } = await integrator.call('POST', '/documents', { title: '契約書' })
    await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
    await fires('MusubiStorageErrors')
    await fires('MusubiNotReady')
    await rename(`${files}-aside`, files)

    await database.close()
    await fires('MusubiDatabaseAway')
    await server.kill()
    await fires('MusubiDown')
  })
})

type Gateway = { template: string; codeFor(tel: string): Promise<string>; refuse(): void; close(): void }

/** An SMS gateway that notes the codes by number, until it refuses every text for good. */
async function startGateway(): Promise<Gateway> {
  const codes = new Map<string, string>()
  let status = 200
  const listening = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const asked = new URLSearchParams(body)
    codes.set(asked.get('to') ?? '', /[0-9]{6}/.exec(asked.get('text') ?? '')?.[0] ?? '')
    response.writeHead(status).end('{}')
  }).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return {
    template: JSON.stringify({
      method: 'POST',
      url: `http://127.0.0.1:${port}/send`,
      body: 'form',
      fields: { to: '{to}', text: '{text}' },
      numberFormat: 'national',
      timeoutMs: 5_000,
    }),
    async codeFor(tel) {
      await until('a code', () => codes.has(tel))
      return codes.get(tel) ?? ''
    },
    refuse() {
      status = 400
    },
    close: () => void listening.close(),
  }
}
