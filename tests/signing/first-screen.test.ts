/** The first screen is drawn once for everybody and filled with each visitor's own tokens. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'

let server: TestServer
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(() => server?.close())

async function consentPath(): Promise<string> {
  const recipients = [{ name: '山田 花子', tel: freshTel() }]
  return new URL(await signingUrl(await sendDocument(integrator, { pdf: await contractPdf(), recipients })))
    .pathname
}

async function screen(path: string, headers: Record<string, string> = {}): Promise<string> {
  const answer = await fetch(server.url + path, { headers })
  expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8')
  return answer.text()
}

const formTokenIn = (html: string) => /name="form_token" value="([^"]+)"/.exec(html)?.[1]

test('two visitors get their own addresses and form tokens, and nothing of each other', async () => {
  const [one, other] = [await consentPath(), await consentPath()]
  const [first, second, again] = [await screen(one), await screen(other), await screen(one)]
  expect(again).toBe(first)
  expect(first.replaceAll(one, '').match(/\/s\/[A-Za-z0-9_-]{43}/g)).toBeNull()
  expect(second.replaceAll(other, '').match(/\/s\/[A-Za-z0-9_-]{43}/g)).toBeNull()
  expect(formTokenIn(first)).toMatch(/^[A-Za-z0-9_-]+$/)
  expect(formTokenIn(first)).not.toBe(formTokenIn(second))
  expect(second.replaceAll(other, one).replace(formTokenIn(second) ?? '', formTokenIn(first) ?? '')).toBe(
    first,
  )
})

test('another language, an app and a frame each get the screen that is meant for them', async () => {
  const path = await consentPath()
  const usual = await screen(path)
  expect(usual).toContain('電話番号')
  expect(usual).toContain('data-cookie=')
  const english = await screen(path, { cookie: 'musubi-lang=en' })
  expect(english).toContain('Phone number')
  expect(english).toContain(`href="${path}?lang=ja"`)
  const line = await screen(path, { 'user-agent': 'Mozilla/5.0 (iPhone) Line/14.0.0' })
  expect(line).toContain(`href="${path}?openExternalBrowser=1"`)
  expect(await screen(path)).toBe(usual)
})

test('it arrives the same with compression and without', async () => {
  const path = await consentPath()
  const plain = await fetch(server.url + path, { headers: { 'accept-encoding': 'identity' } })
  const zipped = await fetch(server.url + path, { headers: { 'accept-encoding': 'gzip' } })
  expect([plain.headers.get('content-encoding'), zipped.headers.get('content-encoding')]).toEqual([
    null,
    'gzip',
  ])
  expect(await zipped.text()).toBe(await plain.text())
})
