/** What probes see, and what becomes of stored files that are not what was sealed. */
import { once } from 'node:events'
import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { newestOf, rowsOf, waitForNoJobs } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(() => server?.close())

// biome-ignore lint/suspicious/noExplicitAny: JSON as a probe reads it
async function probe(path: string): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${server.url}${path}`)
  expect(answer.headers.get('cache-control')).toBe('no-store')
  return { status: answer.status, body: await answer.json() }
}

function cookiesOf({ cookies }: Recipient): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

test('a server that works is live and ready, and says of each part how old that is', async () => {
  expect(await probe('/health/live')).toEqual({ status: 200, body: { status: 'live' } })
  expect(await probe('/healthz')).toEqual({ status: 200, body: { status: 'ok' } })
  const { status, body } = await probe('/health/ready')
  expect(status).toBe(200)
  expect(body.status).toBe('ready')
  expect(Object.keys(body.parts).sort()).toEqual(['database', 'jobs', 'keys', 'migrations', 'storage'])
  for (const part of Object.values<{ ok: boolean; age_seconds: number }>(body.parts)) {
    expect(part.ok).toBe(true)
    expect(part.age_seconds).toBeGreaterThanOrEqual(0)
  }
  expect(body.parts.jobs.waiting_seconds).toEqual({ codes: 0, seals: 0, mail: 0, webhooks: 0 })
})

test('a storage that is gone makes it not ready, but it stays live', async () => {
  const files = join(server.dataDirectory, 'files')
  await rename(files, `${files}-aside`)
  try {
    await until('it is not ready', async () => (await probe('/health/ready')).status === 503)
    const { body } = await probe('/health/ready')
    expect(body).toMatchObject({
      status: 'not_ready',
      parts: { storage: { ok: false }, database: { ok: true } },
    })
    expect((await probe('/health/live')).status).toBe(200)
  } finally {
    await rename(`${files}-aside`, files)
  }
  await until('it is ready again', async () => (await probe('/health/ready')).status === 200)
})

test('a job that is due and that nobody takes for half a minute makes it not ready, until it is taken', async () => {
  const holder = new Client({ connectionString: server.databaseUrl })
  await holder.connect()
  try {
    await holder.query(
      `select graphile_worker.add_job('send-sms', '{"smsId":"none"}', run_at => now() + interval '2 seconds')`,
    )
    await holder.query('begin')
    const held = await holder.query(
      'select id from graphile_worker._private_jobs where locked_at is null for update',
    )
    expect(held.rowCount).toBe(1)
    await until('it is not ready', async () => (await probe('/health/ready')).status === 503)
    const { body } = await probe('/health/ready')
    expect(body).toMatchObject({
      status: 'not_ready',
      parts: { jobs: { ok: false, why: 'no job is taken: codes' }, database: { ok: true } },
    })
    expect((await probe('/health/live')).status).toBe(200)
  } finally {
    await holder.query('rollback')
    await holder.end()
  }
  await until('it is ready again', async () => (await probe('/health/ready')).status === 200)
})

describe('a sealed file whose bytes were changed on the disk', () => {
  let button: AtTheButton

  beforeAll(async () => {
    button = await standAtTheButton({ server, integrator })
    expect((await button.press())?.status).toBe(303)
    await waitForStatus(button.sent, 2)
    await waitForNoJobs(server)
  })

  test('is handed out at no door, and the log raises the alarm', async () => {
    const { documentId, fileId } = button.sent
    const stored = await newestOf(server, documentId)
    const [{ certificate_key: certificate } = { certificate_key: '' }] = await rowsOf<{
      certificate_key: string
    }>(server, 'select certificate_key from documents where id = $1', documentId)
    const member = await enterConsole(server)
    const doors: [string, RequestInit][] = [
      [
        `/documents/${documentId}/files/${fileId}`,
        { headers: { authorization: `Bearer ${integrator.token}` } },
      ],
      [`/documents/${documentId}/certificate`, { headers: { authorization: `Bearer ${integrator.token}` } }],
      [`/console/documents/${documentId}/files/${fileId}`, { headers: { cookie: cookiesOf(member) } }],
      [`/console/documents/${documentId}/certificate`, { headers: { cookie: cookiesOf(member) } }],
      [`${button.base}/sealed/${fileId}`, { headers: { cookie: cookiesOf(button.browser) } }],
      [`${button.base}/certificate`, { headers: { cookie: cookiesOf(button.browser) } }],
    ]
    const ask = async ([path, init]: [string, RequestInit]) => {
      const answer = await fetch(`${server.url}${path}`, { ...init, redirect: 'manual' })
      return {
        path,
        status: answer.status,
        type: answer.headers.get('content-type') ?? '',
        bytes: await answer.bytes(),
      }
    }
    for (const door of doors)
      expect(await ask(door)).toMatchObject({ path: door[0], status: 200, type: 'application/pdf' })
    for (const key of [stored?.storage_key ?? '', certificate]) {
      const path = join(server.dataDirectory, 'files', key)
      const bytes = await readFile(path)
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
      await writeFile(path, bytes)
    }
    for (const door of doors) {
      const { path, status, type, bytes } = await ask(door)
      expect({ path, status }).toEqual({ path, status: 500 })
      expect(type).not.toContain('pdf')
      expect(Buffer.from(bytes).includes('%PDF')).toBe(false)
    }
    const alarms = server
      .process()
      .output()
      .split('\n')
      .filter((line) => line.includes('storage.damaged'))
      .map((line) => JSON.parse(line))
    expect(alarms.length).toBeGreaterThanOrEqual(doors.length)
    expect(alarms[0]).toMatchObject({ level: 50, key: stored?.storage_key, expected: stored?.sha256 })
  })
})

test('after SIGTERM it is not ready first, answers for as long as DRAIN_SECONDS says, then goes', async () => {
  await server.process().stop()
  await server.restart({ DRAIN_SECONDS: '6' })
  const { process: child } = server.process()
  const ended = once(child, 'exit')
  const began = performance.now()
  child.kill('SIGTERM')
  await until('it is not ready', async () => (await probe('/health/ready')).status === 503)
  expect((await probe('/health/ready')).body.status).toBe('draining')
  await sleep(1_000)
  expect((await fetch(`${server.url}/console/sign-in`)).status).toBe(200)
  expect((await ended)[0]).toBe(0)
  expect(performance.now() - began).toBeGreaterThan(6_000)
  await expect(fetch(`${server.url}/health/live`)).rejects.toThrow()
})
