/** Sign-ins, and whoever is not let in, are recorded: each first of a kind at once, what follows within a minute as a count. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { openBrowser, type Page } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { eventsOf, type RecordedEvent } from '#tests/support/team-events.ts'
import { aCaller } from '../web-api/caller.ts'
import { addColleague } from './console-visitor.ts'

let server: TestServer
let team = ''
let me = ''

beforeAll(async () => {
  server = await startTestServer({ env: { TRUSTED_PROXIES: '127.0.0.1' } })
  const [row] = await rowsOf<{ id: string; team_id: string }>(server, 'select id, team_id from members')
  me = row?.id ?? ''
  team = row?.team_id ?? ''
})
afterAll(() => server?.close())

/** From an address of its own, so that no test meets another's count. */
let addresses = 0
const elsewhere = () => ({ 'x-forwarded-for': `198.51.100.${++addresses}` })
const lastAddress = () => `198.51.100.${addresses}`

async function tryToSignIn(email: string, password: string, headers = elsewhere()): Promise<Page> {
  const browser = openBrowser(server.url, headers)
  await browser.get('/console/sign-in')
  return browser.post('/console/sign-in', { email, password })
}

async function fromHere(chain: string): Promise<Record<string, unknown>[]> {
  const events = await eventsOf(server, chain)
  return events
    .filter(({ address }) => address === lastAddress())
    .map(({ at: _at, address: _address, userAgent: _agent, teamId: _team, account, ...rest }) => ({
      ...rest,
      ...(account === undefined ? {} : { account: String(account).length }),
    }))
}

/** What was counted is written when the process ends. */
async function afterTheMinute(): Promise<void> {
  await server.process().stop()
  await server.restart()
}

test('who came in and who left', async () => {
  const browser = openBrowser(server.url, elsewhere())
  await browser.get('/console/sign-in')
  await browser.post('/console/sign-in', { email: server.email, password: server.password })
  await browser.post('/console/sign-out')
  const by = { actor: `member:${me}:console`, memberId: me }
  expect(await fromHere(team)).toEqual([
    { ...by, type: 'sign_in.succeeded' },
    { ...by, type: 'sign_in.ended' },
  ])
})

test('a wrong password, with the account as a keyed hash; what follows within the minute as a count', async () => {
  const from = elsewhere()
  for (let tries = 0; tries < 4; tries++) {
    expect((await tryToSignIn(server.email, 'a wrong password', from)).status).toBe(401)
  }
  const refused = { actor: 'stranger', type: 'sign_in.refused', reason: 'wrong', memberId: me, account: 43 }
  expect(await fromHere(team)).toEqual([{ ...refused, count: 1 }])
  await afterTheMinute()
  expect(await fromHere(team)).toEqual([
    { ...refused, count: 1 },
    { ...refused, count: 3 },
  ])
  const rows = JSON.stringify(await eventsOf(server, team))
  expect(rows).not.toContain(server.email)
  expect(rows).not.toContain('a wrong password')
  expect(server.process().output()).not.toContain('a wrong password')
})

test('an address that nobody has is the installation’s, as no team may learn of it', async () => {
  await tryToSignIn('nobody@example.jp', 'whatever it is')
  expect(await fromHere('installation')).toEqual([
    { actor: 'stranger', type: 'sign_in.refused', reason: 'wrong', account: 43, count: 1 },
  ])
  expect(await fromHere(team)).toEqual([])
})

test('too many tries, and a member who was disabled', async () => {
  await addColleague(server, 'gone@example.jp', 'a password of theirs')
  await rowsOf(server, `update members set disabled_at = now() where email = 'gone@example.jp'`)
  const from = elsewhere()
  await tryToSignIn('gone@example.jp', 'a password of theirs', from)
  for (let tries = 0; tries < 12; tries++) await tryToSignIn(server.email, 'wrong', from)
  const reasons = (await fromHere(team)).map(({ reason }) => reason)
  expect(reasons).toEqual(['disabled', 'wrong', 'paused'])
})

/** The administrator at the console, whose password was shown long ago. */
async function anOldSession(headers = elsewhere()) {
  const browser = openBrowser(server.url, headers)
  await browser.get('/console/sign-in')
  await browser.post('/console/sign-in', { email: server.email, password: server.password })
  await rowsOf(server, "update sign_in_sessions set proved_at = now() - interval '11 minutes'")
  return browser
}

test('a wrong password before an act, of whoever is in; ten of them, and then that no more are taken', async () => {
  const browser = await anOldSession()
  await browser.get('/console/clients')
  for (let tries = 0; tries < 12; tries++) {
    await browser.post('/console/clients', { label: '試し', proof_password: `guess ${tries}` })
  }
  const by = { actor: `member:${me}:console`, memberId: me }
  const refused = { ...by, type: 'sign_in.refused', account: 43 }
  const rows = [
    { ...by, type: 'sign_in.succeeded' },
    { ...refused, reason: 'proof', count: 1 },
    { ...refused, reason: 'proof_paused', count: 1 },
  ]
  expect(await fromHere(team)).toEqual(rows)
  await afterTheMinute()
  expect(await fromHere(team)).toEqual([
    ...rows,
    { ...refused, reason: 'proof', count: 9 },
    { ...refused, reason: 'proof_paused', count: 1 },
  ])
  expect(JSON.stringify(await eventsOf(server, team))).not.toContain('guess')
  expect(server.process().output()).not.toContain('guess')
  await rowsOf(server, 'delete from stranger_limits')
  const history = await browser.get('/console/history')
  expect(history.html).toContain('操作前の本人確認を拒否しました（パスワードまたはパスキーの誤り、9回）')
})

test('a wrong present password of whoever changes theirs', async () => {
  const browser = await anOldSession()
  await browser.get('/console/me')
  const both = { password: 'another password of theirs', again: 'another password of theirs' }
  await browser.post('/console/me/password', { present: 'not the password', ...both })
  await browser.post('/console/me/password', { present: server.password, ...both, again: 'mistyped' })
  expect((await fromHere(team)).map(({ type, reason }) => [type, reason])).toEqual([
    ['sign_in.succeeded', undefined],
    ['sign_in.refused', 'proof'],
  ])
})

test('whoever comes from an address that the team does not allow, once a minute and once a page', async () => {
  const headers = elsewhere()
  const browser = await anOldSession(headers)
  await rowsOf(server, `update teams set console_networks = '{203.0.113.0/24}'`)
  for (let pages = 0; pages < 3; pages++) {
    const page = await browser.get('/console/documents')
    expect(page.status).toBe(403)
    expect(page.html).not.toContain('/console/sign-out')
  }
  await rowsOf(server, `update teams set console_networks = '{}'`)
  const refused = { actor: `member:${me}:console`, memberId: me, type: 'sign_in.refused', account: 43 }
  expect((await fromHere(team)).slice(1)).toEqual([{ ...refused, reason: 'network', count: 1 }])
  await afterTheMinute()
  expect((await fromHere(team)).slice(1)).toEqual([
    { ...refused, reason: 'network', count: 1 },
    { ...refused, reason: 'network', count: 2 },
  ])
})

test('an unknown client id, and a token that is not alive', async () => {
  const headers = elsewhere()
  for (let calls = 0; calls < 3; calls++) {
    await fetch(`${server.url}/token?client_id=${'x'.repeat(32)}`, { headers })
    await fetch(`${server.url}/documents`, { headers: { ...headers, authorization: 'Bearer not-a-token' } })
  }
  const refused = { actor: 'stranger', type: 'call.refused' }
  const first = [
    { ...refused, reason: 'client_unknown', count: 1 },
    { ...refused, reason: 'token_not_alive', count: 1 },
  ]
  expect(await fromHere('installation')).toEqual(first)
  await afterTheMinute()
  expect(await fromHere('installation')).toEqual([
    ...first,
    { ...refused, reason: 'client_unknown', count: 2 },
    { ...refused, reason: 'token_not_alive', count: 2 },
  ])
  // Without any token nothing was tried.
  await fetch(`${server.url}/documents`, { headers: elsewhere() })
  expect(await fromHere('installation')).toEqual([])
})

test('a client from an address that the team does not allow, and of a team whose Web API is off', async () => {
  const caller = await aCaller(server.url, server.clientId)
  const [{ id } = { id: '' }] = await rowsOf<{ id: string }>(server, 'select id from clients')
  const headers = { ...elsewhere(), authorization: `Bearer ${caller.token}` }
  await rowsOf(server, `update teams set api_networks = '{203.0.113.0/24}'`)
  expect((await fetch(`${server.url}/documents`, { headers })).status).toBe(403)
  await rowsOf(server, `update teams set api_networks = '{}', web_api_enabled = false`)
  expect((await fetch(`${server.url}/documents`, { headers })).status).toBe(403)
  expect((await fetch(`${server.url}/token?client_id=${server.clientId}`, { headers })).status).toBe(403)
  await rowsOf(server, 'update teams set web_api_enabled = true')
  const refused = { actor: `client:${id}`, type: 'call.refused', clientId: id, count: 1 }
  expect(await fromHere(team)).toEqual([
    { ...refused, reason: 'address_not_allowed' },
    { ...refused, reason: 'web_api_off' },
  ])
})

test('however many addresses: within a minute sixty rows, and the rest counted together', async () => {
  await afterTheMinute()
  const before = (await eventsOf(server, 'installation')).length
  for (let host = 1; host <= 150; host++) {
    const headers = { 'x-forwarded-for': `192.0.2.${host}`, authorization: 'Bearer not-a-token' }
    await fetch(`${server.url}/documents`, { headers })
  }
  await afterTheMinute()
  const rows = (await eventsOf(server, 'installation')).slice(before) as (RecordedEvent & { count: number })[]
  expect(rows.length).toBe(61)
  expect(rows.reduce((sum, { count }) => sum + count, 0)).toBe(150)
  expect(rows.at(-1)).toMatchObject({ address: null, count: 90, reason: 'token_not_alive' })
})
