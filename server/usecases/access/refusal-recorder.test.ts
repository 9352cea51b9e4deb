/** What strangers are refused stays for ever, so it is bounded by the hour, too. */
import { expect, test } from 'vitest'
import type { TeamEvent } from '#domain/team-event.ts'
import { refusalRecorder } from './refusal-recorder.ts'

const minute = 60_000

/** A recorder whose rows are kept here, and whose clock stands until it is moved. */
function aRecorder() {
  const rows: TeamEvent[] = []
  let now = Date.UTC(2026, 10, 29)
  const recorder = refusalRecorder({
    clock: { now: () => new Date(now) },
    database: { transaction: (_origin, work) => work({ recordTeam: (events) => void rows.push(...events) }) },
  })
  const refuse = (address: string) =>
    recorder.note({
      origin: { actor: { kind: 'stranger' }, address, userAgent: null },
      event: { type: 'call.refused', reason: 'client_unknown', teamId: null },
    })
  const pass = async (milliseconds: number) => {
    now += milliseconds
    await recorder.flush()
  }
  return { rows, refuse, pass }
}

/** So many minutes with 120 new addresses each, and two tries from each address. */
async function flood({ refuse, pass }: ReturnType<typeof aRecorder>, minutes: number): Promise<number> {
  let calls = 0
  for (let passed = 0; passed < minutes; passed++) {
    for (let tries = 0; tries < 120; tries++) {
      const address = `2001:db8:${passed.toString(16)}:${tries.toString(16)}::1`
      await refuse(address)
      await refuse(address)
      calls += 2
    }
    await pass(minute)
  }
  return calls
}

test('a day of new addresses writes fewer than ten thousand rows, and counts every try', async () => {
  const recorder = aRecorder()
  const calls = await flood(recorder, 24 * 60)
  expect(recorder.rows.length).toBeLessThan(10_000)
  const counted = recorder.rows.reduce((sum, row) => sum + ('count' in row ? row.count : 0), 0)
  expect(counted).toBe(calls)
})

test('the hour after a flood, one address is recorded at once again', async () => {
  const recorder = aRecorder()
  await flood(recorder, 10)
  const during = recorder.rows.length
  await recorder.refuse('203.0.113.1')
  expect(recorder.rows.length).toBe(during)
  await recorder.pass(60 * minute)
  const before = recorder.rows.length
  await recorder.refuse('203.0.113.1')
  expect(recorder.rows.length).toBe(before + 1)
})
