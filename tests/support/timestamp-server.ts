import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { EvaluationAuthority } from '#server/adapters/signer/evaluation-authority.ts'
import { createTokenIssuer, type TokenIssuer } from '#server/adapters/timestamp/evaluation-tsa.ts'
import { encodeTimestampResponse } from '#server/adapters/timestamp/rfc3161-messages.ts'
import { childrenOf, childTagged, octetsOf, readDer } from '#server/verification/der.ts'

/** How the server answers from now on. */
export type TimestampBehaviour =
  | 'good'
  | 'junk'
  | 'wrong_nonce'
  | 'no_nonce'
  | 'wrong_imprint'
  | 'wrong_certificate'
  | 'flipped_signature'
  | 'rejection'
  | 'error_500'
  | 'redirect'
  | 'html'
  | 'endless'
  | 'hang'
  | 'cut'

export type TimestampServer = {
  url: string
  /** How many requests came in so far. */
  readonly requests: number
  /** `Authorization` of the last request; null when it had none. */
  readonly authorization: string | null
  behave(mode: TimestampBehaviour): void
  close(): Promise<void>
}

export type TimestampServerOptions = { authority: EvaluationAuthority; port?: number; now?: () => Date }

type Asked = { sha256: Uint8Array; nonce: Uint8Array | null }

/** A real RFC 3161 server on loopback, that can also answer as bad ones do. */
export async function startTimestampServer(options: TimestampServerOptions): Promise<TimestampServer> {
  const { authority, port = 0, now = () => new Date() } = options
  const issue = createTokenIssuer({
    keyPem: authority.tsaKeyPem,
    chainPem: authority.tsaCertPem + authority.rootPem,
    now,
  })
  // A certificate of the same root that is not a TSA's.
  const issueWithSigner = createTokenIssuer({
    keyPem: authority.signerKeyPem,
    chainPem: authority.signerCertPem + authority.rootPem,
    now,
  })
  let mode: TimestampBehaviour = 'good'
  let requests = 0
  let authorization: string | null = null

  async function answer(request: IncomingMessage, response: ServerResponse) {
    requests += 1
    authorization = request.headers.authorization ?? null
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (mode === 'hang') return
    if (mode === 'cut') return request.socket.destroy()
    if (mode === 'error_500') return response.writeHead(500).end()
    if (mode === 'redirect') return response.writeHead(307, { location: '/elsewhere' }).end()
    if (mode === 'html') return response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
    if (mode === 'endless') return response.writeHead(200).end(Buffer.alloc(1024 * 1024, 0x30))
    const asked = readRequest(Buffer.concat(chunks))
    response.writeHead(200, { 'content-type': 'application/timestamp-reply' })
    response.end(await reply(mode, asked, mode === 'wrong_certificate' ? issueWithSigner : issue))
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${address.port}/tsa`,
    get requests() {
      return requests
    },
    get authorization() {
      return authorization
    },
    behave(next) {
      mode = next
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

async function reply(
  mode: TimestampBehaviour,
  { sha256, nonce }: Asked,
  issue: TokenIssuer,
): Promise<Uint8Array> {
  switch (mode) {
    case 'junk':
      return Buffer.from('<html>Service temporarily unavailable</html>')
    case 'rejection':
      return encodeTimestampResponse(null)
    case 'wrong_nonce':
      return encodeTimestampResponse(await issue(sha256, flipped(nonce ?? new Uint8Array([2, 1, 1]), -1)))
    case 'no_nonce':
      return encodeTimestampResponse(await issue(sha256, null))
    case 'wrong_imprint':
      return encodeTimestampResponse(await issue(flipped(sha256, 0), nonce))
    case 'flipped_signature':
      return encodeTimestampResponse(flipped(await issue(sha256, nonce), -3))
    default:
      return encodeTimestampResponse(await issue(sha256, nonce))
  }
}

/** TimeStampReq: version, messageImprint, policy?, nonce?, certReq? (RFC 3161 §2.4.1). */
function readRequest(bytes: Uint8Array): Asked {
  const [, imprint, ...rest] = childrenOf(readDer(bytes))
  const digest = imprint && childrenOf(imprint)[1]
  return { sha256: octetsOf(digest), nonce: childTagged(rest, 0x02)?.bytes ?? null }
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const index = at < 0 ? copy.length + at : at
  copy[index] = (copy[index] ?? 0) ^ 1
  return copy
}
