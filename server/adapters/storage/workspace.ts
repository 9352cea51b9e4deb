import { createHash, randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '#server/usecases/sealing-ports.ts'

/** No job works this long on one file. */
const abandonedMilliseconds = 60 * 60 * 1000
const chunkBytes = 256 * 1024

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
      return { path, dispose: () => rm(path, { force: true }) }
    },
    async sha256(path) {
      await using file = await open(path, 'r')
      const hash = createHash('sha256')
      const chunk = Buffer.allocUnsafe(chunkBytes)
      for (;;) {
        const { bytesRead } = await file.read(chunk, 0, chunkBytes)
        if (bytesRead === 0) break
        hash.update(chunk.subarray(0, bytesRead))
      }
      return hash.digest('hex')
    },
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
    if (found?.isFile() && found.mtimeMs < now - abandonedMilliseconds) await rm(path, { force: true })
  }
}
