/**
 * The database goes away under a running server, with the real thing: a primary that dies and a streaming standby that
 * is promoted behind the same address, a role whose connections are used up, a restart. Documents consented to before,
 * during and after are concluded, exactly once, within ten seconds of the cure, and the log says cause and cure.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enterConsole } from '#tests/console/console-visitor.ts'
import { expectConcludedOnce } from '#tests/support/concluded-once.ts'
import { type AtTheButton, standAtTheButton } from '#tests/support/consent-button.ts'
import { type Forwarder, startForwarder } from '#tests/support/forwarder.ts'
import { type HeldTimestamps, startHeldTimestamps } from '#tests/support/held-timestamps.ts'
import { type Integrator, signInIntegrator, waitForStatus } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { debianPostgres, type PostgresPair, startPostgresPair } from '#tests/support/postgres-pair.ts'
import type { Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'

let pair: PostgresPair
let address: Forwarder
let timestamps: HeldTimestamps
let server: TestServer
let integrator: Integrator

function cookiesOf({ cookies }: Recipient): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}

/** Lines of the log since the last call. */
let read = 0
function newLines(): { level: number; msg: string; cause?: string; cure?: string }[] {
  const fresh = server.process().output().slice(read)
  read += fresh.length
  return fresh
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line))
}

describe('the database goes away', needs(debianPostgres), () => {
  beforeAll(async () => {
    pair = await startPostgresPair(debianPostgres.bin)
    address = await startForwarder(pair.primary)
    timestamps = await startHeldTimestamps()
    server = await startTestServer({
      emptyDatabase: `postgresql://musubi@127.0.0.1:${address.port}/musubi`,
      env: { TSA_URL: timestamps.url },
    })
    integrator = await signInIntegrator(server.url, server.clientId)
  })

  afterAll(async () => {
    await server?.close()
    await timestamps?.close()
    await address?.close()
    await pair?.close()
  })

  const stand = () => standAtTheButton({ server, integrator })

  /** Presses until the server takes it: what a person does who is told to try again. */
  async function pressUntilTaken({ press }: AtTheButton): Promise<void> {
    await until('the consent is taken', async () => (await press())?.status === 303)
  }

  /** One whose seal is held at the authority when the database goes, one who presses while it is away, one afterwards. */
  async function consentsAround(away: () => Promise<void>, cure: () => Promise<void>): Promise<void> {
    const before = await stand()
    const during = await stand()
    timestamps.hold()
    expect((await before.press())?.status).toBe(303)
    await timestamps.waiting(1)
    newLines()
    await away()
    timestamps.release()
    const pressed = pressUntilTaken(during)
    await sleep(3_000)
    await cure()
    await pressed
    await Promise.all([before, during].map(({ sent }) => waitForStatus(sent, 2, 10)))
    const after = await stand()
    await pressUntilTaken(after)
    await waitForStatus(after.sent, 2, 10)
    for (const { sent } of [before, during, after]) await expectConcludedOnce(server, sent)
  }

  function expectTold(cause: RegExp, cure: RegExp): void {
    const lines = newLines()
    const told = lines.filter(({ msg }) => msg === 'the database cannot be used')
    expect(told).toContainEqual(
      expect.objectContaining({
        level: 50,
        cause: expect.stringMatching(cause),
        cure: expect.stringMatching(cure),
      }),
    )
    expect(lines.length).toBeLessThan(100)
    process.stdout.write(
      `database away: ${lines.length} lines of log, ${told.map((each) => each.cause).join('; ')}\n`,
    )
  }

  test('its role has no connection left for eight seconds', async () => {
    await consentsAround(
      async () => {
        await pair.ask(pair.primary, 'alter role musubi connection limit 0')
        await pair.ask(
          pair.primary,
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'musubi'",
        )
        await sleep(5_000)
      },
      async () => {
        await pair.ask(pair.primary, 'alter role musubi connection limit -1')
      },
    )
    expectTold(/no free connection/, /connection limit/)
  })

  test('nothing listens at its address, then it is there again', async () => {
    await consentsAround(
      async () => address.leadTo(null),
      async () => address.leadTo(pair.primary),
    )
    expectTold(/cut|nothing listens/, /comes back by itself|start PostgreSQL/)
  })

  test('every door answers 503 with Retry-After at once, in its own form, and works again afterwards', async () => {
    const { sent, base, browser } = await stand()
    const member = await enterConsole(server)
    const accept = 'text/html'
    const bearer = { authorization: `Bearer ${integrator.token}` }
    const doors: [string, RequestInit][] = [
      [`/documents/${sent.documentId}`, { headers: bearer }],
      ['/documents', { method: 'POST', headers: bearer, body: new URLSearchParams({ title: 'x' }) }],
      ['/token', { method: 'POST', body: new URLSearchParams({ client_id: server.clientId }) }],
      [`${base}/review`, { headers: { accept, cookie: cookiesOf(browser) } }],
      [base, { headers: { accept, 'accept-language': 'en' } }],
      ['/console/documents', { headers: { accept, cookie: cookiesOf(member) } }],
      [`/verify?sha256=${'0'.repeat(64)}`, { headers: { accept } }],
    ]
    address.leadTo(null)
    newLines()
    try {
      for (const [path, init] of doors) {
        const began = performance.now()
        const answer = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
        const text = await answer.text()
        expect({ path, status: answer.status }).toEqual({ path, status: 503 })
        expect(answer.headers.get('retry-after')).toBe('5')
        expect(performance.now() - began).toBeLessThan(2_000)
        if (path.startsWith('/documents') || path === '/token') {
          expect(JSON.parse(text).error).toBe('service_unavailable')
        } else {
          expect(`${path} ${text}`).toMatch(
            /しばらくお待ちください|Please wait a moment|いまは(検証|表示)できません/,
          )
        }
      }
      const ready = await fetch(`${server.url}/health/ready`)
      expect(ready.status).toBe(503)
      expect(await ready.json()).toMatchObject({
        status: 'not_ready',
        parts: { database: { ok: false, why: expect.any(String) }, storage: { ok: true } },
      })
      expect((await fetch(`${server.url}/health/live`)).status).toBe(200)
      expect(newLines().filter(({ level }) => level >= 50).length).toBeLessThanOrEqual(2)
    } finally {
      address.leadTo(pair.primary)
    }
    for (const [path, init] of doors) {
      await until(`${path} answers`, async () => {
        const answer = await fetch(`${server.url}${path}`, { redirect: 'manual', ...init })
        await answer.arrayBuffer()
        return answer.status < 400
      })
    }
  })

  test('its primary dies, the address leads to a standby, which is promoted after a while', async () => {
    await consentsAround(
      async () => {
        await pair.killPrimary()
        await sleep(1_000)
        address.leadTo(pair.standby)
      },
      () => pair.promote(),
    )
    expectTold(/takes no writes/, /promote it/)
  })
})
