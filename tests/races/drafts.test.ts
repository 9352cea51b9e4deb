/** Two who write to one draft at once: no limit is passed, nothing is there twice, and neither loses what it wrote. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type Answer, aCaller, aDraft, type Caller, upload } from '../web-api/caller.ts'

let server: TestServer
let caller: Caller

beforeAll(async () => {
  server = await startTestServer({ env: { API_CALLS_PER_MINUTE: '0' } })
  caller = await aCaller(server.url, server.clientId)
})
afterAll(() => server?.close())

function tally(answers: Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { status, body } of answers) {
    const outcome = status === 200 ? '200' : `${status} ${body.error}`
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

const many = (count: number, ask: (number: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, number) => untilTaken(() => ask(number))))

/** Where other work keeps the machine busy, some of so many find no connection in time, and do as they are told. */
async function untilTaken(ask: () => Promise<Answer>): Promise<Answer> {
  for (let tries = 0; ; tries++) {
    const answer = await ask()
    if (answer.status !== 503 || tries === 10) return answer
    await sleep(Number(answer.headers.get('retry-after')) * 1000)
  }
}

const orders = (parts: { order: number }[]) => parts.map((each) => each.order)

test('of 140 recipients added at once 128 have a place, and the others are told', async () => {
  const path = `/documents/${await aDraft(caller)}`
  const answers = await many(140, (number) =>
    caller.call('POST', `${path}/participants`, {
      form: { name: `${number}`, email: `r${number}@example.jp` },
    }),
  )
  expect(tally(answers)).toEqual({ '200': 128, '409 conflict': 12 })
  const { body } = await caller.call('GET', path)
  expect(orders(body.participants)).toEqual(Array.from({ length: 129 }, (_, order) => order))
})

test('of 104 files added at once 100 have a place, and the others are told', async () => {
  const path = `/documents/${await aDraft(caller)}`
  const pdf = makePdf()
  const answers = await many(104, (number) =>
    caller.call('POST', `${path}/files`, { raw: upload(pdf, `${number}.pdf`) }),
  )
  expect(tally(answers)).toEqual({ '200': 100, '400 bad_request': 4 })
  const { body } = await caller.call('GET', path)
  expect(orders(body.files)).toEqual(Array.from({ length: 100 }, (_, order) => order))
})

test('of ten who add the same address at once one adds it, whatever its letters', async () => {
  const path = `/documents/${await aDraft(caller)}`
  const answers = await many(10, (number) =>
    caller.call('POST', `${path}/participants`, {
      form: { name: `${number}`, email: number % 2 === 0 ? 'hanako@example.jp' : 'HANAKO@example.jp' },
    }),
  )
  expect(tally(answers)).toEqual({ '200': 1, '400 bad_request': 9 })
})

test('three who change different things at once lose nothing of each other', async () => {
  const path = `/documents/${await aDraft(caller)}`
  for (let round = 0; round < 10; round++) {
    const fields = { title: `題名${round}`, note: `控え${round}`, message: `伝言${round}` }
    await Promise.all(
      Object.entries(fields).map(([name, value]) => caller.call('PUT', path, { form: { [name]: value } })),
    )
    expect((await caller.call('GET', path)).body).toMatchObject(fields)
  }
})
