import { close, fdatasync, fsync, open, write } from 'node:fs'
import { promisify } from 'node:util'

const openFile = promisify(open)
const writeFile = promisify(write)
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

/** Writes a file that is not there yet, for us alone, and answers when it is on the disk. */
export async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await openFile(path, 'wx', 0o600)
  try {
    for (let done = 0; done < bytes.length; ) {
      done += (await writeFile(file, bytes, done, bytes.length - done, done)).bytesWritten
    }
    await syncData(file)
  } finally {
    await closeFile(file)
  }
}
