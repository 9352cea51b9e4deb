/** The other alert rules of deploy/ (see alerts.test.ts), fired by a real Prometheus at real faults: load, peers that are away, attacks. */
import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mailSettings } from '#tests/adapters/smtp-server.ts'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { addWebhook } from '#tests/console/webhooks.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { scannedPdf } from '#tests/fixtures/scanned-pdf.ts'
import { anAuthority, issue, issueSigner, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { readSamples, sampleOf } from '#tests/support/measurements.ts'
import { needs } from '#tests/support/needs.ts'
import { freePort } from '#tests/support/process.ts'
import { type Prometheus, prometheusPrograms, startPrometheus } from '#tests/support/prometheus.ts'
import { openBrowser } from '#tests/support/recipient.ts'
import { startRevocationServer } from '#tests/support/revocation-server.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

/** Which rules this file fires; that they are all the others is asked at the end. */
const here = [
  'MusubiMemory',
  'MusubiSignInsRefused',
  'MusubiCodesNotEntered',
  'MusubiMailFails',
  'MusubiWebhooksFail',
  'MusubiErrors',
  'MusubiNoConnections',
  'MusubiSlow',
  'MusubiEventLoopLate',
  'MusubiJobsLate',
  'MusubiCertificateEnds',
  'MusubiValidationFails',
  'MusubiArchivesLate',
  'MusubiEvidenceLate',
]

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)
const times = (count: number) => Array.from({ length: count }, (_, at) => at)

test('every rule is fired by this file or by its neighbour', async () => {
  const rules = await readFile('deploy/prometheus/musubi-alerts.yaml', 'utf8')
  const neighbour = await readFile('tests/operations/alerts.test.ts', 'utf8')
  const fired = [...neighbour.matchAll(/fires\('(\w+)'\)/g)].map(([, name]) => name)
  const names = [...rules.matchAll(/alert: (\w+)/g)].map(([, name]) => name)
  expect([...fired, ...here].toSorted()).toEqual(names.toSorted())
})

describe('Prometheus', needs(prometheusPrograms), () => {
  let server: TestServer
  let integrator: Integrator
  let prometheus: Prometheus
  let port: number

  beforeAll(async () => {
    port = await freePort()
    server = await startTestServer({
      env: {
        METRICS_PORT: String(port),
        DATABASE_CONNECTIONS: '5',
        TRUSTED_PROXIES: '127.0.0.1',
        // Nobody listens there.
        ...mailSettings({ port: await freePort() }),
        ...signingKeyOf(issueSigner({ name: '運営 2027', until: inDays(90) })),
      },
    })
    integrator = await signInIntegrator(server.url, server.clientId)
  })
  afterAll(async () => {
    await prometheus?.stop()
    await server?.close()
  })

  /** Nothing of the kind before, and the alert after. */
  async function fires(alert: string, fault: () => Promise<void>): Promise<void> {
    expect(here).toContain(alert)
    expect([...(await prometheus.firing())]).not.toContain(alert)
    await fault()
    await until(`${alert} fires`, async () => (await prometheus.firing()).has(alert), 60)
  }

  async function draft(email?: string): Promise<string> {
    const { body } = await integrator.call('POST', '/documents', { title: '契約書' })
    const path = `/documents/${body.id}`
    if (email === undefined) return body.id
    await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
    await integrator.call('POST', `${path}/participants`, { name: '山田 花子', email })
    await integrator.call('POST', path)
    return body.id
  }

  test('each rule at its fault, and not before', { timeout: 600_000 }, async () => {
    const pdf = await contractPdf()
    const large = await scannedPdf(12_000_000)
    const url = await signingUrl(await sendDocument(integrator, { pdf }))
    await openBrowser(server.url).get(url)
    const administrator = await enterConsole(server)
    await waitForNoJobs(server)
    const samples = readSamples(await (await fetch(`http://127.0.0.1:${port}/metrics`)).text())
    const memory = sampleOf(samples, 'process_resident_memory_bytes')
    prometheus = await startPrometheus(
      [port],
      {
        // Here it is thirty megabytes more than an idle process has, which uploads and many visitors bring about.
        'process_resident_memory_bytes) > 1e9': `process_resident_memory_bytes) > ${memory + 3e7}`,
        // Nobody waits two minutes here.
        'musubi_job_due_seconds{state=\\"waiting\\"}) > 120':
          'musubi_job_due_seconds{state=\\"waiting\\"}) > 2',
      },
      2,
    )
    await until('Prometheus knows the process', async () => (await prometheus.ask('up == 1')) === 1)
    expect([...(await prometheus.firing())]).toEqual([])

    await fires('MusubiMemory', async () => {
      const drafts = await Promise.all(times(10).map(() => draft()))
      for (let round = 0; round < 10 && !(await prometheus.firing()).has('MusubiMemory'); round++) {
        await Promise.all(drafts.map((id) => integrator.upload(id, large, '契約書.pdf')))
        // Few at a time, so that nobody waits long: slowness is another alert's.
        for (const _ of times(20)) await Promise.all(times(40).map(async () => (await fetch(url)).text()))
      }
    })

    await fires('MusubiSignInsRefused', async () => {
      for (const at of times(56)) {
        const stranger = openBrowser(server.url, { 'x-forwarded-for': `203.0.113.${at}` })
        await stranger.get('/console/sign-in')
        await stranger.post('/console/sign-in', { email: server.email, password: `guess ${at}` })
      }
    })

    await fires('MusubiWebhooksFail', async () => {
      const away = await freePort()
      for (const at of times(12)) await addWebhook(administrator, `http://127.0.0.1:${away}/${at}`)
      for (const _ of times(3)) await sendDocument(integrator, { pdf })
    })

    await fires('MusubiMailFails', async () => {
      for (const at of times(5)) await draft(`hanako-${at}@example.jp`)
    })

    await fires('MusubiCodesNotEntered', async () => {
      for (const _ of times(24)) {
        const tel = freshTel()
        const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
        const page = new URL(await signingUrl(sent))
        const browser = openBrowser(server.url)
        await browser.get(page.href)
        await browser.post(`${page.pathname}/phone`, { tel })
      }
    })

    await fires('MusubiErrors', async () => {
      const files = join(server.dataDirectory, 'files')
      const id = await draft()
      await rename(files, `${files}-aside`)
      try {
        for (const _ of times(40)) {
          await integrator.upload(id, pdf, '契約書.pdf')
          await sleep(100)
        }
      } finally {
        await rename(`${files}-aside`, files)
      }
    })

    // Somebody alters tables in the middle of the day. The process answers Prometheus all the same, without what it cannot read.
    const slow = async () => {
      const other = new Client({ connectionString: server.databaseUrl })
      await other.connect()
      await other.query('begin; lock table documents, acts in access exclusive mode')
      const pages = times(120).map(() => fetch(url).catch(() => null))
      await sleep(6_000)
      await other.end()
      await Promise.all(pages)
    }
    expect([...(await prometheus.firing())]).not.toContain('MusubiSlow')
    await fires('MusubiNoConnections', async () => {
      await Promise.all([
        slow(),
        until('it fires', async () => (await prometheus.firing()).has('MusubiNoConnections'), 60),
      ])
    })
    await until('MusubiSlow fires', async () => (await prometheus.firing()).has('MusubiSlow'), 60)
    expect(await prometheus.ask('min_over_time(up[10m]) == 0')).toBe(0)

    // The machine gives it no processor for most of the time.
    await fires('MusubiEventLoopLate', async () => {
      for (const _ of times(6)) {
        server.process().process.kill('SIGSTOP')
        await sleep(700)
        server.process().process.kill('SIGCONT')
        await sleep(300)
      }
    })

    // The process that worked is gone, and this one has a certificate of twenty days.
    expect([...(await prometheus.firing())]).not.toContain('MusubiCertificateEnds')
    await fires('MusubiJobsLate', async () => {
      await server.process().stop()
      const ending = signingKeyOf(issueSigner({ name: '運営 2026', until: inDays(20) }))
      await server.restart({ ...ending, MUSUBI_PROCESS: 'serve' })
      integrator = await signInIntegrator(server.url, server.clientId)
      await sendDocument(integrator, { pdf })
    })
    await until('it ends', async () => (await prometheus.firing()).has('MusubiCertificateEnds'), 60)
  })
})

describe('Prometheus beside authorities', needs(prometheusPrograms), () => {
  test('hears of a list that cannot be had, and of timestamps that end soon', async () => {
    const authority = await startRevocationServer()
    const port = await freePort()
    const prometheus = await startPrometheus([port], {})
    const root = issue({ name: 'Private Root', kind: 'authority' })
    authority.publish(root)
    const tsa = await startTimestampServer({ authority: anAuthority(inDays(20)) })
    const signer = issue({ name: '株式会社運営', by: root, lists: authority.lists })
    const key = { ...signingKeyOf(signer), SIGNATURE_LEVEL: 'B-LTA', METRICS_PORT: String(port) }
    const server = await startTestServer({
      env: { ...key, TSA_URL: tsa.url, SIGNING_CERTIFICATE: signer.certPem + root.certPem },
    })
    try {
      const integrator = await signInIntegrator(server.url, server.clientId)
      authority.behave('error_500')
      const { sent, press } = await standAtTheButton({ server, integrator })
      expect([...(await prometheus.firing())]).not.toContain('MusubiValidationFails')
      await press()
      await until('it fires', async () => (await prometheus.firing()).has('MusubiValidationFails'), 60)
      expect([...(await prometheus.firing())]).not.toContain('MusubiArchivesLate')
      authority.behave('good')
      await waitForStatus(sent, 2, 60)
      await until('it fires', async () => (await prometheus.firing()).has('MusubiArchivesLate'), 60)
      await rowsOf(server, `update evidence_documents set since = since - interval '3 days', tree_id = null`)
      await until('it fires', async () => (await prometheus.firing()).has('MusubiEvidenceLate'), 60)
    } finally {
      await prometheus.stop()
      await server.close()
      await authority.close()
      await tsa.close()
    }
  })
})
