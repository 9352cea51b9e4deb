import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { access, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createDiskStorage, type DiskStorage } from '#server/adapters/storage/disk-storage.ts'
import { StoredFileMissing } from '#server/usecases/delivery-ports.ts'
import { sharedMemory } from '#tests/support/machine.ts'
import { needs } from '#tests/support/needs.ts'

let directory: string
let root: string
let storage: DiskStorage

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'musubi-storage-'))
  root = join(directory, 'files')
  storage = await createDiskStorage(root)
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

async function* chunks(...parts: string[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

async function contents(key: string, from: DiskStorage = storage): Promise<string> {
  const stored = await readFile(join(root, key))
  const { stream, bytes } = await from.read(key, sha256(stored))
  const whole = await textOf(stream)
  expect(Buffer.byteLength(whole)).toBe(bytes)
  return whole
}

async function textOf(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of stream) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** So long that it is not held in memory. */
const large = (text: string) => text.padEnd(600 * 1024, '.')

const leftovers = () => readdir(join(root, '.incoming'))

describe('storage on disk', () => {
  it('gives back what was put, with its length and hash, after a restart too', async () => {
    const put = await storage.put('documents/0a/1b/original.pdf', chunks('%PDF', '-1.7', ' 契約書'))
    expect(put).toEqual({ sha256: sha256(Buffer.from('%PDF-1.7 契約書')), bytes: 18 })
    expect(await contents('documents/0a/1b/original.pdf')).toBe('%PDF-1.7 契約書')
    expect(await contents('documents/0a/1b/original.pdf', await createDiskStorage(root))).toBe(
      '%PDF-1.7 契約書',
    )
    expect(await leftovers()).toEqual([])
  })

  it('keeps what was there when an upload breaks off half-way', async () => {
    async function* broken() {
      yield Buffer.from('half')
      throw new Error('the line was cut')
    }
    await expect(storage.put('a/new', broken())).rejects.toThrow('the line was cut')
    await expect(storage.read('a/new', '')).rejects.toBeInstanceOf(StoredFileMissing)
    await storage.put('a/old', chunks('whole'))
    await expect(storage.put('a/old', broken())).rejects.toThrow('the line was cut')
    expect(await contents('a/old')).toBe('whole')
    expect(await leftovers()).toEqual([])
  })

  it('keeps an empty file', async () => {
    expect(await storage.put('empty', chunks())).toEqual({ sha256: sha256(Buffer.alloc(0)), bytes: 0 })
    expect(await contents('empty')).toBe('')
  })

  it('takes a finished file of the PDF worker, and leaves nothing where it was', async () => {
    const finished = join(directory, 'sealed.pdf')
    await writeFile(finished, 'sealed')
    await storage.putFile('documents/0a/1b/sealed.pdf', finished)
    expect(await contents('documents/0a/1b/sealed.pdf')).toBe('sealed')
    await expect(access(finished)).rejects.toThrow()
  })

  it('takes a finished file from another file system', needs(sharedMemory), async () => {
    const elsewhere = await mkdtemp('/dev/shm/musubi-')
    try {
      const finished = join(elsewhere, 'sealed.pdf')
      await writeFile(finished, 'sealed elsewhere')
      await storage.putFile('sealed', finished)
      expect(await contents('sealed')).toBe('sealed elsewhere')
      expect(await readdir(elsewhere)).toEqual([])
      expect(await leftovers()).toEqual([])
    } finally {
      await rm(elsewhere, { recursive: true })
    }
  })

  it('leaves the file of the PDF worker alone when it cannot take it', async () => {
    const finished = join(directory, 'sealed.pdf')
    await writeFile(finished, 'sealed')
    await storage.put('a', chunks('a file where the key wants a directory'))
    await expect(storage.putFile('a/b', finished)).rejects.toThrow()
    expect(await readFile(finished, 'utf8')).toBe('sealed')
  })

  it('keeps a second copy, which stays when the first is removed or replaced, and the other way round', async () => {
    await storage.put('a/first', chunks('bytes'))
    await storage.copy('a/first', 'b/second')
    await storage.copy('b/second', 'b/third')
    await storage.put('a/first', chunks('other bytes'))
    expect(await contents('b/second')).toBe('bytes')
    await storage.remove('b/second')
    expect(await contents('b/third')).toBe('bytes')
    expect(await contents('a/first')).toBe('other bytes')
    await storage.copy('a/first', 'b/third')
    expect(await contents('b/third')).toBe('other bytes')
    expect(await leftovers()).toEqual([])
  })

  it('lends the PDF worker a path, and disposing of it removes nothing', async () => {
    await storage.put('a/b', chunks('bytes'))
    const copy = await storage.localCopy('a/b')
    expect(await readFile(copy.path, 'utf8')).toBe('bytes')
    await copy.dispose()
    expect(await contents('a/b')).toBe('bytes')
  })

  it('says which file is missing, whatever is asked of it', async () => {
    await storage.put('a/b', chunks('bytes'))
    for (const key of ['nothing', 'a', 'a/b/c', 'x/y/z']) {
      await expect(storage.read(key, '')).rejects.toMatchObject({ name: 'StoredFileMissing', key })
      await expect(storage.localCopy(key)).rejects.toBeInstanceOf(StoredFileMissing)
      await expect(storage.copy(key, 'c/d')).rejects.toBeInstanceOf(StoredFileMissing)
    }
    await storage.put('a/b', chunks(large('bytes')))
    const { stream } = await storage.read('a/b', sha256(Buffer.from(large('bytes'))))
    await storage.remove('a/b')
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(StoredFileMissing)
  })

  it('hands out nothing of a file whose bytes were changed, and tells of it, however the change was hidden', async () => {
    const told: unknown[] = []
    const watched = await createDiskStorage(root, (damage) => told.push(damage))
    const { sha256: recorded } = await watched.put('a/b', chunks('金壱百万円'))
    const path = join(root, 'a', 'b')
    // Once believed, then changed to the same length with the old times.
    await watched.read('a/b', recorded)
    const before = await stat(path)
    await writeFile(path, '金九百万円')
    await utimes(path, before.atime, before.mtime)
    await expect(watched.read('a/b', recorded)).rejects.toMatchObject({
      name: 'StoredFileDamaged',
      key: 'a/b',
    })
    await expect(watched.localCopy('a/b', recorded)).rejects.toMatchObject({ name: 'StoredFileDamaged' })
    expect(told).toHaveLength(2)
    expect(told[0]).toEqual({
      key: 'a/b',
      expected: recorded,
      found: sha256(Buffer.from('金九百万円')),
      bytes: 15,
    })
    // Exchanged between the look and the first byte.
    const whole = await watched.put('a/b', chunks(large('金壱百万円')))
    const { stream } = await watched.read('a/b', whole.sha256)
    await watched.put('a/b', chunks(large('金九百万円')))
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject({ name: 'StoredFileDamaged' })
  })

  it('hands out a small file as it was hashed, whatever becomes of it, whole and in parts', async () => {
    const { sha256: recorded } = await storage.put('a/b', chunks('金壱百万円'))
    const { stream, bytes, part } = await storage.read('a/b', recorded)
    await storage.put('a/b', chunks('金九百万円'))
    expect(bytes).toBe(15)
    expect(await textOf(stream)).toBe('金壱百万円')
    expect(await textOf(part(3, 8))).toBe('壱百')
    await expect(storage.read('a/b', recorded)).rejects.toMatchObject({ name: 'StoredFileDamaged' })
  })

  it('takes bytes as it takes a file: whole or not at all, synced, and in the place of what was there', async () => {
    await storage.putBytes('a/b', Buffer.from('first'))
    await storage.putBytes('a/b', Buffer.from('second'))
    expect(await contents('a/b')).toBe('second')
    await storage.put('x', chunks('a file where the key wants a directory'))
    await expect(storage.putBytes('x/y', Buffer.from('bytes'))).rejects.toThrow()
    expect(await leftovers()).toEqual([])
  })

  it('removes once, and removing again is no error', async () => {
    await storage.put('a/b', chunks('bytes'))
    await storage.remove('a/b')
    await storage.remove('a/b')
    await storage.remove('never/was')
    await expect(storage.read('a/b', '')).rejects.toBeInstanceOf(StoredFileMissing)
  })

  it.each([
    '',
    '/etc/passwd',
    '../secret',
    'a/../b',
    'a//b',
    'a/',
    '.incoming/x',
    'a/.b',
    'A',
    'a\0b',
    'a\n',
    'a\\b',
  ])('refuses the key %j', async (key) => {
    const wanted = { name: 'Error', message: 'a storage key is malformed' }
    await expect(storage.put(key, chunks('x'))).rejects.toMatchObject(wanted)
    await expect(storage.read(key, '')).rejects.toMatchObject(wanted)
    await expect(storage.remove(key)).rejects.toMatchObject(wanted)
  })

  it('is for its own user only', async () => {
    await storage.put('a/b', chunks('bytes'))
    const modes = await Promise.all([root, join(root, 'a'), join(root, 'a', 'b')].map((path) => stat(path)))
    expect(modes.map(({ mode }) => mode & 0o077)).toEqual([0, 0, 0])
  })

  it('holds many files put at once, in directories made at once', async () => {
    const keys = Array.from({ length: 64 }, (_, index) => `documents/0${index % 4}/${index}`)
    await Promise.all(keys.map((key) => storage.put(key, chunks(key))))
    for (const key of keys) expect(await contents(key)).toBe(key)
  })

  it('makes a directory again that someone removed', async () => {
    await storage.put('documents/0a/first', chunks('first'))
    await rm(join(root, 'documents'), { recursive: true })
    await storage.put('documents/0a/second', chunks('second'))
    expect(await contents('documents/0a/second')).toBe('second')
  })

  it('sweeps what killed writes left, and nothing younger or stored', async () => {
    await storage.put('a', chunks('stored'))
    const [old, young] = [join(root, '.incoming', 'old'), join(root, '.incoming', 'young')]
    await writeFile(old, 'x')
    await writeFile(young, 'x')
    const hourAgo = new Date((await stat(young)).mtimeMs - 3_600_000)
    await utimes(old, hourAgo, hourAgo)
    await utimes(join(root, 'a'), hourAgo, hourAgo)
    expect(await storage.sweep(60_000)).toBe(1)
    expect(await leftovers()).toEqual(['young'])
    expect(await contents('a')).toBe('stored')
  })
})

/** Stores files for ever and prints each key once `put` has answered. The first 64 characters are the hash of the rest. */
const writer = `
import { createHash, randomBytes } from 'node:crypto'
import { createDiskStorage } from '#server/adapters/storage/disk-storage.ts'
const storage = await createDiskStorage(process.argv[1])
async function* file() {
  const body = randomBytes(150_000).toString('hex')
  yield Buffer.from(createHash('sha256').update(body).digest('hex'))
  for (let at = 0; at < body.length; at += 65_536) yield Buffer.from(body.slice(at, at + 65_536))
}
async function client(name) {
  for (let index = 0; ; index += 1) {
    const key = name + '/' + process.argv[2] + '/' + index
    await storage.put(key, file())
    process.stdout.write(key + '\\n')
  }
}
await Promise.all(['a', 'b', 'c', 'd'].map(client))
`

async function storedKeys(path: string): Promise<string[]> {
  const found = await readdir(path, { withFileTypes: true, recursive: true })
  return found
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith('.incoming'))
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
}

describe('a server killed while it stores', () => {
  it('has every file it answered for, and no half file under any key', async () => {
    const answered: string[] = []
    for (let kill = 0; kill < 8; kill += 1) {
      const args = ['--input-type=module', '-e', writer, root, String(kill)]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const lines = createInterface({ input: child.stdout }).on('line', (line) => answered.push(line))
      await once(lines, 'line')
      await sleep(kill * 7)
      child.kill('SIGKILL')
      await once(lines, 'close')
    }
    const stored = await storedKeys(root)
    expect(answered.length).toBeGreaterThanOrEqual(8)
    expect(stored).toEqual(expect.arrayContaining(answered))
    for (const key of stored) {
      const text = await contents(key)
      expect(text.slice(0, 64)).toBe(sha256(Buffer.from(text.slice(64))))
    }
    expect(await leftovers()).not.toEqual([])
    await storage.sweep(-1_000)
    expect(await leftovers()).toEqual([])
  })
})
