import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

type Asked = { path: string; headers: IncomingHttpHeaders; body: string }

/** How it answers: as documented, never, or with an error. */
type Behaviour = 'good' | 'hang' | { status: number; body: unknown }

/**
 * AWS KMS and Google Cloud KMS on loopback, as their references describe the calls: a digest in, its signature by this key out.
 * The key is real, so what comes out is.
 */
export async function startKeyService(keyPem: string) {
  const folder = mkdtempSync(join(tmpdir(), 'musubi-kms-'))
  const keyFile = join(folder, 'key.pem')
  writeFileSync(keyFile, keyPem, { mode: 0o600 })
  const asked: Asked[] = []
  let behaviour: Behaviour = 'good'

  /** Over a hash that somebody else made. */
  function signed(digest: string, name: string): string {
    const words = ['pkeyutl', '-sign', '-inkey', keyFile, '-pkeyopt', `digest:${name}`]
    const signature = execFileSync('openssl', words, { input: Buffer.from(digest, 'base64') })
    return signature.toString('base64')
  }

  function answerOf(body: string): unknown {
    const call = JSON.parse(body)
    // AWS: Sign.
    if (call.MessageType === 'DIGEST') {
      const name = `sha${/SHA_(\d+)$/.exec(call.SigningAlgorithm)?.[1]}`
      const { KeyId, SigningAlgorithm } = call
      return { KeyId, SigningAlgorithm, Signature: signed(call.Message, name) }
    }
    // Google: asymmetricSign.
    const [[name, digest] = ['', '']] = Object.entries<string>(call.digest)
    return { signature: signed(digest, name), protectionLevel: 'HSM' }
  }

  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    asked.push({ path: request.url ?? '', headers: request.headers, body })
    if (behaviour === 'hang') return
    const { status, body: answer } = behaviour === 'good' ? { status: 200, body: answerOf(body) } : behaviour
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    behave(next: Behaviour) {
      behaviour = next
    },
    close() {
      server.close()
      server.closeAllConnections()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type KeyService = Awaited<ReturnType<typeof startKeyService>>
