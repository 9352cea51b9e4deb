/** Only what changed is built again. */
import { mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { buildRecord } from '../../scripts/build-record.mjs'

let root: string
const long = new Date('2026-01-01')

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'musubi-build-'))
  await mkdir(join(root, 'dist'))
  await mkdir(join(root, 'scripts'))
  for (const name of [
    'package.json',
    'package-lock.json',
    'scripts/build.mjs',
    'scripts/build-record.mjs',
    'a.ts',
    'b.ts',
  ])
    await put(name, 'as it was')
  await put('dist/made.mjs', 'made')
  await record().keep('server', {
    inputs: ['a.ts', 'b.ts'],
    outputs: [join(root, 'dist/made.mjs')],
    result: { made: 1 },
    begun: Date.now(),
  })
})
afterEach(() => rm(root, { recursive: true, force: true }))

const record = () => buildRecord(root, join(root, 'dist'))
const kept = (entries = ['a.ts']) => record().kept('server', entries)

/** Last changed long ago, so that nothing hangs on the hour of this test. */
async function put(name: string, text: string, at = long): Promise<void> {
  await writeFile(join(root, name), text)
  await utimes(join(root, name), at, at)
}

test('what did not change is not made again, also when only the times of its files did', async () => {
  expect(await kept()).toEqual({ made: 1 })
  await put('b.ts', 'as it was', new Date())
  expect(await kept()).toEqual({ made: 1 })
})

test('one letter in a file, in the build itself or in the lock file has it made again', async () => {
  for (const name of ['b.ts', 'scripts/build.mjs', 'package-lock.json']) {
    await put(name, 'as it Was', new Date('2026-01-02'))
    expect({ name, kept: await kept() }).toEqual({ name, kept: null })
    await put(name, 'as it was')
    expect({ name, kept: await kept() }).toEqual({ name, kept: { made: 1 } })
  }
})

test('a file that is gone, on either side, and a new entry have it made again', async () => {
  expect(await kept(['a.ts', 'new.ts'])).toBeNull()
  await rm(join(root, 'dist/made.mjs'))
  expect(await kept()).toBeNull()
  await put('dist/made.mjs', 'made')
  await rm(join(root, 'b.ts'))
  expect(await kept()).toBeNull()
})

test('what changed while it was made is made again', async () => {
  await put('b.ts', 'changed meanwhile', new Date(Date.now() + 1_000))
  await record().keep('server', { inputs: ['a.ts', 'b.ts'], outputs: [], result: {}, begun: Date.now() })
  expect(await kept()).toBeNull()
})
