import { createHmac } from 'node:crypto'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The code that an authenticator app shows, `steps` from now (RFC 6238). */
export function codeOf(secret: string, steps = 0): string {
  const bits = [...secret].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps))
  const mac = createHmac('sha1', key).update(counter).digest()
  const at = mac.readUInt8(19) & 15
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

/** An authenticator app is set up in this browser: its secret, and the recovery codes that were shown. */
export async function setUpApp(browser: Recipient): Promise<{ secret: string; codes: string[] }> {
  await browser.get('/console/me/factors')
  const page = await browser.post('/console/me/app')
  const secret = /secret=([A-Z2-7]{32})/.exec(page.html)?.[1] ?? ''
  const done = await browser.post('/console/me/app/confirm', { code: codeOf(secret, -1) })
  return { secret, codes: codesIn(done.html) }
}

/** Recovery codes that a page shows. */
export function codesIn(html: string): string[] {
  return [...html.matchAll(/<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})<\/code>/g)].map(
    ([, code]) => code ?? '',
  )
}

/** A browser that has shown the password and stands before the second step. */
export async function atSecondStep(
  server: TestServer,
  email = server.email,
  password = server.password,
): Promise<Recipient> {
  const browser = openBrowser(server.url)
  await browser.get('/console/sign-in')
  const page = await browser.post('/console/sign-in', { email, password })
  if (!page.url.includes('/console/sign-in/factor'))
    throw new Error(`not at the step: ${page.status} ${page.url}`)
  return browser
}
