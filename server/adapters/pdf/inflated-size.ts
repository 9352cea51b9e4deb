import { constants, inflateSync } from 'node:zlib'

/** Most bytes that the object and cross-reference streams of one file may unfold to. Content and images are never unfolded here. */
const MOST_INFLATED_BYTES = 96 * 1024 * 1024
const LONGEST_DICTIONARY = 8192

/**
 * Whether the streams that a parser must unfold to read the file would grow beyond measure. Looked at in the raw bytes,
 * before anything is parsed, because libpdf unfolds without a limit.
 */
export function inflatesTooMuch(bytes: Buffer): boolean {
  let left = MOST_INFLATED_BYTES
  const seen = new Set<number>()
  for (const marker of ['/ObjStm', '/XRef']) {
    for (let at = bytes.indexOf(marker); at !== -1; at = bytes.indexOf(marker, at + marker.length)) {
      const start = bytes.indexOf('stream', at)
      if (start === -1 || start - at > LONGEST_DICTIONARY || seen.has(start)) continue
      seen.add(start)
      const end = bytes.indexOf('endstream', start)
      const size = inflatedSize(bytes.subarray(start + 6, end === -1 ? bytes.length : end), left)
      if (size === null) return true
      left -= size
    }
  }
  return false
}

/** Bytes after unfolding; 0 for what is no deflated stream; null when more than `limit`. */
function inflatedSize(data: Buffer, limit: number): number | null {
  const from = data[0] === 13 && data[1] === 10 ? 2 : data[0] === 10 || data[0] === 13 ? 1 : 0
  try {
    const options = { maxOutputLength: Math.max(1, limit), finishFlush: constants.Z_SYNC_FLUSH }
    return inflateSync(data.subarray(from), options).length
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? null : 0
  }
}
