import { createHash, randomUUID } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import {
  copyFile,
  type FileHandle,
  link,
  open,
  readdir,
  readFile as readWhole,
  rename,
  rm,
  stat,
  unlink,
} from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import {
  heldBytes,
  type Storage,
  StoredFileDamaged,
  StoredFileMissing,
} from '../../usecases/delivery-ports.ts'
import { type Directories, openDirectories } from './disk-directories.ts'
import { flush, writeSynced } from './flush.ts'
import { type OnDamage, sameBytes, verifiedFiles } from './verified-files.ts'

/** Storage in one directory of one machine. */
export interface DiskStorage extends Storage {
  /** Removes what killed writes left behind that is older than this (milliseconds); answers how many files that were. */
  sweep(olderThanMs: number): Promise<number>
}

/** No key begins with a dot, so nothing stored can ever be here. */
const incomingName = '.incoming'
const keyPattern = /^[a-z0-9_-][a-z0-9._-]*(?:\/[a-z0-9_-][a-z0-9._-]*)*$/

/** What file systems say that know no second name for a file, or no more of them. */
const noLinks = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'EXDEV']

function isCode(error: unknown, ...codes: string[]): boolean {
  return error instanceof Error && 'code' in error && codes.includes(String(error.code))
}

/** Where nothing is: no such file, or a file where the key wants a directory. */
function missing(key: string): (error: unknown) => never {
  return (error) => {
    throw isCode(error, 'ENOENT', 'ENOTDIR') ? new StoredFileMissing(key) : error
  }
}

async function statFile(key: string, path: string): Promise<Stats> {
  const found = await stat(path).catch(missing(key))
  if (!found.isFile()) throw new StoredFileMissing(key)
  return found
}

/** `verified`: the state of the file whose bytes were hashed; another under the same path is not handed out. */
async function* readFile(
  key: string,
  path: string,
  verified: Stats,
  part: { start?: number; end?: number } = {},
): AsyncGenerator<Uint8Array> {
  const handle = await open(path, 'r').catch(missing(key))
  try {
    if (!sameBytes(await handle.stat(), verified)) throw new StoredFileDamaged(key)
    yield* handle.createReadStream({ ...part, autoClose: false, highWaterMark: 256 * 1024 })
  } finally {
    await handle.close()
  }
}

async function writeAll(handle: FileHandle, source: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of source) {
    hash.update(chunk)
    bytes += chunk.byteLength
    await handle.writeFile(chunk)
  }
  // The size is needed to read the file back, so fdatasync carries it too; times need not survive.
  await handle.datasync()
  return { sha256: hash.digest('hex'), bytes }
}

/** Moves a finished, synced file to its place and answers when it is certain to be found there. */
async function settle(directories: Directories, from: string, to: string): Promise<void> {
  const directory = dirname(to)
  await directories.ensure(directory)
  try {
    await rename(from, to)
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error
    directories.forget(directory)
    await directories.ensure(directory)
    await rename(from, to)
  }
  await directories.sync(directory)
}

/**
 * Storage in `root`, which is made when missing and readable by this user only. A file is written beside the stored
 * ones, synced, renamed to its key, and the directory synced, before `put` answers: PostgreSQL may then commit a
 * reference to it. Files of a key are spread over directories as the key says.
 */
export async function createDiskStorage(root: string, onDamage: OnDamage = () => {}): Promise<DiskStorage> {
  const base = resolve(root)
  const incoming = join(base, incomingName)
  const directories = await openDirectories(base)
  await directories.ensure(incoming)

  const verify = verifiedFiles(onDamage)
  const temporary = () => join(incoming, randomUUID())

  function pathOf(key: string): string {
    if (!keyPattern.test(key) || key.length > 512) throw new Error('a storage key is malformed')
    return join(base, key)
  }

  return {
    async put(key, source) {
      const target = pathOf(key)
      const path = temporary()
      try {
        const handle = await open(path, 'wx', 0o600)
        const written = await writeAll(handle, source).finally(() => handle.close())
        await settle(directories, path, target)
        return written
      } catch (error) {
        await unlink(path).catch(() => {})
        throw error
      }
    },

    async putBytes(key, bytes) {
      const target = pathOf(key)
      const path = temporary()
      try {
        await writeSynced(path, bytes)
        await settle(directories, path, target)
      } catch (error) {
        await unlink(path).catch(() => {})
        throw error
      }
    },

    async putFile(key, path) {
      const target = pathOf(key)
      await flush(path, { dataOnly: true })
      try {
        await settle(directories, path, target)
        return
      } catch (error) {
        if (!isCode(error, 'EXDEV')) throw error
      }
      // The file lies in another file system: bring it here first, so that the rename is still the only visible step.
      const copy = temporary()
      try {
        await copyFile(path, copy, constants.COPYFILE_EXCL)
        await flush(copy, { dataOnly: true })
        await settle(directories, copy, target)
      } catch (error) {
        await unlink(copy).catch(() => {})
        throw error
      }
      await unlink(path)
    },

    async read(key, sha256) {
      const path = pathOf(key)
      const found = await statFile(key, path)
      const held = sha256 === null ? null : await verify(key, path, found, sha256)
      // What was just hashed is handed out as it was hashed.
      if (held !== null) return heldBytes(held)
      return {
        stream: readFile(key, path, found),
        bytes: found.size,
        part: (start, end) => readFile(key, path, found, { start, end }),
      }
    },

    async readText(key) {
      const path = pathOf(key)
      await statFile(key, path)
      return readWhole(path, 'utf8')
    },

    async copy(key, to) {
      const source = pathOf(key)
      const target = pathOf(to)
      await statFile(key, source)
      const path = temporary()
      // Stored files are replaced as a whole and never written to, so a second name is a second file.
      await link(source, path).catch(async (error) => {
        if (!isCode(error, ...noLinks)) return missing(key)(error)
        await copyFile(source, path, constants.COPYFILE_EXCL).catch(missing(key))
        await flush(path, { dataOnly: true })
      })
      try {
        await settle(directories, path, target)
      } catch (error) {
        await unlink(path).catch(() => {})
        throw error
      }
    },

    async localCopy(key, sha256) {
      const path = pathOf(key)
      const found = await statFile(key, path)
      const bytes = sha256 === undefined ? null : await verify(key, path, found, sha256)
      return { path, bytes, async dispose() {} }
    },

    async remove(key) {
      const path = pathOf(key)
      try {
        await unlink(path)
      } catch (error) {
        if (isCode(error, 'ENOENT', 'ENOTDIR')) return
        throw error
      }
      await directories.sync(dirname(path))
    },

    async removeFolder(folder) {
      const path = pathOf(folder)
      await rm(path, { recursive: true, force: true })
      directories.forget(path)
      // Where the parent is not there either, nothing was there.
      await directories.sync(dirname(path)).catch((error) => {
        if (!isCode(error, 'ENOENT')) throw error
      })
    },

    async keysOf(prefix) {
      const names = await readdir(dirname(pathOf(prefix))).catch((error) => {
        if (isCode(error, 'ENOENT', 'ENOTDIR')) return []
        throw error
      })
      const folder = prefix.slice(0, prefix.lastIndexOf('/') + 1)
      return names.map((name) => `${folder}${name}`).filter((key) => key.startsWith(prefix))
    },

    async sweep(olderThanMs) {
      const limit = (await fileSystemTime(temporary())) - olderThanMs
      let swept = 0
      for (const name of await readdir(incoming)) {
        const path = join(incoming, name)
        const found = await stat(path).catch(() => null)
        if (!found || found.mtimeMs >= limit) continue
        await unlink(path).catch(() => {})
        swept += 1
      }
      return swept
    },
  }
}

/** The time by the clock that dates the files, which on a network file system is not ours. */
async function fileSystemTime(probe: string): Promise<number> {
  const handle = await open(probe, 'wx', 0o600)
  try {
    return (await handle.stat()).mtimeMs
  } finally {
    await handle.close()
    await unlink(probe)
  }
}
