import { Agent, request } from 'node:http'
import type { Hostile } from './hostile-requests.ts'

/** What came back; null: the connection was closed without an answer, or the request could not be written at all. */
export type Heard = { status: number; type: string; text: string } | null

/** Connections that are kept, so that thousands of requests need only some of them. */
export function openConnections(url: string, sockets: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: sockets })
  const { hostname, port } = new URL(url)
  return {
    send(hostile: Hostile, path: string, token: string | null): Promise<Heard> {
      return new Promise((resolve) => {
        const headers: Record<string, string> = Object.fromEntries(hostile.headers)
        if (token !== null) headers.authorization = `Bearer ${token}`
        // Without it the bytes of a GET's body would be the beginning of the next request.
        if (hostile.body !== null && headers['transfer-encoding'] === undefined)
          headers['content-length'] = String(hostile.body.byteLength)
        const timeout = setTimeout(() => sent?.destroy(new Error('no answer in 20 s')), 20_000)
        const done = (heard: Heard) => {
          clearTimeout(timeout)
          resolve(heard)
        }
        let sent: ReturnType<typeof request> | undefined
        try {
          // Whatever a client in the wild could write; node refuses to write some of it itself.
          sent = request({ agent, hostname, port, method: hostile.method, path: writable(path), headers })
        } catch {
          return done(null)
        }
        sent.on('response', (answer) => {
          const chunks: Buffer[] = []
          answer.on('data', (chunk) => chunks.push(chunk))
          answer.on('error', () => done(null))
          answer.on('end', () =>
            done({
              status: answer.statusCode ?? 0,
              type: answer.headers['content-type'] ?? '',
              text: Buffer.concat(chunks).toString('utf8'),
            }),
          )
        })
        sent.on('error', () => done(null))
        sent.end(hostile.body ?? undefined)
      })
    },
    close: () => agent.destroy(),
  }
}

/** Bytes as they are; what would end the request line is encoded. */
function writable(path: string): string {
  return Buffer.from(path, 'utf8')
    .toString('latin1')
    .replace(/[\0-\x20\x7f]/g, (each) => `%${each.charCodeAt(0).toString(16).padStart(2, '0')}`)
}
