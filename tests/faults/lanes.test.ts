/** A time-stamping authority that hangs holds up seals, and nothing else: codes have a lane of their own. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { jobsLeft, rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let timestamps: HeldTimestamps
let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  timestamps = await startHeldTimestamps()
  // The fewest connections that a server may have.
  server = await startTestServer({ env: { TSA_URL: timestamps.url, DATABASE_CONNECTIONS: '5' } })
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(async () => {
  await server?.close()
  await timestamps?.close()
})

test('with twelve documents in line at an authority that hangs, a code is handed over within two seconds', async () => {
  const tel = freshTel()
  const pdf = await contractPdf()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }] })
  const url = await signingUrl(sent)
  await waitForNoJobs(server)
  timestamps.hold()
  for (let count = 0; count < 12; count++) await sendDocument(integrator, { pdf })
  await timestamps.waiting(4)
  expect(await jobsLeft(server)).toBeGreaterThanOrEqual(12)

  const began = performance.now()
  await proveThePhone(url, tel, server.codeFor)
  const took = performance.now() - began
  expect(took).toBeLessThan(2_000)
  process.stdout.write(`lanes: a code was asked for, handed over and entered in ${Math.round(took)} ms\n`)

  const [{ count } = { count: Number.NaN }] = await rowsOf<{ count: number }>(
    server,
    'select count(*)::int as count from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  expect(count).toBeLessThanOrEqual(5)
  timestamps.release()
  await waitForNoJobs(server)
})
