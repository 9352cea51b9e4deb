import { Client, Pool } from 'pg'
import { giveAccount } from '#server/adapters/postgres/teams/account-rows.ts'
import { createPasswords } from '#server/adapters/sign-in/passwords.ts'
import { openBrowser, type Recipient } from '#tests/support/recipient.ts'
import type { TestServer } from '#tests/support/server.ts'

/** Somebody at the console with a browser without JavaScript. */
export async function enterConsole(
  server: TestServer,
  email = server.email,
  password = server.password,
): Promise<Recipient> {
  const browser = openBrowser(server.url)
  await browser.get('/console/sign-in')
  const page = await browser.post('/console/sign-in', { email, password })
  if (!page.url.endsWith('/console/home')) throw new Error(`not signed in: ${page.status} ${page.url}`)
  return browser
}

/** A colleague of the evaluation's administrator, without any authority. */
export async function addColleague(server: TestServer, email: string, password: string): Promise<void> {
  await givePassword(server, email, password)
  const client = new Client({ connectionString: server.databaseUrl })
  await client.connect()
  await client.query(
    `insert into members (id, team_id, name, organization, email)
     select md5($1), id, '同僚 次郎', 'つばめ不動産', $1 from teams`,
    [email],
  )
  await client.end()
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
  const pool = new Pool({ connectionString: server.databaseUrl })
  try {
    await giveAccount(pool, email, '同僚 次郎', await hashOf(password))
  } finally {
    await pool.end()
  }
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
