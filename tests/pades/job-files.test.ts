import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { MOST_CARRIED_BYTES } from '#server/pdf/format/job-bytes.ts'
import { JobFiles, makeChildDirectory } from '#server/pdf/worker/job-files.ts'
import { sharedMemory } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'

/** That of the child on a second file system, as it may lie on one. */
let [childSide, serverSide] = ['', '']
beforeEach(() => {
  childSide = mkdtempSync(join(sharedMemory.isHere ? '/dev/shm' : tmpdir(), 'musubi-child-'))
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

describe('what a child leaves on another file system', needs(sharedMemory), () => {
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

describe('what a job reads and writes', () => {
  /** The files of a job that reads one of this size. */
  async function brought(bytes: number) {
    const directory = join(childSide, 'child')
    await makeChildDirectory(directory, null)
    const files = new JobFiles(directory, null)
    const source = join(serverSide, 'source.pdf')
    writeFileSync(source, Buffer.alloc(bytes, 'x'))
    const name = files.read(source)
    return { files, name, directory, carried: (await files.bring()).files }
  }

  test('travels in the message up to half a megabyte, and leaves no file', async () => {
    const { carried, name, directory } = await brought(MOST_CARRIED_BYTES)
    expect(Buffer.from(carried.get(name) ?? []).equals(Buffer.alloc(MOST_CARRIED_BYTES, 'x'))).toBe(true)
    expect(readdirSync(join(directory, 'in'))).toEqual([])
  })

  test('lies in the directory of the child when it is larger, and is gone after the job', async () => {
    const { files, carried, name, directory } = await brought(MOST_CARRIED_BYTES + 1)
    expect(carried.size).toBe(0)
    expect(statSync(join(directory, name)).size).toBe(MOST_CARRIED_BYTES + 1)
    await files.clear()
    expect(readdirSync(join(directory, 'in'))).toEqual([])
  })

  test('is what each job asked for, also where two read at a time and others have ended', async () => {
    const directory = join(childSide, 'child')
    await makeChildDirectory(directory, null)
    for (let round = 0; round < 3; round += 1) {
      const jobs = ['first', 'second'].map((text) => {
        const files = new JobFiles(directory, null)
        const path = join(serverSide, `${text}.pdf`)
        writeFileSync(path, `${text} ${round}`)
        return { files, name: files.read(path), text: `${text} ${round}` }
      })
      const carried = await Promise.all(jobs.map(({ files }) => files.bring()))
      const texts = jobs.map(({ name }, at) => Buffer.from(carried[at]?.files.get(name) ?? []).toString())
      expect(texts).toEqual(jobs.map(({ text }) => text))
      await Promise.all(jobs.map(({ files }) => files.clear()))
    }
  })

  test('comes back as a file of ours, in the place of a link that stands where it is wanted', async () => {
    const directory = join(childSide, 'child')
    await makeChildDirectory(directory, null)
    const [other, target] = [join(serverSide, 'other.pdf'), join(serverSide, 'target.pdf')]
    writeFileSync(other, 'other')
    symlinkSync(other, target)
    const files = new JobFiles(directory, null)
    await files.takeBack(new Map([[files.write(target), Buffer.from('drawn')]]))
    expect([readFileSync(other, 'utf8'), readFileSync(target, 'utf8')]).toEqual(['other', 'drawn'])
    expect(statSync(target).mode & 0o777).toBe(0o600)
  })
})
