import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aDraft, type Caller } from './caller.ts'

let server: TestServer
let caller: Caller
beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server.close())

/** The same every time: a failure can be looked at again. */
function dice(seed: number) {
  let state = seed
  const below = (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
  return { below, of: <T>(all: T[]): T => all[below(all.length)] as T }
}
type Dice = ReturnType<typeof dice>

const names = [
  'title',
  'counterparty',
  'contract_at',
  'validity_start_at',
  'validity_end_at',
  'validity_end_notice_at',
  'auto_update',
  'local_id',
  'amount',
  'options',
  '__proto__',
  'constructor',
  'toString',
  '',
  'document_id',
  'order\u0000',
]

const scalars = [
  'null',
  'true',
  'false',
  '""',
  '"0"',
  '0',
  '1',
  '-0',
  '2',
  '1e2',
  '-1.5',
  '1e308',
  '1e-400',
  '1e99999999999999999999',
  '9223372036854775807',
  '-9223372036854775809',
  '9'.repeat(400),
  `0.${'0'.repeat(400)}1`,
  '"2026-11-22"',
  '"9999-12-31"',
  '"0000-00-00"',
  '"-001-01-01"',
  '"2026-02-30"',
  '"infinity"',
  '"\\u0000"',
  '"\\ud800"',
  '"\\udc00\\ud800"',
  '"\ufeff\u202e\u2028"',
  `"${'😀'.repeat(500)}"`,
  `"${'あ'.repeat(501)}"`,
  `"${'x'.repeat(20_000)}"`,
  `"'; drop table document_attributes; --"`,
  '"../../etc/passwd"',
  'NaN',
  'undefined',
  '01',
  "'x'",
]

/** JSON, or nearly. */
function value({ below, of }: Dice, depth = 0): string {
  switch (below(depth > 1 ? 6 : 10)) {
    case 6:
      return `[${Array.from({ length: below(4) }, () => value({ below, of }, depth + 1)).join(',')}]`
    case 7:
      return object({ below, of }, depth + 1, ['order', 'content', 'content', '__proto__'])
    case 8:
      return `[${Array.from({ length: below(12) }, () => object({ below, of }, depth + 1, ['order', 'content'])).join(',')}]`
    case 9:
      return `${'['.repeat(below(5000))}${']'.repeat(below(5000))}`
    default:
      return of(scalars)
  }
}

function object(chance: Dice, depth: number, keys: string[]): string {
  const members = Array.from(
    { length: chance.below(5) },
    () => `${JSON.stringify(chance.of(keys))}:${value(chance, depth)}`,
  )
  return `{${members.join(',')}}`
}

const clean = /^(?!.*(?:\n\s*at |node:|\.[jt]s\b|select |insert |pg_|stack)).*$/s

test('a thousand hostile bodies are taken or refused with a field and its cure, and none is our fault', async () => {
  const id = await aDraft(caller)
  const seen = new Map<number, number>()
  for (let seed = 1; seed <= 1000; seed += 20) {
    const round = Array.from({ length: 20 }, async (_, n) => {
      const chance = dice((seed + n) * 7919)
      const body = object(chance, 0, names)
      const headers = { 'content-type': 'application/json' }
      const answer = await caller.call('PUT', `/documents/${id}/attribute`, { raw: body, headers })
      const { status } = answer
      seen.set(status, (seen.get(status) ?? 0) + 1)
      expect([200, 400], `${status} for ${body.slice(0, 300)}`).toContain(status)
      if (status === 400) {
        expect(answer.body).toEqual({ error: 'bad_request', message: expect.stringMatching(clean) })
        expect(answer.body.message).toMatch(/`[a-z_]+(\[\d+\](\.\w+)?)?`|body cannot be read/)
      } else {
        expect(answer.body.document_id).toBe(id)
      }
    })
    await Promise.all(round)
  }
  expect(seen.get(200)).toBeGreaterThan(50)
  expect(seen.get(400)).toBeGreaterThan(300)
  const { status, body } = await caller.call('GET', `/documents/${id}/attribute`)
  expect(status).toBe(200)
  expect(body.options.every((each: { order: number }) => each.order >= 1 && each.order <= 10)).toBe(true)
})

test('bytes that are no text, and a body of a megabyte and of many, are answered', async () => {
  const path = `/documents/${await aDraft(caller)}/attribute`
  const headers = { 'content-type': 'application/json' }
  const send = (raw: BodyInit) => caller.call('PUT', path, { raw, headers })
  const broken = Uint8Array.from([
    0x7b, 0x22, 0x74, 0x69, 0x74, 0x6c, 0x65, 0x22, 0x3a, 0x22, 0xff, 0xc0, 0x22, 0x7d,
  ])
  expect((await send(broken)).status).toBe(400)
  expect((await send(Uint8Array.from([0, 1, 2, 0xfe, 0xff]))).status).toBe(400)
  expect((await send(`{"title":"${'x'.repeat(1_000_000)}"}`)).status).toBe(400)
  expect((await send(`{"x":${'9'.repeat(1_000_000)}}`)).status).toBe(200)
  expect((await send(`{"amount":${'9'.repeat(1_000_000)}}`)).status).toBe(400)
  expect((await send(`{"options":[${'{},'.repeat(300_000)}{}]}`)).status).toBe(400)
  expect((await send('['.repeat(1_000_000))).status).toBe(400)
  expect((await send('x'.repeat(1024 * 1024 + 1))).status).toBe(413)
  expect((await send('x'.repeat(51 * 1024 * 1024))).status).toBe(413)
})
