import { createHash } from 'node:crypto'
import { close, open, read } from 'node:fs'
import { promisify } from 'node:util'

const openFile = promisify(open)
const readFile = promisify(read)
const closeFile = promisify(close)

const chunkBytes = 256 * 1024

/** A buffer for each would be what the collector mostly collects: those that are not in use wait here for the next. */
const spare: Buffer[] = []
const mostSpare = 4

/**
 * SHA-256 in hex of a local file, with one chunk of it in memory at a time. A small file is three requests to the thread
 * pool: without the object that `fs/promises` makes of a file, which the collector has to look after.
 */
export async function sha256OfFile(path: string): Promise<string> {
  const file = await openFile(path, 'r')
  const hash = createHash('sha256')
  const chunk = spare.pop() ?? Buffer.allocUnsafeSlow(chunkBytes)
  try {
    for (;;) {
      const { bytesRead } = await readFile(file, chunk, 0, chunkBytes, null)
      hash.update(chunk.subarray(0, bytesRead))
      // A regular file gives less than was asked for only at its end (read(2)).
      if (bytesRead < chunkBytes) return hash.digest('hex')
    }
  } finally {
    if (spare.length < mostSpare) spare.push(chunk)
    await closeFile(file)
  }
}
