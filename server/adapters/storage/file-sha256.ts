import { createHash } from 'node:crypto'
import { close, open, read } from 'node:fs'
import { promisify } from 'node:util'

const openFile = promisify(open)
const readFile = promisify(read)
const closeFile = promisify(close)

/** As large as a file may be that travels in a message of the PDF worker. */
const chunkBytes = 512 * 1024

/** A buffer for each would be what the collector mostly collects: those that are not in use wait here for the next. */
const spare: Buffer[] = []
const mostSpare = 4

/**
 * SHA-256 in hex of a local file, with one chunk of it in memory at a time. A small file is three requests to the thread
 * pool: without the object that `fs/promises` makes of a file, which the collector has to look after.
 */
export async function sha256OfFile(path: string): Promise<string> {
  return (await hashed(path, false)).sha256
}

/** The same with the bytes of a file that is smaller than a chunk; null of a larger one. */
export function readHashed(path: string): Promise<{ sha256: string; bytes: Uint8Array | null }> {
  return hashed(path, true)
}

async function hashed(path: string, wanted: boolean): Promise<{ sha256: string; bytes: Uint8Array | null }> {
  const file = await openFile(path, 'r')
  const hash = createHash('sha256')
  const chunk = spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes)
  try {
    for (let first = true; ; first = false) {
      const { bytesRead } = await readFile(file, chunk, 0, chunkBytes, null)
      const found = chunk.subarray(0, bytesRead)
      hash.update(found)
      // A regular file gives less than was asked for only at its end (read(2)).
      if (bytesRead < chunkBytes)
        return { sha256: hash.digest('hex'), bytes: first && wanted ? Uint8Array.from(found) : null }
    }
  } finally {
    if (spare.length < mostSpare) spare.push(chunk)
    await closeFile(file)
  }
}
