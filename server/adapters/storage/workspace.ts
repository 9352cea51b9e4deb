import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat, statfs, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '#server/usecases/sealing-ports.ts'
import { readHashed, sha256OfFile } from './file-sha256.ts'

/** No job works this long on one file. */
const abandonedMilliseconds = 60 * 60 * 1000

/**
 * Work in progress in `root`. What a killed process left there is removed by the start of a later one, an hour after it
 * was last written: others may be at work in the same directory.
 */
export async function createWorkspace(root: string): Promise<Workspace> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  await removeAbandoned(root)
  return {
    async newFile() {
      const path = join(root, randomUUID())
      return { path, dispose: () => removeFile(path) }
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(root)
      return bavail * bsize
    },
    sha256: sha256OfFile,
    read: readHashed,
  }
}

/** One request to the thread pool, where `rm` asks first what is there. */
async function removeFile(path: string): Promise<void> {
  try {
    await unlink(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
}

async function removeAbandoned(root: string): Promise<void> {
  // The time by the clock that dates the files.
  const probe = join(root, randomUUID())
  await writeFile(probe, '', { flag: 'wx', mode: 0o600 })
  const { mtimeMs: now } = await stat(probe)
  await rm(probe)
  for (const name of await readdir(root)) {
    const path = join(root, name)
    const found = await stat(path).catch(() => null)
    // A directory is a killed PDF worker's; a living one is busy in it, or ends after a minute without work.
    if (found !== null && found.mtimeMs < now - abandonedMilliseconds) {
      await rm(path, { recursive: true, force: true })
    }
  }
}
