import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type SmsReceiver = {
  /** What the server needs to send through here. */
  env: Record<string, string>
  /** The code that goes to this number, as soon as it arrives. */
  codeFor(tel: string): Promise<string>
  close(): void
}

const patienceMilliseconds = 20_000

/**
 * Takes the server's SMS in the form of Kannel's sendsms, as a gateway does. The virtual phone would have to be polled,
 * and its list of 500 texts would be most of what is measured.
 */
export async function startSmsReceiver(): Promise<SmsReceiver> {
  const arrived = new Map<string, string>()
  const waiting = new Map<string, (code: string) => void>()
  const server = createServer((request, response) => {
    const query = new URL(request.url ?? '', 'http://sms').searchParams
    const tel = (query.get('to') ?? '').replace(/^\+81/, '0')
    const code = /[0-9]{6}/.exec(query.get('text') ?? '')?.[0]
    response.statusCode = 202
    response.end('0: Accepted for delivery')
    if (code === undefined) return
    const wanted = waiting.get(tel)
    if (wanted === undefined) arrived.set(tel, code)
    else wanted(code)
    waiting.delete(tel)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    env: {
      SMS_GATEWAY: 'kannel',
      SMS_KANNEL_URL: `http://127.0.0.1:${port}/cgi-bin/sendsms`,
      SMS_KANNEL_USERNAME: 'bench',
      SMS_KANNEL_PASSWORD: 'bench',
    },
    codeFor(tel) {
      const there = arrived.get(tel)
      arrived.delete(tel)
      if (there !== undefined) return Promise.resolve(there)
      return new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error('no code arrived')), patienceMilliseconds)
        waiting.set(tel, (code) => {
          clearTimeout(late)
          resolve(code)
        })
      })
    },
    close: () => server.close(),
  }
}
