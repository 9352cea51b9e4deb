import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'

/** In a process of its own: the young generation of this one belongs to vitest. */
const program = `
import { getHeapSpaceStatistics } from 'node:v8'
import { holdYoungGeneration } from ${JSON.stringify(new URL('young-generation.ts', import.meta.url).href)}
const size = () => getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size / 1048576
if (process.argv[1] === 'held') holdYoungGeneration()
let kept = []
for (let at = 0; at < 3_000_000; at += 1) {
  kept.push({ at, more: [at, at] })
  if (kept.length > 100_000) kept = []
}
process.stdout.write(String(size()))`

function youngMegabytesAfterWork(mode: 'held' | 'free'): number {
  const args = ['--max-semi-space-size=64', '--input-type=module', '--eval', program, mode]
  return Number(execFileSync(process.execPath, args, { encoding: 'utf8' }))
}

test('a young generation that is held stays small under work that would make it large', () => {
  expect(youngMegabytesAfterWork('free')).toBeGreaterThan(64)
  expect(youngMegabytesAfterWork('held')).toBeLessThanOrEqual(16)
})
