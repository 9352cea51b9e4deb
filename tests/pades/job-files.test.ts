import { linkSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { JobFiles, makeChildDirectory } from '#server/pdf/worker/job-files.ts'

/** A second file system, as a child's directory may lie on one. */
const elsewhere = '/dev/shm'
const isApart = statSync(elsewhere, { throwIfNoEntry: false })?.dev !== statSync(tmpdir()).dev

let [childSide, serverSide] = ['', '']
beforeEach(() => {
  childSide = mkdtempSync(join(isApart ? elsewhere : tmpdir(), 'musubi-child-'))
  serverSide = mkdtempSync(join(tmpdir(), 'musubi-server-'))
})
afterEach(() => {
  for (const folder of [childSide, serverSide]) rmSync(folder, { recursive: true, force: true })
})

/** The files of a job that writes one, after the child left there what `leave` does. */
async function takenBack(leave: (written: string) => void): Promise<string> {
  const directory = join(childSide, 'child')
  await makeChildDirectory(directory, null)
  const files = new JobFiles(directory, null)
  const target = join(serverSide, 'target.pdf')
  leave(join(directory, files.write(target)))
  await files.takeBack()
  return target
}

describe.skipIf(!isApart)('what a child leaves on another file system', () => {
  test('is taken over as a file of ours', async () => {
    const target = await takenBack((written) => writeFileSync(written, 'drawn'))
    expect(readFileSync(target, 'utf8')).toBe('drawn')
    expect(statSync(target).mode & 0o777).toBe(0o600)
  })

  test.each([
    ['a symbolic link', (secret: string, written: string) => symlinkSync(secret, written)],
    ['a second name of another file', linkSync],
  ] as const)('is refused when it is %s', async (_what, leave) => {
    const secret = join(childSide, 'secret')
    writeFileSync(secret, 'secret')
    await expect(takenBack((written) => leave(secret, written))).rejects.toThrow()
    expect(statSync(join(serverSide, 'target.pdf'), { throwIfNoEntry: false })).toBeUndefined()
  })

  test('never goes through a link that stands where it is wanted', async () => {
    const other = join(serverSide, 'other.pdf')
    writeFileSync(other, 'other')
    symlinkSync(other, join(serverSide, 'target.pdf'))
    const target = await takenBack((written) => writeFileSync(written, 'drawn'))
    expect(readFileSync(other, 'utf8')).toBe('other')
    expect(readFileSync(target, 'utf8')).toBe('drawn')
  })
})
