import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { until } from '#tests/support/until.ts'

/** A text as the gateway was asked to send it, and the address for its receipt. */
type Asked = { to: string; text: string; receipt: string }

export type EchoingGateway = {
  asked: Asked[]
  /** From now on, one for each text; the last one stays. */
  answering(...statuses: number[]): void
  /** The variables of a server that sends by it. */
  settings: Record<string, string>
  /** Waits for the so-manieth text. */
  text(number: number): Promise<Asked & { code: string }>
  /** The provider says what became of it. */
  tell(asked: Asked, became: 'there' | 'lost'): Promise<number>
  close(): void
}

/** An HTTP provider of SMS that repeats in every answer and receipt what it was told, as some do. */
export async function startEchoingGateway(): Promise<EchoingGateway> {
  const asked: Asked[] = []
  let statuses = [200]
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const form = new URLSearchParams(body)
    const [to, text, receipt] = ['to', 'text', 'receipt'].map((name) => form.get(name) ?? '')
    asked.push({ to: to ?? '', text: text ?? '', receipt: receipt ?? '' })
    const status = statuses.length > 1 ? statuses.shift() : statuses[0]
    response.writeHead(status ?? 200, `No ${to}`, { 'x-echo': encodeURIComponent(body) })
    response.end(JSON.stringify({ id: `m-${asked.length}`, error: `${to}: ${text}` }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const template = {
    method: 'POST',
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send?key=key-of-the-provider`,
    body: 'form',
    fields: { to: '{to}', text: '{text}', receipt: '{receipt_url}' },
    headers: { authorization: 'Bearer token-of-the-provider' },
    numberFormat: 'national',
    timeoutMs: 5_000,
    readId: '/id',
    receipts: { parameter: 'became', delivered: ['there'], undelivered: ['lost'] },
  }
  return {
    asked,
    answering(...each) {
      statuses = each
    },
    settings: { SMS_GATEWAY: 'http', SMS_HTTP_TEMPLATE: JSON.stringify(template) },
    async text(number) {
      await until(`SMS ${number} at the provider`, () => asked.length >= number)
      const found = asked[number - 1] ?? { to: '', text: '', receipt: '' }
      return { ...found, code: /[0-9]{6}/.exec(found.text)?.[0] ?? '' }
    },
    async tell({ to, text, receipt }, became) {
      const body = new URLSearchParams({ became, to, text })
      return (await fetch(receipt, { method: 'POST', body })).status
    },
    close: () => void server.close(),
  }
}
