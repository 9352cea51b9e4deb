import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHealth, NotReady } from './health.ts'

test('one part that is not as it should be makes the whole not ready, and says why', async () => {
  const health = createHealth('all', {
    database: async () => ({}),
    jobs: async () => {
      throw new NotReady('no job is taken: codes')
    },
    storage: async () => {
      throw new Error('/secret/path')
    },
  })
  const { ready, parts } = await health.ready()
  expect(ready).toBe(false)
  expect(parts.database).toMatchObject({ ok: true })
  expect(parts.jobs).toMatchObject({ ok: false, why: 'no job is taken: codes' })
  expect(parts.storage).toMatchObject({ ok: false, why: 'failed' })
})

test('everything is looked at once a second at most, and each part says how long ago', async () => {
  let looks = 0
  let now = 0
  const health = createHealth(
    'all',
    {
      database: async () => {
        looks += 1
        return {}
      },
      keys: async () => ({ checkedAt: -60_000 }),
    },
    () => now,
  )
  await Promise.all([health.ready(), health.ready()])
  now = 900
  const { parts } = await health.ready()
  expect(looks).toBe(1)
  expect(parts).toMatchObject({ database: { ageSeconds: 0.9 }, keys: { ageSeconds: 60.9 } })
  now = 1_100
  await health.ready()
  expect(looks).toBe(2)
})

test('a part that does not answer is not ready, and the probe is answered all the same', async () => {
  const health = createHealth('all', { database: () => sleep(60_000, {}, { ref: false }) })
  const { ready, parts } = await health.ready()
  expect(ready).toBe(false)
  expect(parts.database?.why).toBe('no answer in three seconds')
})

test('while it drains it is not ready, though nothing is wrong', async () => {
  const health = createHealth('all', { database: async () => ({}) })
  expect((await health.ready()).ready).toBe(true)
  health.drain()
  expect(await health.ready()).toMatchObject({
    ready: false,
    draining: true,
    parts: { database: { ok: true } },
  })
})
