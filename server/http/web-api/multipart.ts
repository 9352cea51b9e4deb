import type { FastifyRequest } from 'fastify'
import { fileNameOf, parametersOf } from './part-headers.ts'
import { CallRefused } from './refusals.ts'
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

const headLimit = 16 * 1024
const textLimit = 1024 * 1024
const headEnd = Buffer.from('\r\n\r\n')

/**
 * The parts as they stream in (RFC 7578). Ours, because parsers at hand cannot tell a part that declares no type from
 * one that declares text/plain, which the contract answers differently.
 */
export async function* readParts(request: FastifyRequest, maxBytes: number): AsyncGenerator<Part> {
  const boundary = parametersOf(request.headers['content-type'] ?? '').get('boundary')
  if (boundary === undefined || boundary === '') throw malformed('the multipart boundary is missing')
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
  try {
    for await (const _ of bytes.upTo(delimiter));
    while (!(await bytes.startsWith('--'))) {
      const head = (await bytes.takeThrough(headEnd, headLimit)).toString('latin1')
      seen(Buffer.from(`\n${head}\n`, 'latin1'))
      const content = passing(bytes.upTo(delimiter), seen)
      const part = describe(head, content)
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

function describe(head: string, content: AsyncGenerator<Uint8Array>): Part | null {
  const headers = new Map<string, string>()
  for (const line of head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')) {
    const colon = line.indexOf(':')
    if (colon > 0) headers.set(line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim())
  }
  const disposition = parametersOf(headers.get('content-disposition') ?? '')
  const name = disposition.get('name')
  if (name === undefined) return null
  const mediaType = headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  return {
    name,
    fileName: fileNameOf(disposition),
    mediaType: mediaType === undefined || mediaType === '' ? null : mediaType,
    content,
    text: () => textOf(name, content),
  }
}

async function textOf(name: string, content: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of content) {
    length += chunk.byteLength
    if (length > textLimit)
      throw new CallRefused({ code: 'field_too_long', field: name, detail: { limit: textLimit } })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

function malformed(why: string): CallRefused {
  return new CallRefused({ code: 'body_malformed', detail: { why } })
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

  async takeThrough(end: Buffer, limit: number): Promise<Buffer> {
    for (;;) {
      const found = this.#held.indexOf(end)
      if (found >= 0) {
        const taken = this.#held.subarray(0, found)
        this.#held = this.#held.subarray(found + end.length)
        return taken
      }
      if (this.#held.length > limit) throw malformed('the head of a multipart part is too long')
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
