/**
 * The line to PostgreSQL, cut at its n-th request between consent and conclusion: before the request is heard, and
 * after it was done but before the answer came. Once the server dies with the line, once only the connection breaks and
 * work goes on by itself. Every n with `CUTS=all`, else so many of each kind, drawn by `SEED`.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { expectConcludedOnce, trailOf } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { type Blow, startPostgresProxy } from '#tests/support/cutting-proxy.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { drawSome, minMedianMax, seededChance, seedOfRun } from '#tests/support/kill-plan.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const seed = seedOfRun()
const chance = seededChance(seed)
const drawn = process.env.CUTS === 'all' ? Number.POSITIVE_INFINITY : Number(process.env.CUTS ?? 3)
const stages: Blow['stage'][] = ['request', 'answer']

let server: TestServer
let integrator: Integrator
let proxy: Awaited<ReturnType<typeof startPostgresProxy>>
let requests = 0

beforeAll(async () => {
  proxy = await startPostgresProxy(inject('postgresUrl'))
  server = await startTestServer({ databaseUrl: proxy.through })
  integrator = await signInIntegrator(server.url, server.clientId)
  for (let run = 0; run < 2; run++) {
    const button = await standAtTheButton({ server, integrator })
    proxy.watch()
    expect((await button.press())?.status).toBe(303)
    await waitForStatus(button.sent, 2)
    requests = proxy.requests
    await expectConcludedOnce(server, button.sent)
  }
  process.stdout.write(`database cuts: SEED=${seed}, ${requests} requests from consent to conclusion\n`)
})

afterAll(async () => {
  await server?.close()
  await proxy?.close()
})

/** Presses until the consent is taken, as a person does whose press met an error. */
async function pressUntilTaken({ press, sent }: AtTheButton): Promise<void> {
  for (let presses = 0; presses < 10; presses++) {
    const pressed = await press()
    if (pressed?.status === 303 && pressed.location?.endsWith('/done')) return
    await sleep(100)
  }
  throw new Error(`the consent was not taken: ${JSON.stringify(await trailOf(server, sent.documentId))}`)
}

describe.each(stages)('the database is cut at the %s', (stage) => {
  test('and the server dies with it: the next start concludes, once, within ten seconds', async () => {
    const places = Array.from({ length: requests }, (_, index) => index + 1)
    const recovered: number[] = []
    for (const at of drawSome(places, drawn, chance)) {
      const button = await standAtTheButton({ server, integrator })
      proxy.watch({ at, stage, strike: () => server.process().process.kill('SIGKILL') })
      const pressed = await button.press()
      await waitForStrike()
      await server.kill()
      await server.restart()
      const ready = Date.now()
      if (pressed?.status !== 303) await pressUntilTaken(button)
      await waitForStatus(button.sent, 2, 10)
      recovered.push(Date.now() - ready)
      await expectConcludedOnce(server, button.sent)
    }
    process.stdout.write(`killed at the ${stage}, ${recovered.length} times: ${minMedianMax(recovered)}\n`)
  }, 1_800_000)

  test('and only the connection breaks: the same process goes on and concludes, once', async () => {
    const { pid } = server.process().process
    const places = Array.from({ length: requests }, (_, index) => index + 1)
    const took: number[] = []
    for (const at of drawSome(places, drawn, chance)) {
      const button = await standAtTheButton({ server, integrator })
      proxy.watch({ at, stage, strike: (cut) => cut() })
      const began = Date.now()
      await pressUntilTaken(button)
      await waitForStatus(button.sent, 2, 60)
      took.push(Date.now() - began)
      await waitForStrike()
      await expectConcludedOnce(server, button.sent)
    }
    expect(server.process().process.exitCode).toBe(null)
    expect(server.process().process.pid).toBe(pid)
    process.stdout.write(`cut at the ${stage}, ${took.length} times: ${minMedianMax(took)}\n`)
  }, 1_800_000)
})

/** The counted run and this one differ by a few polls: when the work needed fewer requests, idle polls bring the rest. */
const waitForStrike = () => until('the blow falls', () => proxy.struck)
