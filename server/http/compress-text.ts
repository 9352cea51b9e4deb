import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Below this a packet is a packet. */
const leastBytes = 1_000
const textTypes = /^(?:text\/(?:html|plain)|application\/json)\b/

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Pages and JSON go out compressed to whoever takes that; files of `/assets/` are compressed already, PDFs would not
 * shrink. A small hook and no streams: pages are strings of a few kilobytes.
 *
 * BREACH needs a page that holds a secret, repeats what a stranger chose, and can be fetched as often as the stranger
 * likes. Signing pages repeat only what was posted with the form's own token (the number after a mistake), which no
 * stranger can make a browser do. The console's lists repeat a search from the address, so there a request from
 * elsewhere gets the page as it is.
 */
export function compressText(server: FastifyInstance): void {
  server.addHook('onSend', async (request, reply, payload) => {
    if (!(typeof payload === 'string' || Buffer.isBuffer(payload)) || payload.length < leastBytes)
      return payload
    if (!textTypes.test(String(reply.getHeader('content-type') ?? ''))) return payload
    reply.header('vary', [reply.getHeader('vary'), 'accept-encoding'].filter(Boolean).join(', '))
    const encoding = encodingFor(request)
    // As bytes: of a string Node would count the bytes first and then write it more slowly.
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    if (encoding === null || mayBeProbed(request)) return bytes
    const packed =
      encoding === 'br'
        ? await brotli(bytes, {
            params: {
              [constants.BROTLI_PARAM_QUALITY]: 4,
              [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
              [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
            },
          })
        : await zip(bytes, { level: 6 })
    reply.header('content-encoding', encoding)
    reply.removeHeader('content-length')
    return packed
  })
}

export function encodingFor(request: FastifyRequest): 'br' | 'gzip' | null {
  const accepted = String(request.headers['accept-encoding'] ?? '')
    .split(',')
    .filter((each) => !/;\s*q=0(?:\.0*)?\s*$/.test(each))
    .map((each) => each.split(';')[0]?.trim().toLowerCase())
  if (accepted.includes('br')) return 'br'
  return accepted.includes('gzip') ? 'gzip' : null
}

function mayBeProbed({ url, headers }: FastifyRequest): boolean {
  return url.startsWith('/console') && headers['sec-fetch-site'] !== 'same-origin'
}
