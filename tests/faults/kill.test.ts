/**
 * `kill -9` between consent and conclusion, at instants spread evenly over the span, which is measured first. Then a
 * restart: within ten seconds the document is concluded, exactly once. `KILLS` (12) says how often, `SEED` repeats a run.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectConcludedOnce, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { drawInstants, minMedianMax, seededChance, seedOfRun } from '#tests/support/kill-plan.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const kills = Number(process.env.KILLS ?? 12)
const seed = seedOfRun()

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(() => server?.close())

/** From the press to status 2, in milliseconds, as it is right after a start: the median of three. */
async function measureSpan(): Promise<number> {
  const spans: number[] = []
  for (let run = 0; run < 3; run++) {
    await server.restart()
    const button = await standAtTheButton({ server, integrator })
    const began = performance.now()
    await button.press()
    await waitForStatus(button.sent, 2)
    spans.push(performance.now() - began)
    await expectConcludedOnce(server, button.sent)
    await server.kill()
  }
  await server.restart()
  return spans.toSorted((a, b) => a - b)[1] ?? 0
}

test(
  `the server is killed ${kills} times between consent and conclusion, and every document is concluded once`,
  async () => {
    await server.kill()
    const span = await measureSpan()
    process.stdout.write(`kill -9: SEED=${seed}, KILLS=${kills}, span ${Math.round(span)} ms\n`)
    const recovered: number[] = []
    const reached: Record<string, number> = {}
    for (const instant of drawInstants(kills, span, seededChance(seed))) {
      const button = await standAtTheButton({ server, integrator })
      const { documentId } = button.sent
      const pressed = button.press()
      await sleep(instant)
      await server.kill()
      const answer = await pressed
      const step = stepReached(await trailOf(server, documentId))
      reached[step] = (reached[step] ?? 0) + 1
      // Who was told that it is done has consented; who got no answer presses again.
      if (answer?.status === 303) expect(step).not.toBe('not consented')
      await server.restart()
      const ready = performance.now()
      if (answer === null) expect((await button.press())?.status).toBe(303)
      await waitForStatus(button.sent, 2, 10)
      recovered.push(performance.now() - ready)
      await expectConcludedOnce(server, button.sent)
    }
    process.stdout.write(`kill -9: ${minMedianMax(recovered)}; killed when ${JSON.stringify(reached)}\n`)
  },
  60_000 + kills * 30_000,
)

function stepReached(facts: Record<string, number>): string {
  if (facts['document.concluded'] !== undefined) return 'concluded'
  if (facts['act.signed'] === 2) return 'signed'
  return facts['participant.consented'] === undefined ? 'not consented' : 'consented'
}
