/** From an empty folder to a verified webhook: `musubi listen` and `musubi trigger`, as an integrator runs them. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { musubi, settingsOf } from '#tests/support/command.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf } from '#tests/support/team-events.ts'
import { until } from '#tests/support/until.ts'

let server: TestServer
let settings: Record<string, string>
let folder: string
beforeAll(async () => {
  server = await startTestServer()
  settings = settingsOf(server)
})
afterAll(() => server?.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'musubi-listen-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

type Listening = { child: ChildProcess; lines: string[]; end(): Promise<number | null> }

/** `musubi listen` in the folder, once it says that it listens. */
async function listen(...words: string[]): Promise<Listening> {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/musubi.mjs'), 'listen', ...words], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: string[] = []
  const read = (chunk: Buffer) =>
    lines.push(
      ...chunk
        .toString()
        .split('\n')
        .filter((line) => line !== ''),
    )
  child.stdout?.on('data', read)
  child.stderr?.on('data', read)
  const closed = once(child, 'close')
  await until('it listens', () => lines.length > 0)
  return {
    child,
    lines,
    async end() {
      child.kill('SIGINT')
      return (await closed)[0]
    },
  }
}

type Received = { type: string; verified: boolean }

/** A receiver as an integrator writes it: it reads the secret from the file and verifies with a library. */
async function startReceiver() {
  const received: Received[] = []
  const listening = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const env = await readFile(join(folder, '.env.local'), 'utf8')
    const secret = /^MUSUBI_WEBHOOK_SECRET=(.*)$/m.exec(env)?.[1] ?? ''
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    )
    try {
      new Webhook(secret).verify(body, headers)
      received.push({ type: JSON.parse(body).type, verified: true })
    } catch {
      received.push({ type: JSON.parse(body).type, verified: false })
    }
    response.writeHead(204).end()
  }).listen(0, '127.0.0.1')
  await once(listening, 'listening')
  const { port } = listening.address() as AddressInfo
  return { received, url: `http://localhost:${port}/hook?from=musubi`, close: () => void listening.close() }
}

async function teamOf(): Promise<string> {
  const [team] = await rowsOf<{ id: string }>(server, 'select id from teams')
  return team?.id ?? ''
}

async function endpoints(): Promise<number> {
  const [row] = await rowsOf<{ count: number }>(
    server,
    'select count(*)::int as count from webhook_endpoints where removed_at is null',
  )
  return row?.count ?? -1
}

test('two commands lead from an empty folder to a verified webhook', async () => {
  const began = Date.now()
  const receiver = await startReceiver()
  const listening = await listen('--forward-to', receiver.url)
  expect((await stat(join(folder, '.env.local'))).mode & 0o777).toBe(0o600)
  const triggered = await musubi(['trigger', 'document.concluded'], settings)
  expect(triggered).toMatchObject({ code: 0, err: '' })
  await until('the webhook', () => receiver.received.some(({ type }) => type === 'document.concluded'))
  // A minute from an empty folder to a verified webhook is what integrators are promised.
  expect(Date.now() - began).toBeLessThan(60_000)
  expect(receiver.received.filter(({ verified }) => !verified)).toEqual([])
  const types = ['document.sent', 'participant.authenticated', 'participant.consented', 'document.concluded']
  const lineOf = (type: string) => listening.lines.find((line) => line.slice(10).startsWith(`${type} `))
  await until('their lines', () => types.every((type) => lineOf(type) !== undefined))
  expect(lineOf('document.concluded')).toMatch(/^\d\d:\d\d:\d\d .* 204 in \d+ ms$/)

  expect(await listening.end()).toBe(0)
  expect(await endpoints()).toBe(0)
  const said = (await eventsOf(server, await teamOf()))
    .filter(({ type }) => type.startsWith('webhook.'))
    .map(({ type }) => type)
  expect(said.slice(-2)).toEqual(['webhook.added', 'webhook.removed'])
  receiver.close()
})

test.each([
  'participant.declined',
  'document.cancelled',
  'document.sent',
  'participant.authenticated',
])('%s alone is sent where only it is asked for, and the other lines of the file stay', async (event) => {
  await writeFile(join(folder, '.env.local'), 'DATABASE=mine\nMUSUBI_WEBHOOK_SECRET=old\nOTHER=1\n')
  const receiver = await startReceiver()
  const listening = await listen('--forward-to', receiver.url, '--events', event, '--json')
  expect((await musubi(['trigger', event], settings)).code).toBe(0)
  await until('the webhook', () => receiver.received.length > 0)
  expect(receiver.received).toEqual([{ type: event, verified: true }])
  const env = await readFile(join(folder, '.env.local'), 'utf8')
  expect(env).toMatch(/^DATABASE=mine\nOTHER=1\nMUSUBI_WEBHOOK_SECRET=whsec_\S+\n$/)
  await until('its line', () => listening.lines.length > 1)
  expect(JSON.parse(listening.lines[1] ?? '')).toMatchObject({
    type: event,
    status: 204,
    attempt: 1,
    state: 'delivered',
  })
  await listening.end()
  receiver.close()
})

test('what a killed listen left is taken over by the next, with its events, and goes at its end', async () => {
  const receiver = await startReceiver()
  const killed = await listen('--forward-to', receiver.url, '--events', 'document.cancelled')
  const ended = once(killed.child, 'close')
  killed.child.kill('SIGKILL')
  await ended
  expect(await endpoints()).toBe(1)
  const next = await listen('--forward-to', receiver.url, '--events', 'document.sent')
  expect(next.lines[0]).not.toContain('stays')
  expect(await endpoints()).toBe(1)
  expect((await musubi(['trigger', 'document.cancelled'], settings)).code).toBe(0)
  await until('the webhook', () => receiver.received.length > 0)
  await until('its line', () => next.lines.length > 2)
  expect(receiver.received).toEqual([{ type: 'document.sent', verified: true }])
  expect(await next.end()).toBe(0)
  expect(await endpoints()).toBe(0)
  receiver.close()
})

test('a URL that a member registered stays, with its events', async () => {
  const receiver = await startReceiver()
  const first = await listen('--forward-to', receiver.url, '--events', 'document.cancelled')
  // As if by a member.
  await rowsOf(server, 'delete from terminal_webhooks')
  const second = await listen('--forward-to', receiver.url, '--events', 'document.sent')
  expect(second.lines[0]).toContain('stays')
  expect(await second.end()).toBe(0)
  const rows = await rowsOf(server, 'select events from webhook_endpoints where removed_at is null')
  expect(rows).toEqual([{ events: ['document.cancelled'] }])
  expect(await first.end()).toBe(0)
  receiver.close()
})

test('a program that does not run yet is told of, with the next try', async () => {
  const receiver = await startReceiver()
  receiver.close()
  const listening = await listen('--forward-to', receiver.url, '--events', 'document.sent')
  await musubi(['trigger', 'document.sent'], settings)
  await until('its line', () =>
    listening.lines.some((line) => /no answer \(connection_refused\) .*again at/.test(line)),
  )
  await listening.end()
})

test('what cannot be is refused with the cure', async () => {
  const said = async (...words: string[]) => {
    const { code, err } = await musubi(words, settings)
    return [code, err.trim()]
  }
  expect(await said('listen')).toEqual([
    2,
    expect.stringContaining('--forward-to http://localhost:8080/hook'),
  ])
  expect(await said('listen', '--forward-to', 'nonsense')).toEqual([1, expect.stringContaining('no URL')])
  const unknown = ['listen', '--forward-to', 'http://localhost:1/', '--events', 'document.signed']
  expect(await said(...unknown)).toEqual([2, expect.stringContaining('document.signed is no event')])
  const nowhere = ['listen', '--forward-to', 'http://localhost:1/', '--secret-file', '/nowhere/.env']
  expect(await said(...nowhere)).toEqual([
    1,
    expect.stringContaining('/nowhere/.env cannot be written (ENOENT)'),
  ])
  expect(await endpoints()).toBe(0)
  expect(await said('trigger', 'document.signed')).toEqual([2, expect.stringContaining('document.concluded')])
  const nobody = await musubi(['trigger', 'document.sent'], { ...settings, PORT: '1' })
  expect([nobody.code, nobody.err]).toEqual([
    1,
    expect.stringContaining('No server answers at http://127.0.0.1:1'),
  ])
})
