import { expect, test } from 'vitest'
import type { LoggedCall } from '#domain/logged-call.ts'
import { callLog } from './call-log.ts'

const call = (n: number): LoggedCall => ({
  ...{ teamId: 't', clientId: 'c', at: new Date(0), method: 'GET', path: '/documents', status: 200 },
  ...{ error: null, milliseconds: 1, requestId: String(n) },
})

test('writes in batches, in order, and nothing where nothing was called', async () => {
  const written: number[][] = []
  const log = callLog(async (calls) => void written.push(calls.map(({ requestId }) => Number(requestId))))
  await log.flush()
  for (let n = 0; n < 2_500; n++) log.note(call(n))
  await log.flush()
  expect(written.map((each) => each.length)).toEqual([1000, 1000, 500])
  expect(written.flat()).toEqual([...Array(2_500).keys()])
})

test('what cannot be written waits, and of very many the newest stay', async () => {
  let away = true
  const written: string[] = []
  const log = callLog(async (calls) => {
    if (away) throw new Error('away')
    written.push(...calls.map(({ requestId }) => requestId))
  })
  for (let n = 0; n < 3; n++) log.note(call(n))
  await expect(log.flush()).rejects.toThrow('away')
  log.note(call(3))
  away = false
  await log.flush()
  expect(written).toEqual(['0', '1', '2', '3'])
  away = true
  for (let n = 0; n < 25_000; n++) log.note(call(n))
  away = false
  written.length = 0
  await log.flush()
  expect(written.length).toBeLessThanOrEqual(10_000)
  expect(written.at(-1)).toBe('24999')
})
