import { close, constants, open as openPath, read } from 'node:fs'
import {
  chmod,
  chown,
  copyFile,
  link,
  lstat,
  mkdir,
  open,
  rename,
  rm,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { type CarriedFiles, MOST_CARRIED_BYTES } from '#server/pdf/format/job-bytes.ts'
import type { Files } from './pdf-worker-message.ts'

/** Without the object that `fs/promises` makes of a file, which the collector has to look after. */
const openFile = promisify(openPath)
const readFile = promisify(read)
const closeFile = promisify(close)

/** New ones for each job would be what the collector mostly collects: those that are not in use wait here for the next. */
const spare: Buffer[] = []
const mostSpare = 4

/**
 * The directory of one child: `in/` holds what its job reads, `out/` what it writes. Names are relative to it, and it is
 * the child's working directory, so that the directories above may be closed to the child's user. Where that is another
 * user than ours, it gets copies; otherwise a second name of the same bytes, in a directory that it may not write.
 */
export async function makeChildDirectory(directory: string, user: number | null): Promise<void> {
  await mkdir(directory, { mode: 0o711 })
  await mkdir(join(directory, 'in'), { mode: 0o755 })
  await mkdir(join(directory, 'out'), { mode: 0o700 })
  if (user === null) return
  // The mode as asked for, whatever the umask.
  await chmod(directory, 0o711)
  await chmod(join(directory, 'in'), 0o755)
  await chown(join(directory, 'out'), user, user)
}

/**
 * The files of one job, brought to the child and taken back: small ones in the messages, the others in its directory. With
 * as few requests to the thread pool as may be: they lie below MUSUBI_DATA, which may be a network file system that
 * hangs, so nothing is done on the event loop.
 */
export class JobFiles implements Files {
  readonly #directory: string
  readonly #user: number | null
  readonly #reads = new Map<string, string>()
  readonly #writes = new Map<string, string>()
  readonly #optional = new Set<string>()
  /** Of what is read, the bytes that are here already; of what is written, the names that may stay in memory, and what did. */
  readonly #given: CarriedFiles = new Map()
  readonly #inMemory = new Set<string>()
  readonly #kept: CarriedFiles = new Map()
  /** What may still lie in the child's directory. */
  readonly #left = new Set<string>()
  /** What the carried files were read into. */
  readonly #rooms: Buffer[] = []
  readonly scratch = 'out'

  constructor(directory: string, user: number | null) {
    this.#directory = directory
    this.#user = user
  }

  read(path: string, bytes: Uint8Array | null = null): string {
    const known = this.#reads.get(path)
    if (known !== undefined) return known
    const name = `in/${this.#reads.size + 1}.pdf`
    this.#reads.set(path, name)
    if (bytes !== null && bytes.length <= MOST_CARRIED_BYTES) this.#given.set(name, bytes)
    return name
  }

  write(path: string, inMemory = false): string {
    const name = `out/${this.#writes.size + 1}.pdf`
    this.#writes.set(path, name)
    this.#left.add(name)
    if (inMemory) this.#inMemory.add(name)
    return name
  }

  writeIfNeeded(path: string): string {
    this.#optional.add(path)
    return this.write(path)
  }

  /** What belongs into the message of the job. */
  async bring(): Promise<{ files: CarriedFiles; writes: string[] }> {
    const files: CarriedFiles = new Map()
    for (const [path, name] of this.#reads) {
      const given = this.#given.get(name)
      if (given !== undefined) {
        files.set(name, given)
        continue
      }
      const room = spare.pop() ?? Buffer.allocUnsafeSlow(MOST_CARRIED_BYTES + 1)
      this.#rooms.push(room)
      const small = await readIfSmall(path, room)
      if (small !== null) files.set(name, small)
      else await this.#bringOne(path, name)
    }
    return { files, writes: [...this.#writes.values()] }
  }

  async #bringOne(path: string, name: string): Promise<void> {
    this.#left.add(name)
    const to = join(this.#directory, name)
    if (this.#user === null && (await isLinked(path, to))) return
    await copyFile(path, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
    await chmod(to, 0o644)
  }

  /**
   * Brings what the child wrote to where it is wanted, as ours; of what lies in its directory, anything but a plain file of
   * one name is refused.
   */
  async takeBack(carried: CarriedFiles = new Map()): Promise<void> {
    for (const [path, name] of this.#writes) {
      const small = carried.get(name)
      if (small !== undefined) {
        if (this.#inMemory.has(name)) this.#kept.set(name, small)
        else await writeNew(path, small)
        this.#left.delete(name)
        continue
      }
      const written = join(this.#directory, name)
      if (this.#optional.has(path) && !(await isThere(written))) continue
      await moveInto(written, path)
      const found = await lstat(path)
      if (!found.isFile() || found.nlink !== 1) {
        await rm(path, { recursive: true, force: true })
        throw new Error('the child left something else than a file')
      }
      if (this.#user !== null) await chown(path, process.geteuid?.() ?? 0, process.getegid?.() ?? 0)
      // The child's umask asks for this mode already; the child is not believed.
      if ((found.mode & 0o7777) !== 0o600) await chmod(path, 0o600)
      this.#left.delete(name)
    }
  }

  /** The path that the job named, for a name that the child answers with. */
  named(name: string): string {
    for (const [path, given] of this.#writes) if (given === name) return path
    return name
  }

  /** The bytes of a file that the child answers with, where they stayed in memory. */
  kept(name: string): Uint8Array | null {
    return this.#kept.get(name) ?? null
  }

  async clear(): Promise<void> {
    // The message was written down when it was sent.
    spare.push(...this.#rooms.splice(0, Math.max(0, mostSpare - spare.length)))
    await Promise.all([...this.#left].map((name) => remove(join(this.#directory, name))))
  }
}

/** The bytes of a file that is small enough for a message, in `room`; null of a larger one. */
async function readIfSmall(path: string, room: Buffer): Promise<Uint8Array | null> {
  const file = await openFile(path, 'r')
  try {
    // A regular file gives less than was asked for only at its end (read(2)).
    const { bytesRead } = await readFile(file, room, 0, room.length, 0)
    return bytesRead > MOST_CARRIED_BYTES ? null : room.subarray(0, bytesRead)
  } finally {
    await closeFile(file)
  }
}

/** Never through a link that stands there, nor into a file that has another name. */
async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  const write = () => writeFile(path, bytes, { flag: 'wx', mode: 0o600 })
  try {
    await write()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await rm(path)
    await write()
  }
}

/** Whether it has a second name now; false where the file systems do not allow one. */
async function isLinked(path: string, to: string): Promise<boolean> {
  try {
    await link(path, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    return false
  }
}

/** A file, mostly; whatever else the child may have left goes as well. */
async function remove(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') await rm(path, { recursive: true, force: true })
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    return false
  }
}

async function moveInto(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    await copyInto(from, to)
    await unlink(from)
  }
}

/**
 * Across file systems. What is opened is what is looked at and copied: a name could have become a link in between, of the
 * child's making. The copy has a new name until it is whole.
 */
async function copyInto(from: string, to: string): Promise<void> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK, O_WRONLY, O_CREAT, O_EXCL } = constants
  const source = await open(from, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  try {
    const found = await source.stat()
    if (!found.isFile() || found.nlink !== 1) throw new Error('the child left something else than a file')
    const part = `${to}.part`
    await rm(part, { force: true })
    const target = await open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
    try {
      await pipeline(source.createReadStream({ autoClose: false }), target.createWriteStream())
      await rename(part, to)
    } catch (error) {
      await rm(part, { force: true })
      throw error
    }
  } finally {
    await source.close()
  }
}

/** A child's answer with our path in the place of its own name for the file, which knows no other; or with the file itself. */
export function withOwnPath(answer: unknown, files: JobFiles): unknown {
  if (typeof answer !== 'object' || answer === null || !('path' in answer)) return answer
  if (typeof answer.path !== 'string') return answer
  return { ...answer, path: files.named(answer.path), bytes: files.kept(answer.path) }
}
