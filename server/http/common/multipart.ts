import { isUtf8 } from 'node:buffer'
import type { FastifyRequest } from 'fastify'
import { BodyRefused } from './body-refused.ts'
import { fileNameOf, parametersOf } from './part-headers.ts'
import { bodyOf } from './request-body.ts'
import { observe } from './request-fingerprint.ts'

/** One part of a multipart body. Its content is read to its end or not at all, before the next part is asked for. */
export type Part = {
  name: string
  /** What the client called the file; null when it named none. */
  fileName: string | null
  /** The type as declared, lower case, without parameters; null when none was declared. */
  mediaType: string | null
  content: AsyncIterable<Uint8Array>
  text(): Promise<string>
}

/** RFC 2046 §5.1.1. */
const boundaryLimit = 70
const headLimit = 16 * 1024
const partLimit = 100
/** Bytes of all fields that are read as texts. */
const textLimit = 1024 * 1024
const headEnd = Buffer.from('\r\n\r\n')

/**
 * The parts as they stream in (RFC 7578). Ours, because parsers at hand cannot tell a part that declares no type from
 * one that declares text/plain, which the contract answers differently.
 */
export async function* readParts(request: FastifyRequest, maxBytes: number): AsyncGenerator<Part> {
  const boundary = parametersOf(request.headers['content-type'] ?? '').get('boundary')
  if (boundary === undefined || boundary === '') throw malformed('the multipart boundary is missing')
  if (boundary.length > boundaryLimit) {
    throw malformed(`the multipart boundary has more than ${boundaryLimit} characters`)
  }
  yield* partsOf(bodyOf(request, maxBytes), boundary, (bytes) => observe(request, bytes))
}

/** The parts of these bytes. `seen` is told of heads and contents, not of boundaries, which clients make anew each time. */
export async function* partsOf(
  source: AsyncGenerator<Uint8Array>,
  boundary: string,
  seen: (bytes: Uint8Array) => void = () => undefined,
): AsyncGenerator<Part> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1')
  const bytes = new Cursor(source)
  const texts = { room: textLimit }
  let parts = 0
  try {
    for await (const _ of bytes.upTo(delimiter));
    while (!(await bytes.startsWith('--'))) {
      parts += 1
      if (parts > partLimit) throw malformed(`it has more than ${partLimit} parts`)
      const head = (await bytes.takeThrough(headEnd, headLimit)).toString('latin1')
      seen(Buffer.from(`\n${head}\n`, 'latin1'))
      const content = passing(bytes.upTo(delimiter), seen)
      const part = describe(head, content, texts)
      if (part !== null) yield part
      // Whatever the reader left must be passed over before the next part begins.
      for await (const _ of content);
    }
  } finally {
    await source.return(undefined)
  }
}

async function* passing(
  source: AsyncGenerator<Uint8Array>,
  seen: (bytes: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    seen(chunk)
    yield chunk
  }
}

function describe(head: string, content: AsyncGenerator<Uint8Array>, texts: { room: number }): Part | null {
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = parametersOf(headers.get('content-disposition') ?? '')
  const rawName = disposition.get('name')
  if (rawName === undefined) return null
  const name = utf8Of(Buffer.from(rawName, 'latin1'))
  if (name === null) throw malformed('the name of a part is not UTF-8, or has a NUL character in it')
  const mediaType = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  return {
    name,
    fileName: fileNameOf(disposition, name),
    mediaType: mediaType === undefined || mediaType === '' ? null : mediaType,
    content,
    text: () => textOf(name, content, texts),
  }
}

/** Read as UTF-8, never repaired: a name with wrong characters on a contract is worse than a refusal. */
async function textOf(
  name: string,
  content: AsyncIterable<Uint8Array>,
  texts: { room: number },
): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) {
    texts.room -= chunk.byteLength
    if (texts.room < 0) throw new BodyRefused({ kind: 'field_too_long', field: name, limit: textLimit })
    chunks.push(chunk)
  }
  const text = utf8Of(Buffer.concat(chunks))
  if (text !== null) return text
  throw new BodyRefused({ kind: 'field', field: name, expected: 'UTF-8 without NUL characters' })
}

/** Null: not UTF-8, or with U+0000, which no keyboard types and PostgreSQL's texts cannot hold. */
function utf8Of(bytes: Buffer): string | null {
  return isUtf8(bytes) && !bytes.includes(0) ? bytes.toString('utf8') : null
}

function malformed(why: string): BodyRefused {
  return new BodyRefused({ kind: 'malformed', why })
}

/** Bytes that arrive in pieces of any size, looked at from the front. */
class Cursor {
  readonly #source: AsyncGenerator<Uint8Array>
  // The first delimiter may stand at the very beginning, without a line end before it.
  #held: Buffer = Buffer.from('\r\n')

  constructor(source: AsyncGenerator<Uint8Array>) {
    this.#source = source
  }

  async startsWith(text: string): Promise<boolean> {
    while (this.#held.length < text.length) await this.#more()
    return this.#held.toString('latin1', 0, text.length) === text
  }

  /** Everything before `end`, which is passed over. Each byte is copied once, in however small pieces it arrives. */
  async takeThrough(end: Buffer, limit: number): Promise<Buffer> {
    const taken = Buffer.allocUnsafe(limit + end.length)
    let length = 0
    for (;;) {
      const copied = this.#held.copy(taken, length)
      const searched = Math.max(0, length - end.length + 1)
      length += copied
      const found = taken.subarray(0, length).indexOf(end, searched)
      if (found >= 0) {
        this.#held = this.#held.subarray(copied - (length - found - end.length))
        return taken.subarray(0, found)
      }
      if (length === taken.length) throw malformed('the head of a multipart part is too long')
      this.#held = this.#held.subarray(copied)
      await this.#more()
    }
  }

  /** Everything before the delimiter, which is passed over. */
  async *upTo(delimiter: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const found = this.#held.indexOf(delimiter)
      if (found >= 0) {
        const last = this.#held.subarray(0, found)
        this.#held = this.#held.subarray(found + delimiter.length)
        if (last.length > 0) yield last
        return
      }
      // The end of what is held may be the beginning of the delimiter.
      const certain = this.#held.length - delimiter.length + 1
      if (certain > 0) {
        const piece = this.#held.subarray(0, certain)
        this.#held = this.#held.subarray(certain)
        yield piece
      }
      await this.#more()
    }
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#source.next()
    if (done === true) throw malformed('the multipart body ends before its last boundary')
    this.#held = this.#held.length === 0 ? Buffer.from(value) : Buffer.concat([this.#held, value])
  }
}
