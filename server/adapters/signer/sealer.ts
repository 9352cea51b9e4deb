import { createHash, type Hash } from 'node:crypto'
import { close, open, read, write } from 'node:fs'
import { type FileHandle, open as openHandle } from 'node:fs/promises'
import { promisify } from 'node:util'
import type { Authority, Stamped } from '#server/usecases/archive-ports.ts'
import type { Prepared } from '#server/usecases/prepared-ports.ts'
import { AwaitsOperator } from '#server/usecases/refused.ts'
import type { Sealer, Signer, TimestampAuthority } from '#server/usecases/sealing-ports.ts'
import { isInForce } from '#server/verification/certificates.ts'
import { authorityOf, timestampTimeOf, tokenFactsOf } from '#server/verification/timestamp-token.ts'
import { createCmsIdentity, signDetached } from './cms.ts'
import { signingPath } from './signing-certificate.ts'

/** Why a prepared file was not sealed. Nothing has been written then. */
export type SealProblem =
  | 'byte_range_wrong'
  | 'placeholder_not_empty'
  | 'placeholder_too_small'
  | 'token_unreadable'

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
/** Most files are small: one read instead of four. */
const HELD_BYTES = 512 * 1024
const ZERO = 0x30

const openFile = promisify(open)
const readFile = promisify(read)
const writeFile = promisify(write)
const closeFile = promisify(close)

/** What a sealer works with. `signed` is told when a signature was made, before anybody sees it. */
export type SealerTools = {
  signer: Signer
  timestamps: TimestampAuthority | null
  now: () => Date
  signed?: (at: Date) => Promise<void>
}

/**
 * Fills placeholders. `timestamps: null` gives level B, which exists in evaluation only. Rejects with `SealRefused`,
 * `AwaitsOperator`, or with whatever the signer or the timestamp authority throws; the file is unchanged in
 * either case.
 */
export function createSealer({ signer, timestamps, now, signed }: SealerTools): Sealer {
  const identity = createCmsIdentity(signer)
  const path = signingPath(signer.chain)
  const [leaf] = path
  if (leaf === undefined) throw new Error('a signer without a certificate')

  /**
   * Asked before each signature, and of the time stamp's own time, which is the one that counts for ever; of those above
   * the signing certificate too, for the signature is worth nothing without them.
   */
  function refuseOutOfTime(at: Date): void {
    const ended = path.find((each) => !isInForce(each, at))
    if (ended === undefined) return
    const [from, until] = [ended.notBefore.toISOString(), ended.notAfter.toISOString()]
    const which =
      ended === leaf ? 'the signing certificate' : `${ended.subject}, above the signing certificate,`
    throw new AwaitsOperator(
      `${which} is in force from ${from} to ${until}, and now it is ${at.toISOString()}; the seal waits: put a certificate that is in force, with those above it, into SIGNING_KEY and SIGNING_CERTIFICATE and start again`,
    )
  }

  let newest: Uint8Array | null = null
  async function tokenOver(sha256: Uint8Array): Promise<Uint8Array> {
    if (timestamps === null) throw new Error('no authority stamps here')
    const token = await timestamps.timestamp(sha256)
    newest = token
    return token
  }

  const timestamp =
    timestamps &&
    (async (sha256: Uint8Array) => {
      const token = await tokenOver(sha256)
      refuseOutOfTime(timestampTimeOf(token) ?? now())
      return token
    })

  async function seal(prepared: Prepared): Promise<{ sha256: string; bytes: number }> {
    refuseOutOfTime(now())
    return fillPlaceholder(prepared, identity.digest, async (digest) => {
      const cms = await signDetached(identity, digest, timestamp)
      await signed?.(now())
      return cms
    })
  }

  /** A document timestamp is the authority's alone: the signing certificate has no part in it. */
  async function stamp(prepared: Prepared): Promise<Stamped> {
    const tokens: Uint8Array[] = []
    const filled = await fillPlaceholder(prepared, 'sha256', async (sha256) => {
      const token = await tokenOver(sha256)
      tokens.push(token)
      return token
    })
    const [facts] = tokens.map(tokenFactsOf)
    if (!facts) throw new SealRefused('token_unreadable', 'the authority gave no readable token')
    return { ...filled, ...facts }
  }

  async function authority(): Promise<Authority> {
    const found = authorityOf(newest ?? (await tokenOver(createHash('sha256').digest())))
    if (found === null) throw new SealRefused('token_unreadable', 'the authority gave no readable token')
    return found
  }

  const validUntil = new Date(Math.min(...path.map(({ notAfter }) => notAfter.getTime())))
  return {
    ...{ signerSha256: leaf.sha256, validUntil, stamps: timestamps !== null },
    ...{ seal, stamp, authority, stampHash: tokenOver },
  }
}

/** Hashes the file but for its gap, and writes what `make` gives for that digest into the gap. */
async function fillPlaceholder(
  prepared: Prepared,
  digest: 'sha256' | 'sha384' | 'sha512',
  make: (digest: Uint8Array) => Promise<Uint8Array>,
): Promise<{ sha256: string; bytes: number }> {
  const { byteRange } = prepared
  await using file = await openPrepared(prepared)
  const { size, source } = file
  checkByteRange(byteRange, size)
  const [, gapStart, gapEnd] = byteRange

  // What is signed is hashed as the key's algorithm asks, what is stored with SHA-256; mostly both are the same.
  const content = createHash(digest)
  const stored = digest === 'sha256' ? null : createHash('sha256')
  await hashInto(stored === null ? [content] : [content, stored], source, 0, gapStart)
  const whole = stored ?? content.copy()
  const placeholder = Buffer.alloc(gapEnd - gapStart)
  await readFully(source, placeholder, gapStart)
  checkPlaceholder(placeholder)
  await hashInto([content], source, gapEnd, size)

  const cms = await make(content.digest())
  const room = (placeholder.length - 2) / 2
  if (cms.length > room) {
    throw new SealRefused('placeholder_too_small', `${cms.length} bytes do not fit into ${room}`)
  }
  placeholder.write(Buffer.from(cms).toString('hex'), 1, 'latin1')
  await file.write(placeholder, gapStart)
  whole.update(placeholder)
  await hashInto([whole], source, gapEnd, size)
  return { sha256: whole.digest('hex'), bytes: size }
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

/** The part of a file handle that is read with. */
type Source = Pick<FileHandle, 'read'> | Buffer

type PreparedFile = AsyncDisposable & {
  size: number
  source: Source
  write(bytes: Buffer, position: number): Promise<void>
}

/**
 * A small file is held: four requests to the thread pool in all, since its range says how long it should be, and one byte
 * more is asked for to see that it is no longer.
 */
async function openPrepared({ path, bytes, byteRange }: Prepared): Promise<PreparedFile> {
  if (bytes) return openHeld(bytes)
  const expected = byteRange[2] + byteRange[3]
  if (!(expected > 0 && expected <= HELD_BYTES)) return openLarge(path)
  const file = await openFile(path, 'r+')
  try {
    const held = Buffer.allocUnsafe(expected + 1)
    let size = 0
    // A regular file gives less than was asked for only at its end (read(2)); a shorter one is asked once more.
    for (let more = -1; size < expected && more !== 0; size += more) {
      more = (await readFile(file, held, size, held.length - size, size)).bytesRead
    }
    return {
      size,
      source: held.subarray(0, size),
      async write(bytes, position) {
        for (let done = 0; done < bytes.length; ) {
          const rest = bytes.length - done
          done += (await writeFile(file, bytes, done, rest, position + done)).bytesWritten
        }
      },
      [Symbol.asyncDispose]: () => closeFile(file),
    }
  } catch (error) {
    await closeFile(file)
    throw error
  }
}

function openHeld({ buffer, byteOffset, length }: Uint8Array): PreparedFile {
  const held = Buffer.from(buffer, byteOffset, length)
  return {
    size: length,
    source: held,
    async write(bytes, position) {
      held.set(bytes, position)
    },
    async [Symbol.asyncDispose]() {},
  }
}

async function openLarge(path: string): Promise<PreparedFile> {
  const file = await openHandle(path, 'r+')
  const { size } = await file.stat()
  return {
    size,
    source: file,
    write: (bytes, position) => writeFully(file, bytes, position),
    [Symbol.asyncDispose]: () => file.close(),
  }
}

async function hashInto(hashes: Hash[], source: Source, start: number, end: number): Promise<void> {
  if (Buffer.isBuffer(source)) {
    for (const hash of hashes) hash.update(source.subarray(start, end))
    return
  }
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(end - start, 0)))
  for (let at = start; at < end; ) {
    const chunk = buffer.subarray(0, Math.min(buffer.length, end - at))
    await readFully(source, chunk, at)
    for (const hash of hashes) hash.update(chunk)
    at += chunk.length
  }
}

async function readFully(source: Source, target: Buffer, position: number): Promise<void> {
  if (Buffer.isBuffer(source)) {
    if (source.copy(target, 0, position) < target.length) throw endedEarly()
    return
  }
  for (let done = 0; done < target.length; ) {
    const { bytesRead } = await source.read(target, done, target.length - done, position + done)
    if (bytesRead === 0) throw endedEarly()
    done += bytesRead
  }
}

function endedEarly(): SealRefused {
  return new SealRefused('byte_range_wrong', 'the file ended early')
}

async function writeFully(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}
