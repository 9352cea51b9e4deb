import { Agent, request } from 'node:http'

/** `body`: text, empty for a PDF. `cookie`: `name=value`, when the answer set one. */
export type Answer = { status: number; body: string; bytes: number; cookie: string | null }

export type Client = {
  ask(method: string, path: string, sent?: Sent): Promise<Answer>
  close(): void
}

type Sent = { headers?: Record<string, string>; form?: Record<string, string>; body?: Buffer }

/**
 * HTTP over kept-alive connections and nothing more: no redirects, no cookies, no parsing. It shares the machine with
 * the server that it measures, so it does as little as it can (a third of the processor time of `fetch`).
 */
export function openClient(origin: string): Client {
  const { hostname, port } = new URL(origin)
  const agent = new Agent({ keepAlive: true })
  return {
    ask(method, path, { headers = {}, form, body } = {}) {
      const payload = form === undefined ? body : Buffer.from(new URLSearchParams(form).toString())
      const about = form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }
      const length = payload === undefined ? {} : { 'content-length': payload.length }
      return new Promise((resolve, reject) => {
        const asked = request(
          { hostname, port, method, path, agent, headers: { ...about, ...length, ...headers } },
          (answer) => {
            const chunks: Buffer[] = []
            answer.on('data', (chunk: Buffer) => chunks.push(chunk))
            answer.on('error', reject)
            answer.on('end', () => {
              const whole = Buffer.concat(chunks)
              const isText = !/pdf/.test(answer.headers['content-type'] ?? '')
              resolve({
                status: answer.statusCode ?? 0,
                body: isText ? whole.toString() : '',
                bytes: whole.length,
                cookie: answer.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
              })
            })
          },
        )
        asked.on('error', reject)
        asked.end(payload)
      })
    },
    close: () => agent.destroy(),
  }
}
