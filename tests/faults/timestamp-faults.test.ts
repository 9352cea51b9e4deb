/** The time-stamping authority hangs, breaks, talks nonsense, or the server dies while it asks. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAuthority } from '#tests/support/certificate-maker.ts'
import { expectConcludedOnce, trailOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { type Blow, startHttpProxy } from '#tests/support/cutting-proxy.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { startTimestampServer, type TimestampServer } from '#tests/support/timestamp-server.ts'
import { until } from '#tests/support/until.ts'

let authority: TimestampServer
let proxy: Awaited<ReturnType<typeof startHttpProxy>>
let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  authority = await startTimestampServer({ authority: anAuthority() })
  proxy = await startHttpProxy(authority.url)
  server = await startTestServer({ env: { TSA_URL: proxy.url } })
  integrator = await signInIntegrator(server.url, server.clientId)
})

afterAll(async () => {
  await server?.close()
  await proxy?.close()
  await authority?.close()
})

test.each([
  'error_500',
  'junk',
  'cut',
  'wrong_nonce',
  'hang',
] as const)('an authority in the state "%s" delays the seal and loses nothing: it is concluded when the authority is back', async (state) => {
  const { sent, press } = await standAtTheButton({ server, integrator })
  const asked = authority.requests
  authority.behave(state)
  expect((await press())?.status).toBe(303)
  await until('the authority is asked', () => authority.requests > asked)
  const { body } = await integrator.call('GET', `/documents/${sent.documentId}`)
  expect(body.status).toBe(1)
  expect(await trailOf(server, sent.documentId)).toMatchObject({ 'act.signed': 1 })
  authority.behave('good')
  await waitForStatus(sent, 2, 60)
  await expectConcludedOnce(server, sent)
})

describe('the server is killed', () => {
  const places = (['request', 'answer'] as const).flatMap((stage) =>
    [1, 2, 3, 4].map((at) => ({ stage, at })),
  )
  test.each<Pick<Blow, 'stage' | 'at'>>(
    places,
  )('at the $stage of timestamp $at after the consent: the next start concludes, once, within ten seconds', async ({
    stage,
    at,
  }) => {
    const { sent, press } = await standAtTheButton({ server, integrator })
    proxy.watch({ at, stage, strike: () => server.process().process.kill('SIGKILL') })
    // On a busy machine the server may die before its answer is out; the consent was committed before it asked for a stamp.
    expect([undefined, 303]).toContain((await press())?.status)
    await until('the blow falls', () => proxy.struck)
    await server.kill()
    await server.restart()
    await waitForStatus(sent, 2, 10)
    await expectConcludedOnce(server, sent)
  })
})
