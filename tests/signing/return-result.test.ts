/** What the return URL says when it is signed: each outcome, the secrets that sign it, and what the site gave along. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ResultRefused, verifyResult } from '#sdk/return-result.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, proveThePhone, type Recipient } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { issueClientId } from '#tests/support/test-client.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { sql } from '../web-api/other-clients.ts'

const site = 'https://site.example.jp/back?lang=ja'
let server: TestServer
let integrator: Integrator
let administrator: Recipient
let teamId: string

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  administrator = await enterConsole(server)
  teamId = (await rowsOf<{ id: string }>(server, 'select id from teams'))[0]?.id ?? ''
  await sql(server, `update teams set return_url = '${site}'`)
})
afterAll(() => server.close())

type Secret = { id: string; secret: string }

/** Makes a secret as an administrator does, who sees it once. */
async function makeSecret(): Promise<Secret> {
  await administrator.get('/console/return-url')
  const { html } = await administrator.post('/console/return-url/secret')
  const id = /kid：([A-Za-z0-9_-]+)/.exec(html)?.[1]
  const secret = /value="(mrs_[^"]+)"/.exec(html)?.[1]
  if (id === undefined || secret === undefined) throw new Error('no secret was shown')
  return { id, secret }
}

async function contract(state?: string): Promise<{ sent: Sent; url: string; tel: string }> {
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田 花子', tel }],
  })
  return { sent, tel, url: await urlOf(sent, state) }
}

async function urlOf({ documentId, participants }: Sent, state?: string): Promise<string> {
  const path = `/documents/${documentId}/participants/${participants[0]}/signing_url`
  const { status, body } = await integrator.call('POST', path, state === undefined ? {} : { state })
  expect(status).toBe(200)
  return body.url
}

/** Where the button leads in the end, without going there. */
async function wayBack(url: string, browser: Recipient): Promise<URL> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${url}/return`, { redirect: 'manual', headers: { cookie } })
  expect(answer.status).toBe(303)
  return new URL(answer.headers.get('location') ?? '', server.url)
}

let first: Secret

describe('the return URL of a team', () => {
  test('carries no result without a secret, and what the site gave along all the same', async () => {
    const state = `a b&c=d/~"'<>%20`
    const { url, tel } = await contract(state)
    const browser = await proveThePhone(url, tel, server.codeFor)
    const done = await consent(browser)
    const next = /href="(https:\/\/site[^"]*)"/.exec(done.html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(new URL(next).searchParams.get('state')).toBe(state)
    expect(new URL(next).searchParams.has('result')).toBe(false)
    const [row] = await rowsOf<{ kept: string }>(
      server,
      'select state_sealed as kept from signing_urls order by created_at desc',
    )
    expect(row?.kept).toMatch(/^2:/)
  })

  test('takes no state that is longer or that cannot come back as it is', async () => {
    const { sent } = await contract()
    const path = `/documents/${sent.documentId}/participants/${sent.participants[0]}/signing_url`
    expect((await integrator.call('POST', path, { state: 'x'.repeat(512) })).status).toBe(200)
    for (const state of ['x'.repeat(513), '状態', 'a\nb'])
      expect((await integrator.call('POST', path, { state })).status).toBe(400)
  })

  test('is not begun where the team calls a parameter of its own as ours are called', async () => {
    for (const [column, value] of [
      ['return_parameter_error', 'result'],
      ['return_url', `${site}&state=open`],
    ]) {
      const before = (await rowsOf<Record<string, string>>(server, 'select * from teams'))[0]?.[column ?? '']
      await sql(server, `update teams set ${column} = $1`, [value])
      const { html } = await administrator.get('/console/return-url')
      expect(html).toContain('別の名前に変えてください')
      expect((await administrator.post('/console/return-url/secret', { seen: '' })).status).toBe(409)
      await sql(server, `update teams set ${column} = $1`, [before])
    }
    expect(await rowsOf(server, 'select 1 from return_secrets')).toEqual([])
    await administrator.get('/console/settings')
    const names = { document: 'document_id', participant: 'participant_id', error: 'error' }
    const form = Object.entries(names).map(([which, name]) => [`return_parameter_${which}`, name])
    const refused = await administrator.post('/console/settings/embedding', {
      ...Object.fromEntries(form),
      return_url: `${site}&state=x`,
    })
    expect(refused.html).toContain('「result」と「state」という名前のパラメーターは使えません')
  })

  test('carries a result with its first secret, which is shown once and kept encrypted', async () => {
    first = await makeSecret()
    const [row] = await rowsOf<{ kept: string }>(server, 'select secret_sealed as kept from return_secrets')
    expect(row?.kept).toMatch(/^2:/)
    expect(row?.kept).not.toContain(first.secret.slice(4))
    expect((await administrator.get('/console/return-url')).html).not.toContain(first.secret)
    const { url, tel, sent } = await contract('s-1')
    const browser = await proveThePhone(url, tel, server.codeFor)
    // Nothing has ended yet.
    expect((await wayBack(url, browser)).pathname).toBe(new URL(url).pathname)
    const done = await consent(browser)
    expect(done.html).toContain(`href="${new URL(url).pathname}/return"`)
    const back = await wayBack(url, browser)
    expect(back.href.startsWith(`${site}&document_id=${sent.documentId}&`)).toBe(true)
    expect(back.searchParams.get('state')).toBe('s-1')
    expect(back.searchParams.has('error')).toBe(false)
    const result = back.searchParams.get('result') ?? ''
    const claims = await verifyResult({ result, secrets: { [first.id]: first.secret }, teamId })
    expect(claims).toEqual({
      ...{
        iss: server.url,
        aud: teamId,
        sub: sent.participants[0],
        document: sent.documentId,
        outcome: 'consented',
      },
      ...{ iat: expect.any(Number), exp: claims.iat + 300, jti: expect.any(String) },
    })
    const again = (await wayBack(url, browser)).searchParams.get('result') ?? ''
    expect(
      (await verifyResult({ result: again, secrets: { [first.id]: first.secret }, teamId })).jti,
    ).not.toBe(claims.jti)
    expect(server.process().output()).not.toContain(first.secret.slice(4, 20))
  })

  test.each([
    ['declined', `update documents set snapshot = snapshot where false`],
    ['expired', `update signing_urls set expires_at = now() - interval '1 minute'`],
    ['locked', `update participants set locked_at = now() where "order" > 0`],
  ] as const)('says %s', async (outcome, change) => {
    const { url, tel, sent } = await contract()
    const browser = openBrowser(server.url)
    await browser.get(url)
    if (outcome === 'declined') {
      const own = await proveThePhone(url, tel, server.codeFor)
      await own.get(`${new URL(url).pathname}/decline`)
      await own.post(`${new URL(url).pathname}/decline`, { reason: '' })
    } else
      await sql(
        server,
        `${change} ${outcome === 'expired' ? 'where' : 'and'} document_id = '${sent.documentId}'`,
      )
    const back = await wayBack(url, browser)
    expect(back.searchParams.get('error')).toBe(outcome)
    const result = back.searchParams.get('result') ?? ''
    expect((await verifyResult({ result, secrets: { [first.id]: first.secret }, teamId })).outcome).toBe(
      outcome,
    )
  })

  test('says of a test document that it is one, which is believed where tests are asked for alone', async () => {
    const tester = await signInIntegrator(server.url, await issueClientId(administrator, '戻り先のテスト'))
    const recipients = [{ name: '山田 花子', tel: '07000000001' }]
    const sent = await sendDocument(tester, { pdf: await contractPdf(), recipients })
    const url = await signingUrl(sent)
    await tester.call('PUT', `/documents/${sent.documentId}/decline`)
    const result = (await wayBack(url, openBrowser(server.url))).searchParams.get('result') ?? ''
    const received = { result, secrets: { [first.id]: first.secret }, teamId }
    await expect(verifyResult(received)).rejects.toThrow(ResultRefused)
    const claims = await verifyResult({ ...received, tests: true })
    expect(claims).toMatchObject({ document: sent.documentId, outcome: 'not_available', test: true })
  })

  test('is signed by the former secret until the new one is switched to, and never by more than two', async () => {
    const second = await makeSecret()
    const { url, sent } = await contract()
    await integrator.call('PUT', `/documents/${sent.documentId}/decline`)
    const signed = async () => (await wayBack(url, openBrowser(server.url))).searchParams.get('result') ?? ''
    const secrets = { [first.id]: first.secret, [second.id]: second.secret }
    const kid = (result: string) =>
      JSON.parse(Buffer.from(result.split('.')[0] ?? '', 'base64url').toString()).kid
    expect(kid(await signed())).toBe(first.id)
    expect((await verifyResult({ result: await signed(), secrets, teamId })).outcome).toBe('not_available')
    await administrator.get('/console/return-url')
    await administrator.post('/console/return-url/switch')
    expect(kid(await signed())).toBe(second.id)
    await expect(
      verifyResult({ result: await signed(), secrets: { [first.id]: first.secret }, teamId }),
    ).rejects.toThrow(ResultRefused)
    expect(await rowsOf(server, 'select id from return_secrets')).toEqual([{ id: second.id }])
    // A form of before makes no third.
    await administrator.get('/console/return-url')
    expect((await administrator.post('/console/return-url/secret', { seen: first.id })).status).toBe(403)
    const shown = await administrator.get('/console/return-url')
    const results = [...shown.html.matchAll(/result=([A-Za-z0-9_.-]+)/g)].map(([, result = '']) => result)
    const outcomes = await Promise.all(
      [...new Set(results)].map(
        async (result) => (await verifyResult({ result, secrets, teamId, tests: true })).outcome,
      ),
    )
    expect(new Set(outcomes)).toEqual(
      new Set(['consented', 'declined', 'expired', 'locked', 'not_available']),
    )
  })

  test('carries none any more when it is switched off, and the secrets are gone', async () => {
    const { html: asked } = await administrator.get('/console/return-url/off')
    expect(asked).toContain('鍵はすべて消去し、元に戻せません')
    const { html } = await administrator.post('/console/return-url/off')
    expect(html).toContain('署名付きの結果を止めました')
    expect(await rowsOf(server, 'select 1 from return_secrets')).toEqual([])
    const told = await rowsOf<{ type: string }>(
      server,
      `select type from team_events where type like 'return_secret.%' or row like '%returnResult%' order by sequence`,
    )
    expect(told.map(({ type }) => type)).toEqual([
      'settings.changed',
      'return_secret.added',
      'return_secret.added',
      'return_secret.used',
      'settings.changed',
    ])
  })
})
