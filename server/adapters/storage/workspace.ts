import { createHash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Workspace } from '#server/usecases/sealing-ports.ts'

/** Work in progress in `root`. What a killed process leaves there is removed at the next start, by `emptyWorkspace`. */
export async function createWorkspace(root: string): Promise<Workspace> {
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
  }
}
