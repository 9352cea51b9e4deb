import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterEach, describe, expect, it } from 'vitest'
import { createFailoverSmsGateway } from '#server/adapters/sms/failover-gateway.ts'
import { createHttpSmsGateway } from '#server/adapters/sms/http-gateway.ts'
import type { HttpGatewayTemplate } from '#server/adapters/sms/http-template.ts'
import type { SmsMessage } from '#server/usecases/delivery-ports.ts'

type Asked = { method: string; url: string; headers: IncomingHttpHeaders; body: string }

const clock = { now: () => new Date('2026-11-22T09:00:00Z') }
const stops: (() => void)[] = []
afterEach(() => {
  for (const stop of stops.splice(0)) stop()
})

/** A gateway as the providers build them: an HTTP server that notes what it is asked. */
async function provider(answer: (response: ServerResponse, asked: Asked) => void) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request.setEncoding('utf8')) body += chunk
    const { method = '', url = '', headers } = request
    asked.push({ method, url, headers, body })
    answer(response, { method, url, headers, body })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.close()
    server.closeAllConnections()
  })
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/send`, asked }
}

/** A peer that speaks no HTTP of its own. */
async function peer(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => {})
    onConnection(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  stops.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  return (server.address() as AddressInfo).port
}

async function closedPort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function template(url: string, changes: Partial<HttpGatewayTemplate> = {}): HttpGatewayTemplate {
  return {
    method: 'POST',
    url,
    body: 'form',
    fields: { mobile: '{to}', message: '{text}' },
    numberFormat: 'national',
    timeoutMs: 2_000,
    ...changes,
  }
}

const message: SmsMessage = {
  idempotencyKey: 'attempt-1',
  to: '+819012345678',
  text: '認証番号 "123456" & {key}\n@host #123456',
  expiresAt: new Date('2026-11-22T09:09:59Z'),
}
const send = (changed: HttpGatewayTemplate, sent = message) => createHttpSmsGateway(changed, clock).send(sent)

describe('what the gateway is asked', () => {
  it('fills a form, with the national number and the text as it is', async () => {
    const { url, asked } = await provider((response) => response.end('ok'))
    const outcome = await send(template(url, { headers: { Authorization: 'Bearer secret' } }))
    expect(outcome).toEqual({ outcome: 'accepted', providerId: null, segments: 1 })
    const [seen] = asked
    expect(seen?.headers).toMatchObject({
      authorization: 'Bearer secret',
      'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
    })
    expect(Object.fromEntries(new URLSearchParams(seen?.body))).toEqual({
      mobile: '09012345678',
      message: message.text,
    })
  })

  it('fills a JSON body with every placeholder and reads the id by pointer', async () => {
    const { url, asked } = await provider((response) => response.end('{"data":{"messages":[{"id":4711}]}}'))
    const fields = {
      to: '{to}',
      text: '{text}',
      from: '{sender}',
      ref: 'musubi-{key}',
      ttl: '{validity_minutes}',
      until: '{expires_at}',
    }
    const json = template(url, {
      body: 'json',
      fields,
      numberFormat: 'digits',
      readId: '/data/messages/0/id',
    })
    expect(await send(json)).toMatchObject({ outcome: 'accepted', providerId: '4711' })
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      to: '819012345678',
      text: message.text,
      ref: 'musubi-attempt-1',
      ttl: '9',
      until: '2026-11-22T09:09:59.000Z',
    })
  })

  it('keeps the query of the URL and adds its own, and reads the id by expression', async () => {
    const { url, asked } = await provider((response) => response.end('OK id=abc-1;'))
    const query = template(`${url}?account=a%2Bb`, {
      method: 'GET',
      body: 'query',
      numberFormat: 'e164',
      readId: 'id=([a-z0-9-]+)',
    })
    expect(await send(query)).toMatchObject({ outcome: 'accepted', providerId: 'abc-1' })
    const seen = new URL(asked[0]?.url ?? '', url).searchParams
    expect(Object.fromEntries(seen)).toEqual({
      account: 'a+b',
      mobile: '+819012345678',
      message: message.text,
    })
    expect(asked[0]?.url).not.toContain('+')
  })

  it('asks nothing for a code that has expired or a number without a national form', async () => {
    const { url, asked } = await provider((response) => response.end('ok'))
    const expired = { ...message, expiresAt: clock.now() }
    expect(await send(template(url), expired)).toMatchObject({ outcome: 'rejected', tryAgain: false })
    const foreign = { ...message, to: '+15551234567' }
    expect(await send(template(url), foreign)).toMatchObject({ outcome: 'rejected', tryAgain: false })
    expect(asked).toHaveLength(0)
  })
})

describe('what the answer means', () => {
  it.each([
    [200, { outcome: 'accepted', providerId: null, segments: 1 }],
    [400, { outcome: 'rejected', reason: 'http_400', tryAgain: false }],
    [401, { outcome: 'rejected', reason: 'http_401', tryAgain: false }],
    [429, { outcome: 'rejected', reason: 'http_429', tryAgain: true }],
    [503, { outcome: 'rejected', reason: 'http_503', tryAgain: true }],
    [500, { outcome: 'unknown', reason: 'http_500' }],
    [504, { outcome: 'unknown', reason: 'http_504' }],
  ])('status %i', async (status, outcome) => {
    const { url } = await provider((response) => response.writeHead(status).end('09012345678'))
    expect(await send(template(url))).toEqual(outcome)
  })

  it('takes a 200 that says no in its body for a no', async () => {
    const { url } = await provider((response) => response.end('{"result":"NG"}'))
    const strict = template(url, { success: { from: 200, to: 200, body: '"result":"OK"' } })
    expect(await send(strict)).toEqual({ outcome: 'rejected', reason: 'answer_not_success', tryAgain: false })
  })

  it('follows no redirect', async () => {
    const elsewhere = await provider((response) => response.end('ok'))
    const { url } = await provider((response) => response.writeHead(307, { location: elsewhere.url }).end())
    expect(await send(template(url))).toEqual({ outcome: 'rejected', reason: 'http_307', tryAgain: false })
    expect(elsewhere.asked).toHaveLength(0)
  })
})

describe('a line that breaks', () => {
  it('is worth another try when nobody listens', async () => {
    const outcome = await send(template(`http://127.0.0.1:${await closedPort()}/`))
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'connection_refused', tryAgain: true })
  })

  it('is worth another try when the name does not resolve', async () => {
    const outcome = await send(template('http://gateway.invalid/'))
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'name_not_resolved', tryAgain: true })
  })

  it('is worth another try when TLS fails, as nothing was written', async () => {
    const port = await peer((socket) => socket.once('data', () => socket.end('no TLS here')))
    const outcome = await send(template(`https://127.0.0.1:${port}/`))
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'tls_failed', tryAgain: true })
  })

  it('is worth another try when nobody vouches for the certificate', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'musubi-tls-'))
    const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
    const made = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=127.0.0.1']
    execFileSync('openssl', ['req', '-x509', ...made, '-keyout', key, '-out', cert], { stdio: 'ignore' })
    let asked = false
    const server = createTlsServer({ key: await readFile(key), cert: await readFile(cert) }, (socket) =>
      socket.on('data', () => {
        asked = true
      }),
    ).listen(0, '127.0.0.1')
    await once(server, 'listening')
    stops.push(() => server.close())
    await rm(directory, { recursive: true })
    const outcome = await send(template(`https://127.0.0.1:${(server.address() as AddressInfo).port}/`))
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'tls_failed', tryAgain: true })
    expect(asked).toBe(false)
  })

  it('is worth another try when the TLS handshake never ends', async () => {
    const port = await peer(() => {})
    const outcome = await send(template(`https://127.0.0.1:${port}/`, { timeoutMs: 200 }))
    expect(outcome).toEqual({ outcome: 'rejected', reason: 'connect_timeout', tryAgain: true })
  })

  it('is unknown when the peer dies after reading', async () => {
    let read = ''
    const port = await peer((socket) =>
      socket.on('data', (data) => {
        read += data.toString('latin1')
        if (read.includes('message=')) socket.resetAndDestroy()
      }),
    )
    const outcome = await send(template(`http://127.0.0.1:${port}/`))
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'cut_after_writing' })
  })

  it('is unknown when no answer comes', async () => {
    const port = await peer((socket) => socket.resume())
    const outcome = await send(template(`http://127.0.0.1:${port}/`, { timeoutMs: 200 }))
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'timeout_after_writing' })
  })

  it('is unknown when what comes back is not HTTP', async () => {
    const port = await peer((socket) => socket.once('data', () => socket.end('SMTP ready\r\n\r\n')))
    const outcome = await send(template(`http://127.0.0.1:${port}/`))
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'answer_malformed' })
  })

  it('is unknown when the answer that would say yes or no is cut', async () => {
    const port = await peer((socket) =>
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{"res')),
    )
    const strict = { success: { from: 200, to: 200, body: '"result":"OK"' } }
    const outcome = await send(template(`http://127.0.0.1:${port}/`, strict))
    expect(outcome).toEqual({ outcome: 'unknown', reason: 'answer_cut' })
  })
})

describe('two gateways', () => {
  async function pair(firstStatus: number, secondStatus = 200, avoid: string | null = null) {
    const first = await provider((response) => response.writeHead(firstStatus).end())
    const second = await provider((response) => response.writeHead(secondStatus).end())
    const named = (id: string, { url }: { url: string }) => ({
      id,
      gateway: createHttpSmsGateway(template(url), clock),
    })
    const both = createFailoverSmsGateway(named('first.http', first), named('second.http', second))
    const outcome = await both.send({ ...message, avoid })
    return { outcome, first: first.asked.length, second: second.asked.length }
  }

  it('use the second when the first cannot take it now', async () => {
    const outcome = { outcome: 'accepted', gateway: 'second.http' }
    expect(await pair(503)).toMatchObject({ outcome, second: 1 })
  })

  it('never send twice what the first may have sent', async () => {
    const outcome = { outcome: 'unknown', gateway: 'first.http' }
    expect(await pair(502)).toMatchObject({ outcome, second: 0 })
  })

  it('let a final rejection stand', async () => {
    expect(await pair(400)).toMatchObject({ outcome: { outcome: 'rejected', tryAgain: false }, second: 0 })
  })

  it.each([
    401, 402, 403, 404, 307,
  ])('use the second where the first refuses its account or address with %s', async (status) => {
    const outcome = { outcome: 'accepted', gateway: 'second.http' }
    expect(await pair(status)).toMatchObject({ outcome, first: 1, second: 1 })
  })

  it('refuse for good where both refuse, and keep a text for the one that may take it later', async () => {
    expect(await pair(402, 400)).toMatchObject({
      outcome: { outcome: 'rejected', reason: 'http_402', tryAgain: false, gateway: 'first.http' },
      second: 1,
    })
    expect(await pair(402, 503)).toMatchObject({
      outcome: { outcome: 'rejected', reason: 'http_503', tryAgain: true, gateway: 'second.http' },
    })
  })

  it('keep a text for the first when the second refuses everybody', async () => {
    const outcome = { outcome: 'rejected', reason: 'http_503', tryAgain: true, gateway: 'first.http' }
    expect(await pair(503, 401)).toEqual({ outcome, first: 1, second: 1 })
  })

  it('begin with the other one where the first could not bring the text before', async () => {
    const outcome = { outcome: 'accepted', gateway: 'second.http' }
    expect(await pair(200, 200, 'first.http')).toMatchObject({ outcome, first: 0, second: 1 })
    const back = { outcome: 'accepted', gateway: 'first.http' }
    expect(await pair(200, 503, 'first.http')).toMatchObject({ outcome: back, first: 1, second: 1 })
    expect(await pair(200, 200, 'second.http')).toMatchObject({ outcome: back, second: 0 })
  })
})

describe('a wrong template', () => {
  it.each<[string, Partial<HttpGatewayTemplate>]>([
    ['an address that is no URL', { url: 'gateway' }],
    ['a password in the URL', { url: 'http://user:secret@127.0.0.1/' }],
    ['a placeholder that does not exist', { fields: { to: '{to}', text: '{text} {code}' } }],
    ['no place for the text', { fields: { to: '{to}' } }],
    ['a GET with a body', { method: 'GET' }],
    ['a header with a line break', { headers: { 'x-key': 'secret\r\nx: y' } }],
    ['an expression that does not compile', { readId: '(' }],
  ])('stops the start: %s', (_, changes) => {
    const wrong = template('http://127.0.0.1/', changes)
    expect(() => createHttpSmsGateway(wrong, clock)).toThrow(/template is wrong/)
    expect(() => createHttpSmsGateway(wrong, clock)).not.toThrow(/secret/)
  })
})
