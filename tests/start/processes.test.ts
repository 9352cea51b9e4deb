/** A process may answer requests only, or take jobs only: together they are the whole service. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectConcludedOnce, rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { freePort, type ServerProcess, startProcess } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { asServer } from '#tests/support/template.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let worker: ServerProcess | null = null

beforeAll(async () => {
  server = await startTestServer({ env: { MUSUBI_PROCESS: 'serve' } })
})
afterAll(async () => {
  await worker?.stop()
  await server?.close()
})

async function probe(url: string) {
  const answer = await fetch(`${url}/health/ready`)
  return { status: answer.status, body: await answer.json() }
}

/** Jobs of this kind that wait or run. */
async function jobsOf(kind: string): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    server,
    `select count(*)::int as count from graphile_worker._private_jobs j
     join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
    kind,
  )
  return row?.count ?? Number.NaN
}

test('a process that only serves takes no job, and one that only works concludes what the other was asked for', async () => {
  const integrator = await signInIntegrator(server.url, server.clientId)
  const standing = standAtTheButton({ server, integrator })
  // The code and the sender's signature are asked for here and wait for somebody who works.
  await until('the code waits', async () => (await jobsOf('send-sms')) === 1)
  expect(await server.sms()).toEqual([])
  const given = asServer(server.databaseUrl)
  worker = await startProcess({
    dataDirectory: server.dataDirectory,
    databaseUrl: given.databaseUrl,
    // The command says more than the variable, which both may have from one file.
    command: ['dist/musubi.mjs', 'work'],
    env: { ...given.env, MUSUBI_PROCESS: 'serve', PUBLIC_URL: server.url },
  })
  const button = await standing
  expect((await button.press())?.status).toBe(303)
  await waitForStatus(button.sent, 2)
  await expectConcludedOnce(server, button.sent)
})

test('each says at /health/ready what it does, and one that works answers nothing else', async () => {
  const at = `http://127.0.0.1:${worker?.port}`
  expect(await probe(server.url)).toMatchObject({
    status: 200,
    body: { status: 'ready', process: 'serve', parts: { jobs: { ok: true } } },
  })
  expect(await probe(at)).toMatchObject({ status: 200, body: { status: 'ready', process: 'work' } })
  for (const path of ['/', '/console/sign-in', '/token', '/playground/phone']) {
    const answer = await fetch(`${at}${path}`)
    expect({ path, status: answer.status }).toEqual({ path, status: 404 })
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
})

test('a process that only serves says how long jobs wait, and stays ready', async () => {
  await worker?.stop()
  worker = null
  await rowsOf(
    server,
    `select graphile_worker.add_job('send-sms', '{"smsId":"none"}', run_at => now() - interval '1 hour')`,
  )
  await until(
    'the wait shows',
    async () => (await probe(server.url)).body.parts.jobs.waiting_seconds.codes > 3000,
  )
  expect((await probe(server.url)).status).toBe(200)
})

test('processes that start at once on an empty directory share one set of keys and one database, and the last stops it', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'musubi-processes-'))
  try {
    const url = `http://127.0.0.1:${await freePort()}`
    const port = Number(new URL(url).port)
    const [serving, working] = await Promise.all([
      startProcess({ dataDirectory: directory, port, env: { MUSUBI_PROCESS: 'serve' } }),
      startProcess({ dataDirectory: directory, env: { MUSUBI_PROCESS: 'work', PUBLIC_URL: url } }),
    ])
    const { client_id: clientId } = JSON.parse(await readFile(join(directory, 'evaluation.json'), 'utf8'))
    expect(serving.output()).toContain(clientId)
    await working.stop()
    const integrator = await signInIntegrator(serving.url, clientId)
    expect((await integrator.call('POST', '/documents', { title: '残る書類' })).status).toBe(200)
    await serving.stop()
    await expect(readFile(join(directory, 'postgres/postmaster.pid'))).rejects.toThrow('ENOENT')
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
})
