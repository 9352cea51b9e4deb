/** Passkeys in Chromium, with a virtual authenticator (WebAuthn's own for tests, over the DevTools protocol). */
import { Client } from 'pg'
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { freePort } from '#tests/support/process.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { addColleague } from '../console/console-visitor.ts'
import { fitsTheWidth, openChromium, picture, type Visitor, visit } from './visitor.ts'

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

async function signIn({ page }: Visitor, email = server.email, password = server.password) {
  await page.goto(`${server.url}/console/sign-in`)
  await page.fill('#email', email)
  await page.fill('#password', password)
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

/** Holds the row of a member, so that whoever signs in waits at it, until the work is done. */
async function whileHeld(email: string, change: string, work: () => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select from members where email = $1 for update', [email])
    await work()
    await until('somebody waits for the member', async () => {
      const { rows } = await client.query(
        "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
      )
      return rows.length > 0
    })
    await client.query(change, [email])
    await client.query('commit')
  } finally {
    await client.end()
  }
}

test.each([
  ['disabled', false, 'update members set disabled_at = now() where email = $1'],
  [
    'given another password',
    true,
    `update sign_in_credentials c set password = 'another' from sign_in_accounts a
     where a.id = c.account_id and a.email = $1`,
  ],
])('who is %s while their passkey is looked at does not come in', async (_, withPassword, change) => {
  const email = `raced-${withPassword}@example.jp`
  await addColleague(server, email, 'a password of theirs')
  const visitor = await visit(browser)
  const { page } = visitor
  await authenticator(visitor)
  await signIn(visitor, email, 'a password of theirs')
  await page.waitForURL('**/console/home')
  await page.goto(`${server.url}/console/me/passkeys/new`)
  await page.click('button[data-ask]')
  await page.waitForSelector('.recovery-codes')
  await page.context().clearCookies()
  if (withPassword) {
    await signIn(visitor, email, 'a password of theirs')
    await page.waitForURL('**/console/sign-in/factor**')
  } else await page.goto(`${server.url}/console/sign-in`)
  const sessions = () => rowsOf(server, 'select id from sign_in_sessions order by id')
  const before = await sessions()
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().method() === 'POST'),
    whileHeld(email, change, () => page.click('button[data-ask]', { noWaitAfter: true })),
  ])
  expect(answer.status()).toBe(401)
  const error = page.locator(withPassword ? '#passkey-error' : '#sign-in-error')
  await error.waitFor()
  expect(await error.innerText()).toContain('パスキーを確かめられませんでした')
  await fitsTheWidth(page)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await picture(page, `passkey-refused-${withPassword}`)
  expect(await sessions()).toEqual(before)
  await page.goto(`${server.url}/console/home`)
  expect(new URL(page.url()).pathname).toMatch(/^\/console\/sign-in/)
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
