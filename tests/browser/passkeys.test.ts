/** Passkeys in Chromium, with a virtual authenticator (WebAuthn's own for tests, over the DevTools protocol). */
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, type Visitor, visit } from './visitor.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  browser = await openChromium()
  const port = await freePort()
  // Browsers give passkeys to a host name only.
  server = await startTestServer({ env: { PORT: String(port), PUBLIC_URL: `http://localhost:${port}` } })
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function authenticator(visitor: Visitor): Promise<{ cdp: CDPSession; id: string }> {
  const cdp = await visitor.page.context().newCDPSession(visitor.page)
  await cdp.send('WebAuthn.enable')
  const { authenticatorId: id } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { cdp, id }
}

async function signIn({ page }: Visitor) {
  await page.goto(`${server.url}/console/sign-in`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('button[type=submit]')
}

test('a passkey is added by name, signs in alone and as second factor, is refused when copied, and is removed', async () => {
  const visitor = await visit(browser, { viewport: { width: 1280, height: 800 } })
  const { page } = visitor
  const { cdp, id } = await authenticator(visitor)
  await signIn(visitor)
  await page.waitForURL('**/console/home')
  await page.goto(`${server.url}/console/me/passkeys/new`)
  await page.fill('#name', '仕事用のPC')
  await page.click('button[data-ask]')
  await page.waitForSelector('.recovery-codes')
  expect(await page.locator('.recovery-codes li').count()).toBe(10)
  await page.goto(`${server.url}/console/me/factors`)
  expect(await page.locator('.passkeys').innerText()).toContain('仕事用のPC')

  // Alone: no address and no password is typed.
  await page.context().clearCookies()
  await page.goto(`${server.url}/console/sign-in`)
  await page.click('button[data-ask]')
  await page.waitForURL('**/console/home')

  // After the password, as second factor.
  await page.context().clearCookies()
  await signIn(visitor)
  await page.waitForURL('**/console/sign-in/factor**')
  await fitsTheWidth(page)
  await page.click('button[data-ask]')
  await page.waitForURL('**/console/home')

  // A copy that counts behind is refused.
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId: id })
  const [credential] = credentials
  if (credential === undefined) throw new Error('no credential')
  await cdp.send('WebAuthn.removeCredential', { authenticatorId: id, credentialId: credential.credentialId })
  await cdp.send('WebAuthn.addCredential', {
    authenticatorId: id,
    credential: { ...credential, signCount: 1 },
  })
  await page.context().clearCookies()
  await page.goto(`${server.url}/console/sign-in`)
  await page.click('button[data-ask]')
  await page.waitForSelector('#sign-in-error')
  expect(await page.locator('#sign-in-error').innerText()).toContain('パスキーを確かめられませんでした')
  await cdp.send('WebAuthn.removeCredential', { authenticatorId: id, credentialId: credential.credentialId })
  await cdp.send('WebAuthn.addCredential', {
    authenticatorId: id,
    credential: { ...credential, signCount: 50 },
  })
  await page.click('button[data-ask]')
  await page.waitForURL('**/console/home')

  // An answer that was taken is not taken again.
  await page.goto(`${server.url}/console/me/factors`)
  await page.click('.passkeys a.plain')
  await page.click('button.danger')
  await page.waitForURL('**/console/me/factors?done=passkey-removed')
  await page.context().clearCookies()
  await page.goto(`${server.url}/console/sign-in`)
  await page.click('button[data-ask]')
  await page.waitForSelector('#sign-in-error')
  expect(visitor.faults).toEqual([])
  await visitor.leave()
})

test('an answer that was taken once is not taken again', async () => {
  const visitor = await visit(browser)
  const { page } = visitor
  await authenticator(visitor)
  await signIn(visitor)
  await page.waitForURL('**/console/home')
  await page.goto(`${server.url}/console/me/passkeys/new`)
  await page.click('button[data-ask]')
  await page.waitForSelector('.recovery-codes')
  await page.context().clearCookies()
  await page.goto(`${server.url}/console/sign-in`)
  const cookies = await page.context().cookies()
  const [sent] = await Promise.all([
    page.waitForRequest((request) => request.url().endsWith('/sign-in/passkey')),
    page.click('button[data-ask]'),
  ])
  await page.waitForURL('**/console/home')
  const again = await fetch(sent.url(), {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; '), origin: server.url },
    body: new URLSearchParams(sent.postData() ?? ''),
  })
  expect(again.status).toBe(401)
  await visitor.leave()
})
