import { close, fdatasync, fsync, open } from 'node:fs'
import { promisify } from 'node:util'

const openFile = promisify(open)
const closeFile = promisify(close)
const syncAll = promisify(fsync)
const syncData = promisify(fdatasync)

/** Answers when the file or directory is on the disk; with `dataOnly` its times need not be. */
export async function flush(path: string, { dataOnly = false } = {}): Promise<void> {
  const file = await openFile(path, 'r')
  try {
    await (dataOnly ? syncData(file) : syncAll(file))
  } finally {
    await closeFile(file)
  }
}
