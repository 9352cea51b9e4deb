/** What is told of certificates before they end, and of those that signed before certificates were recorded. */
import { X509Certificate } from 'node:crypto'
import { afterEach, expect, test, vi } from 'vitest'
import { readConfig } from '#server/config/config.ts'
import { certificateWatch } from '#server/start/sealing-tools.ts'
import { startUpkeep } from '#server/worker/upkeep.ts'
import { issueSigner, signingKeyOf } from '#tests/support/certificate-maker.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { standAtTheButton } from '#tests/support/consent-button.ts'
import { signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  vi.useRealTimers()
  for (const close of closing.splice(0).reverse()) await close()
})

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

async function open(env: Record<string, string>): Promise<TestServer> {
  const server = await startTestServer({ env })
  closing.push(() => server.close())
  return server
}

test('a certificate that ends within sixty days is told at start, with the days that are left', async () => {
  const server = await open(signingKeyOf(issueSigner({ name: '運営 2026', until: inDays(59) })))
  await until('the log names the certificate and the cure', () =>
    /"level":40.*"certificate":"CN=運営 2026","days":58,.*ends soon; then nothing is sent or sealed: renew it/.test(
      server.process().output(),
    ),
  )
})

test('a certificate that ends later is not told', async () => {
  const server = await open(signingKeyOf(issueSigner({ name: '運営 2026', until: inDays(62) })))
  await server.process().stop()
  expect(server.process().output()).not.toContain('ends soon')
})

test('a server that is never restarted tells it every day from sixty days before the end on, and that it has ended', async () => {
  const issued = issueSigner({ name: '運営 2026', until: inDays(62) })
  const chain = [new Uint8Array(new X509Certificate(issued.certPem).raw)]
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  const told: { level: string; days: number; message: string }[] = []
  const tell = (level: string) => (fields: { days: number }, message: string) =>
    void told.push({ level, days: fields.days, message })
  const log = { warn: tell('warn'), error: tell('error') }
  const watch = startUpkeep({
    ...certificateWatch({
      config: readConfig({}),
      signer: { chain } as Parameters<typeof certificateWatch>[0]['signer'],
      clock: { now: () => new Date() },
      log: log as unknown as Parameters<typeof certificateWatch>[0]['log'],
    }),
    log: (_level, message) => expect.unreachable(message),
  })
  closing.push(watch.stop)
  const day = () => vi.advanceTimersByTimeAsync(86_400_000)
  await day()
  expect(told).toEqual([])
  for (let left = 59; left >= 0; left--) await day()
  expect(told.map(({ days }) => days)).toEqual(Array.from({ length: 60 }, (_, at) => 59 - at))
  for (const { level, message } of told)
    expect([level, message]).toEqual(['warn', expect.stringContaining('renew it')])
  await day()
  expect(told.at(-1)).toMatchObject({
    level: 'error',
    days: -1,
    message: expect.stringMatching(/has ended: nothing is sent.*put a new one into SIGNING_KEY/),
  })
})

test('a document signed before certificates were recorded is disowned, until the former certificate is given once', async () => {
  const former = issueSigner({ name: '運営 2025', from: inDays(-300) })
  const server = await open(signingKeyOf(former))
  const integrator = await signInIntegrator(server.url, server.clientId)
  const { sent, press } = await standAtTheButton({ server, integrator })
  await press()
  await waitForStatus(sent, 2, 20)
  const file = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const signers = async () => {
    const body = new FormData()
    body.set('file', new Blob([file.bytes as BlobPart], { type: 'application/pdf' }), 'x.pdf')
    const html = await (await fetch(`${server.url}/verify`, { method: 'POST', body })).text()
    return html.match(/運営 2025（このサーバーの運営者）/g)?.length ?? 0
  }
  await server.process().stop()
  await rowsOf(server, "delete from sealing_certificates where subject = 'CN=運営 2025'")
  const present = signingKeyOf(issueSigner({ name: '運営 2026' }))
  await server.restart(present)
  expect(await signers()).toBe(0)
  await server.process().stop()
  await server.restart({ ...present, FORMER_SIGNING_CERTIFICATES: former.certPem })
  expect(await signers()).toBe(2)
  await server.process().stop()
  await server.restart({ ...present, FORMER_SIGNING_CERTIFICATES: '' })
  expect(await signers()).toBe(2)
})
