import { createHash, randomBytes, sign } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import {
  bits,
  certificateTime,
  context,
  contextPrimitive,
  element,
  generalizedTime,
  integer,
  octets,
  oid,
  sequence,
} from '#server/adapters/signer/der.ts'
import { parseCertificate } from '#server/verification/certificates.ts'
import { childrenOf, expectTag, readDer } from '#server/verification/der.ts'
import { keyBitsOf } from '#server/verification/ocsp.ts'
import type { Issued } from './certificate-maker.ts'

/** How it answers from now on. */
export type RevocationBehaviour =
  | 'good'
  | 'revoked'
  | 'stale'
  | 'future'
  | 'before'
  | 'junk'
  | 'error_500'
  | 'redirect'
  | 'endless'
  | 'hang'
  | 'cut'

const ALGORITHM = sequence(oid('1.2.840.10045.4.3.2'))
const hour = 3_600_000

type Times = { thisUpdate: Date; nextUpdate: Date }
type Said = Times & { revokedAt: Date | null }

/** A list (RFC 5280 §5.1) of this issuer; `revoked`: serials, as certificates hold them. */
export function makeCrl(issuer: Issued, said: Said, revoked: Uint8Array[] = [], point?: string): Uint8Array {
  const at = said.revokedAt
  const entries =
    at === null ? [] : revoked.map((serial) => sequence(element(0x02, serial), certificateTime(at)))
  const uri = point === undefined ? null : contextPrimitive(6, Buffer.from(point, 'latin1'))
  const scope =
    uri === null
      ? []
      : [sequence(oid('2.5.29.28'), Uint8Array.of(1, 1, 255), octets(sequence(context(0, context(0, uri)))))]
  const body = sequence(
    integer(1),
    ALGORITHM,
    parseCertificate(issuer.der).subjectName,
    certificateTime(said.thisUpdate),
    certificateTime(said.nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    context(0, sequence(sequence(oid('2.5.29.20'), octets(integer(randomBytes(4)))), ...scope)),
  )
  return sequence(body, ALGORITHM, bits(sign('sha256', body, issuer.privateKey)))
}

/** An OCSPResponse (RFC 6960 §4.2) to a request, by the issuer itself or by one whom it lets answer. */
function makeOcsp(request: Uint8Array, issuer: Issued, said: Said, responder: Issued | null): Uint8Array {
  const [tbs] = childrenOf(readDer(request))
  const list = tbs && childrenOf(tbs).find(({ tag }) => tag === 0x30)
  const id = childrenOf(childrenOf(expectTag(list, 0x30))[0] ?? expectTag(undefined, 0x30))[0]
  const status =
    said.revokedAt === null
      ? contextPrimitive(0, new Uint8Array())
      : context(1, generalizedTime(said.revokedAt))
  const single = sequence(
    id?.bytes ?? new Uint8Array(),
    status,
    generalizedTime(whole(said.thisUpdate)),
    context(0, generalizedTime(whole(said.nextUpdate))),
  )
  const by = responder ?? issuer
  const key = createHash('sha1')
    .update(keyBitsOf(parseCertificate(by.der)))
    .digest()
  const body = sequence(context(2, octets(key)), generalizedTime(whole(said.thisUpdate)), sequence(single))
  const sent = responder === null ? [] : [context(0, sequence(responder.der))]
  const basic = sequence(body, ALGORITHM, bits(sign('sha256', body, by.privateKey)), ...sent)
  const response = sequence(oid('1.3.6.1.5.5.7.48.1.1'), octets(basic))
  return sequence(element(0x0a, Uint8Array.of(0)), context(0, response))
}

function whole(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}

/** Times of what is published in each mood, as of `now`. */
function saidIn(mode: RevocationBehaviour, now: Date): Said {
  const from = { stale: -48, future: 24, before: -2 }[mode as string] ?? 0
  const until = { stale: -24 }[mode as string] ?? from + 24
  const at = (hours: number) => new Date(now.getTime() + hours * hour)
  return {
    thisUpdate: at(from),
    nextUpdate: at(until),
    revokedAt: mode === 'revoked' ? at(-1) : null,
  }
}

export type RevocationServer = {
  lists: string
  answers: string
  /** Paths that were asked for. */
  readonly asked: string[]
  behave(mode: RevocationBehaviour): void
  /** Whose lists and answers it publishes, and who answers in the issuer's place. */
  publish(issuer: Issued, revoked?: Uint8Array[], responder?: Issued | null): void
  close(): Promise<void>
}

/** A real HTTP server on loopback that publishes a list and answers OCSP, and can do so badly. */
export async function startRevocationServer(): Promise<RevocationServer> {
  let mode: RevocationBehaviour = 'good'
  let published: { issuer: Issued; revoked: Uint8Array[]; responder: Issued | null } | null = null
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    asked.push(request.url ?? '')
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    if (mode === 'hang') return
    if (mode === 'cut') return void request.socket.destroy()
    if (mode === 'error_500') return void response.writeHead(500).end()
    if (mode === 'redirect') return void response.writeHead(302, { location: '/elsewhere' }).end()
    if (mode === 'endless') return void response.writeHead(200).end(Buffer.alloc(3 * 1024 * 1024, 0x30))
    if (mode === 'junk' || published === null) return void response.end('<html>not here</html>')
    const { issuer, revoked, responder } = published
    const said = saidIn(mode, new Date())
    response.end(
      request.url === '/ocsp'
        ? makeOcsp(Buffer.concat(chunks), issuer, said, responder)
        : makeCrl(issuer, said, revoked),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    lists: `http://127.0.0.1:${port}/list.crl`,
    answers: `http://127.0.0.1:${port}/ocsp`,
    asked,
    behave(next) {
      mode = next
    },
    publish(issuer, revoked = [], responder = null) {
      published = { issuer, revoked, responder }
    },
    close() {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
