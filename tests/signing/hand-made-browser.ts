import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { hiddenFields, readAsLines } from '#tests/support/recipient.ts'

export type Exchange = {
  method: string
  path: string
  status: number
  headers: IncomingHttpHeaders
  html: string
}

export type Sent = { headers?: Record<string, string>; body?: string | null }

/** One request as it stands, with no client that mends paths or adds headers. */
export function exchange(port: number, method: string, path: string, sent: Sent = {}): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const headers = {
      'user-agent': 'a hand-made browser',
      accept: 'text/html',
      ...(sent.body == null ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      ...sent.headers,
    }
    const asked = httpRequest({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () =>
        resolve({
          method,
          path,
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          html: readAsLines(Buffer.concat(chunks).toString()),
        }),
      )
    })
    asked.on('error', reject)
    asked.end(sent.body ?? undefined)
  })
}

/** Cookies, redirects and forms, every exchange kept. Cookies may be refused, as some in-app browsers do. */
export class HandMadeBrowser {
  readonly cookies = new Map<string, string>()
  readonly setCookies: string[] = []
  readonly exchanges: Exchange[] = []
  readonly #port: number
  readonly #origin: string
  readonly #keepsCookies: boolean
  headers: Record<string, string> = {}

  constructor(port: number, origin: string, { keepsCookies = true } = {}) {
    this.#port = port
    this.#origin = origin
    this.#keepsCookies = keepsCookies
  }

  get page(): Exchange {
    const last = this.exchanges.at(-1)
    if (last === undefined) throw new Error('no page yet')
    return last
  }

  async get(path: string): Promise<Exchange> {
    return this.#follow('GET', path, null)
  }

  /** The form of the page read last with this action, its hidden fields included; `form` replaces them. */
  async post(action: string, fields: Record<string, string> = {}, form?: Record<string, string>) {
    const hidden = form ?? hiddenFields(this.page.html, action)
    return this.#follow('POST', action, new URLSearchParams({ ...hidden, ...fields }).toString())
  }

  async #follow(method: string, path: string, body: string | null): Promise<Exchange> {
    let answer = await this.once(method, path, body)
    for (let hops = 0; answer.status === 303 && hops < 10; hops++) {
      answer = await this.once('GET', answer.headers.location ?? '', null)
    }
    return answer
  }

  async once(method: string, path: string, body: string | null = null): Promise<Exchange> {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = {
      ...(method === 'POST' ? { origin: this.#origin, 'sec-fetch-site': 'same-origin' } : {}),
      ...(cookie === '' ? {} : { cookie }),
      ...this.headers,
    }
    const answer = await exchange(this.#port, method, path, { headers, body })
    this.exchanges.push(answer)
    for (const line of answer.headers['set-cookie'] ?? []) {
      this.setCookies.push(line)
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (this.#keepsCookies) this.cookies.set(name, value)
    }
    return answer
  }

  copy(): HandMadeBrowser {
    const twin = new HandMadeBrowser(this.#port, this.#origin)
    for (const [name, value] of this.cookies) twin.cookies.set(name, value)
    twin.exchanges.push(...this.exchanges.slice(-1))
    return twin
  }
}
