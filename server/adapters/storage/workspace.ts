import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '#server/usecases/sealing-ports.ts'

/** A workspace in one directory of one machine. */
export interface DiskWorkspace extends Workspace {
  /** Removes what killed processes left behind that was last written before this; others may be at work beside us. */
  sweep(before: Date): Promise<void>
}

/** Work in progress in `root`, which is made when missing and readable by this user only. */
export async function createWorkspace(root: string): Promise<DiskWorkspace> {
  await mkdir(root, { recursive: true, mode: 0o700 })
  return {
    async newFile() {
      const path = join(root, randomUUID())
      return { path, dispose: () => rm(path, { force: true }) }
    },
    async sha256(path) {
      const hash = createHash('sha256')
      for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) hash.update(chunk)
      return hash.digest('hex')
    },
    async sweep(before) {
      for (const name of await readdir(root)) {
        const path = join(root, name)
        const found = await stat(path).catch(() => null)
        if (found?.isFile() && found.mtime < before) await rm(path, { force: true })
      }
    },
  }
}
