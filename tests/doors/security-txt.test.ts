import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

const day = 24 * 60 * 60 * 1000
const path = '/.well-known/security.txt'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server?.close())

const fieldsOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => /^([A-Za-z-]+): (.+)$/.exec(line)?.slice(1) ?? [line, ''])

describe('whom to tell of a weakness (RFC 9116)', () => {
  test('is nobody where the operator names nobody: 404, as everywhere where nothing is', async () => {
    const answer = await fetch(`${server.url}${path}`)
    expect(answer.status).toBe(404)
    await answer.body?.cancel()
  })

  test('is whom the operator names, for less than a year, in plain text', async () => {
    await server.kill()
    const contact = 'mailto:security@sign.example.jp'
    await server.restart({ SECURITY_CONTACT: contact, PUBLIC_URL: 'https://sign.example.jp' })
    const before = Date.now()
    const answer = await fetch(`${server.url}${path}`)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8'])
    const fields = fieldsOf(await answer.text())
    const [, expires = ''] = fields[1] ?? []
    expect(fields).toEqual([
      ['Contact', contact],
      ['Expires', expires],
      ['Preferred-Languages', 'ja, en'],
      ['Canonical', `https://sign.example.jp${path}`],
    ])
    expect(expires).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
    const ahead = Date.parse(expires) - before
    expect(ahead).toBeGreaterThan(360 * day)
    expect(ahead).toBeLessThan(365 * day)
  })

  test('has no canonical address on http, where the standard allows none', async () => {
    await server.kill()
    await server.restart({ SECURITY_CONTACT: 'https://example.jp/security' })
    const fields = fieldsOf(await (await fetch(`${server.url}${path}`)).text())
    expect(fields.map(([name]) => name)).toEqual(['Contact', 'Expires', 'Preferred-Languages'])
    expect(fields[0]?.[1]).toBe('https://example.jp/security')
  })
})
