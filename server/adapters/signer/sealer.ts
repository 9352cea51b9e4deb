import { createHash, type Hash, X509Certificate } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import type { Prepared, Sealer, Signer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { createCmsIdentity, signDetached } from './cms.ts'

/** Why a prepared file was not sealed. Nothing has been written then. */
export type SealProblem = 'byte_range_wrong' | 'placeholder_not_empty' | 'placeholder_too_small'

/** A prepared file that must not be signed as it is: a mistake of ours, not of the weather. */
export class SealRefused extends Error {
  readonly code: SealProblem
  constructor(code: SealProblem, message: string) {
    super(message)
    this.name = 'SealRefused'
    this.code = code
  }
}

const CHUNK_BYTES = 256 * 1024
const ZERO = 0x30

/**
 * Fills placeholders. `timestamps: null` gives level B, which exists in evaluation only. Rejects with `SealRefused`,
 * or with whatever the signer or the timestamp authority throws; the file is unchanged in either case.
 */
export function createSealer(tools: { signer: Signer; timestamps: TimestampAuthority | null }): Sealer {
  const identity = createCmsIdentity(tools.signer)
  const { timestamps } = tools
  const timestamp = timestamps && ((sha256: Uint8Array) => timestamps.timestamp(sha256))

  async function seal({ path, byteRange }: Prepared): Promise<{ sha256: string; bytes: number }> {
    await using file = await open(path, 'r+')
    const { size } = await file.stat()
    checkByteRange(byteRange, size)
    const [, gapStart, gapEnd] = byteRange

    const head = createHash('sha256')
    await hashInto(head, file, 0, gapStart)
    const whole = head.copy()
    const placeholder = Buffer.alloc(gapEnd - gapStart)
    await readFully(file, placeholder, gapStart)
    checkPlaceholder(placeholder)
    await hashInto(head, file, gapEnd, size)

    const cms = await signDetached(identity, head.digest(), timestamp)
    const room = (placeholder.length - 2) / 2
    if (cms.length > room) {
      throw new SealRefused('placeholder_too_small', `${cms.length} bytes do not fit into ${room}`)
    }
    placeholder.write(Buffer.from(cms).toString('hex'), 1, 'latin1')
    await writeFully(file, placeholder, gapStart)
    whole.update(placeholder)
    await hashInto(whole, file, gapEnd, size)
    return { sha256: whole.digest('hex'), bytes: size }
  }

  const [leaf = new Uint8Array()] = tools.signer.chain
  const validUntil = new Date(new X509Certificate(leaf).validTo)
  return { signerSha256: createHash('sha256').update(leaf).digest('hex'), validUntil, seal }
}

/** The range must cover the whole file but for the gap, or something would stay unsigned. */
function checkByteRange([start, length, restStart, restLength]: Prepared['byteRange'], size: number): void {
  const covers = start === 0 && length > 0 && restStart >= length + 2 && restStart + restLength === size
  if (!covers) {
    throw new SealRefused('byte_range_wrong', `[0 ${length} ${restStart} ${restLength}] of ${size} bytes`)
  }
}

/** A second signature over the first would break the rule that each act is signed once. */
function checkPlaceholder(gap: Buffer): void {
  const framed = gap[0] === 0x3c && gap.at(-1) === 0x3e && gap.length % 2 === 0
  if (!framed) throw new SealRefused('byte_range_wrong', 'the gap is not one <hex string>')
  const inside = gap.subarray(1, -1)
  // Compared as a whole: asking byte by byte was one percent of everything the server did.
  if (!inside.equals(Buffer.alloc(inside.length, ZERO))) {
    throw new SealRefused('placeholder_not_empty', 'the file carries a signature already')
  }
}

async function hashInto(hash: Hash, file: FileHandle, start: number, end: number): Promise<void> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(end - start, 0)))
  for (let at = start; at < end; ) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, end - at))
    await readFully(file, chunk, at)
    hash.update(chunk)
    at += chunk.length
  }
}

async function readFully(file: FileHandle, target: Buffer, position: number): Promise<void> {
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await file.read(target, done, target.length - done, position + done)
    if (bytesRead === 0) throw new SealRefused('byte_range_wrong', 'the file ended early')
    done += bytesRead
  }
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
