import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { freePort } from '#tests/support/process.ts'

/** Of these the system gives one to whoever connects somewhere, also while the server that had it is killed and to come back. */
const lentFrom = 32_768

test('a port that a server is to have again is none of those lent to connections, and is given once', async () => {
  const ports = []
  for (let each = 0; each < 200; each++) ports.push(await freePort())
  expect(Math.max(...ports)).toBeLessThan(lentFrom)
  expect(new Set(ports).size).toBe(200)
})

test('a port that is taken is passed over', async () => {
  const before = await freePort()
  const taker = createServer().listen(before + 1, '127.0.0.1')
  // Where somebody else has it already, it is as much taken.
  await once(taker, 'listening').catch(() => undefined)
  try {
    expect(await freePort()).not.toBe(before + 1)
  } finally {
    taker.close()
  }
})
