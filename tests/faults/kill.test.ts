/**
 * `kill -9` between consent and conclusion, at instants spread evenly over the span, which is measured first. Then a
 * restart: within ten seconds the document is concluded, exactly once. `KILLS` (12) says how often, `SEED` repeats a run.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { expectConcludedOnce, rowsOf, trailOf } from '#tests/support/concluded-once.ts'
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

/**
 * From the press to the conclusion, in milliseconds, as it is right after a start and by the trail's own instant: the
 * shortest of five, so that the kills fall before the end and not after it.
 */
async function measureSpan(): Promise<number> {
  const spans: number[] = []
  for (let run = 0; run < 5; run++) {
    await server.kill()
    await server.restart()
    const button = await standAtTheButton({ server, integrator })
    const began = Date.now()
    await button.press()
    await waitForStatus(button.sent, 2)
    const [concluded] = await rowsOf<{ at: Date }>(
      server,
      `select at from audit where document_id = $1 and type = 'document.concluded'`,
      button.sent.documentId,
    )
    spans.push((concluded?.at.getTime() ?? Number.NaN) - began)
    await expectConcludedOnce(server, button.sent)
  }
  return Math.min(...spans)
}

test(
  `the server is killed ${kills} times between consent and conclusion, and every document is concluded once`,
  async () => {
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
