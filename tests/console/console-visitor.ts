import { createDatabase } from '#server/adapters/postgres/database.ts'
import { giveAccount } from '#server/adapters/postgres/teams/account-rows.ts'
import { createPasswords } from '#server/adapters/sign-in/passwords.ts'
import { createSignIn } from '#server/adapters/sign-in/sign-in.ts'
import { systemClock } from '#server/adapters/system/clock.ts'
import { systemRandom } from '#server/adapters/system/random.ts'
import { createSecrets } from '#server/adapters/system/secrets.ts'
import { readEvaluation } from '#server/start/evaluation.ts'
import { beginSession, memberOrigin } from '#server/usecases/access/begin-session.ts'
import { connectionsTo } from '#tests/support/connections.ts'
import { browserName, openBrowser, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'

/**
 * Somebody at the console with a browser without JavaScript: whoever has a password shows it, and the evaluation's administrator
 * comes with a session that began as behind the sign-in page. To look at a password takes a quarter of a second of a processor.
 */
export async function enterConsole(
  server: TestServer,
  email = server.email,
  password?: string,
): Promise<Recipient> {
  const browser = openBrowser(server.url)
  if (password === undefined) {
    await bringSession(server, email, browser)
    await browser.get('/console/home')
  } else {
    await browser.get('/console/sign-in')
    await browser.post('/console/sign-in', { email, password })
  }
  const page = browser.page()
  if (!page.url.endsWith('/console/home')) throw new Error(`not signed in: ${page.status} ${page.url}`)
  return browser
}

/** What the sign-in does once the password was right, with the keys of the evaluation. */
async function bringSession(server: TestServer, email: string, browser: Recipient): Promise<void> {
  const evaluation = await readEvaluation(server.dataDirectory)
  if (evaluation === null) throw new Error(`${server.dataDirectory} holds no evaluation`)
  const { data, hash, session } = evaluation.keys
  const secrets = createSecrets({
    data: [{ id: 'e1', key: Buffer.from(data, 'base64') }],
    hash: Buffer.from(hash, 'base64'),
  })
  const database = createDatabase(connectionsTo(server.databaseUrl), secrets, () => undefined)
  const credential = await database.read.credential(email)
  const member = credential === null ? null : await database.read.member(credential.memberId)
  if (member === null) throw new Error(`nobody has the address ${email}`)
  const needs = {
    random: systemRandom,
    signIn: createSignIn({ secrets: [session], publicUrl: server.url }),
  }
  const from = { address: '127.0.0.1', userAgent: browserName, cookies: undefined }
  const now = systemClock.now()
  const lines = await database.transaction(memberOrigin(from, member.id), (tx) =>
    beginSession(needs, tx, { member, from, factor: null, now }),
  )
  for (const line of lines) browser.keep(line)
}

/** A colleague of the evaluation's administrator, without any authority. */
export async function addColleague(server: TestServer, email: string, password: string): Promise<void> {
  await givePassword(server, email, password)
  await connectionsTo(server.databaseUrl).query(
    `insert into members (id, team_id, name, organization, email)
     select md5($1), id, '同僚 次郎', 'つばめ不動産', $1 from teams`,
    [email],
  )
}

const passwords = createPasswords()
const hashes = new Map<string, Promise<string>>()

/** A hash of full cost, a quarter of a second of the processor, made once: most colleagues have the same password. */
function hashOf(password: string): Promise<string> {
  const known = hashes.get(password) ?? passwords.hashOf(password)
  hashes.set(password, known)
  return known
}

/** What an operator does for somebody who forgot theirs. */
export async function givePassword(server: TestServer, email: string, password: string): Promise<void> {
  await giveAccount(connectionsTo(server.databaseUrl), email, '同僚 次郎', await hashOf(password))
}

/** Posts without the browser's own care: for what a stranger might send. */
export function postRaw(
  url: string,
  browser: Recipient | null,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<Response> {
  const cookie = [...(browser?.cookies ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  return fetch(url, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { ...headers, ...(cookie === '' ? {} : { cookie }) },
  })
}

/** What a browser would post of the page's form, as it stands. */
export function formEntries(html: string): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const [input] of html.matchAll(/<input\b[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1] ?? ''
    if (/type="(?:checkbox|radio)"/.test(input) && !/\bchecked\b/.test(input)) continue
    fields[name] = /value="([^"]*)"/.exec(input)?.[1] ?? ''
  }
  for (const [, name = '', text = ''] of html.matchAll(/<textarea\b[^>]*name="([^"]*)"[^>]*>([^<]*)</g)) {
    fields[name] = text
  }
  return fields
}
