import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { atTheCode, atTheDocument, openScene, passTime, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const age = (documentId: string, seen: string, created = seen) =>
  scene.sql(
    `update signing_sessions set last_seen_at = now() - $2::interval, created_at = now() - $3::interval
     where document_id = $1 and ended_at is null`,
    [documentId, seen, created],
  )

test('the code makes a new session: its token differs, and the old one is worth nothing', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const early = browser.copy()
  const [name = ''] = [...browser.cookies.keys()].filter((each) => each.startsWith('musubi-signing-'))
  const before = browser.cookies.get(name)
  await browser.post(`${contract.base}/code`, { code: await scene.code(contract.tel) })
  expect(browser.cookies.get(name)).not.toBe(before)
  expect(Buffer.from(browser.cookies.get(name) ?? '', 'base64url')).toHaveLength(32)
  await early.get(`${contract.base}/review`)
  expect(early.page.path).toBe(contract.base)
})

test('on http the cookie has a plain name, HttpOnly and SameSite=Lax', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  expect(browser.setCookies.map((each) => each.replace(/[-=].*/, ''))).toEqual(['musubi', 'musubi'])
  for (const cookie of browser.setCookies) {
    expect(cookie).toMatch(/^musubi-(probe=1|signing-)/)
    expect(cookie.includes('HttpOnly')).toBe(cookie.startsWith('musubi-signing-'))
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Path=/')
    expect(cookie).not.toMatch(/Secure|Domain/)
  }
})

test('a browser that keeps no cookies is told so before an SMS is spent, and offered a new screen', async () => {
  const { base, tel, sent } = await scene.contract()
  const browser = scene.browser({ keepsCookies: false })
  await browser.get(base)
  const page = await browser.post(`${base}/phone`, { tel })
  expect([page.status, stateOf(page.html)]).toEqual([403, 'cookie_lost'])
  expect(page.html).toMatch(new RegExp(`<a[^>]*href="${base}"[^>]*>\\s*新しい画面で開く`))
  const posted = await browser.post(`${base}/code`, { code: '000000' })
  expect(stateOf(posted.html)).toBe('cookie_lost')
  expect(await scene.sql('select 1 from sms_messages where document_id = $1', [sent.documentId])).toEqual([])
})

test('reload, Back and a killed tab come back to where they were, without a new SMS', async () => {
  const contract = await scene.contract()
  const { base, tel } = contract
  const browser = await atTheCode(scene, contract)
  for (const path of [base, `${base}/code`, `${base}/phone`, `${base}/code/resend`, `${base}/review`]) {
    await browser.get(path)
    expect(browser.page.path, path).toBe(`${base}/code`)
    expect(browser.page.status).toBe(200)
  }
  await browser.post(`${base}/code`, { code: await scene.code(tel) })
  for (const path of [base, `${base}/code`, `${base}/inputs`, `${base}/open`, `${base}/review`]) {
    await browser.get(path)
    expect(browser.page.path, path).toBe(`${base}/review`)
    expect(browser.page.status).toBe(200)
  }
  await browser.get(`${base}/consent`)
  expect(browser.page.path).toBe(`${base}/confirm`)
  expect(await scene.texts(tel)).toHaveLength(1)
})

test('thirty idle minutes end the session; the page says so and leads to the start', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  await age(contract.sent.documentId, '29 minutes')
  expect((await browser.get(`${contract.base}/review`)).path).toBe(`${contract.base}/review`)
  const form = browser.page.html
  await age(contract.sent.documentId, '31 minutes')
  const token = /name="form_token" value="([^"]+)"/.exec(form)?.[1] ?? ''
  const late = await browser.post(`${contract.base}/inputs`, {}, { form_token: token })
  expect([late.status, stateOf(late.html)]).toEqual([403, 'session_ended'])
  await browser.get(`${contract.base}/review`)
  expect([browser.page.path, browser.page.status]).toEqual([contract.base, 200])
  expect(browser.page.html).toContain('name="tel"')
})

test('an hour ends the session, but not under someone who is active', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  await age(contract.sent.documentId, '4 minutes', '70 minutes')
  expect((await browser.get(`${contract.base}/review`)).path).toBe(`${contract.base}/review`)
  await age(contract.sent.documentId, '6 minutes', '70 minutes')
  expect((await browser.get(`${contract.base}/review`)).path).toBe(contract.base)
})

test('a session is bound to its URL', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  const other = await pathOf(contract.sent)
  await browser.get(`${other}/review`)
  expect(browser.page.path).toBe(other)
  // The same token under the other URL's cookie name: still not that URL's session.
  const second = await atTheCode(scene, { base: other, tel: contract.tel })
  const sessionOf = ({ cookies }: typeof browser) =>
    [...cookies].find(([each]) => each.startsWith('musubi-signing-')) ?? ['', '']
  const [name] = sessionOf(second)
  const [, token] = sessionOf(browser)
  expect(browser.cookies.has(name)).toBe(false)
  browser.cookies.set(name, token)
  await browser.get(`${other}/review`)
  expect(browser.page.path).toBe(other)
})

test('each device verifies anew, with a code of its own', async () => {
  const contract = await scene.contract()
  await atTheDocument(scene, contract)
  await passTime(scene, contract.sent.participants, 60)
  const second = scene.browser()
  await second.get(`${contract.base}/review`)
  expect(second.page.path).toBe(contract.base)
  await atTheDocument(scene, contract, 2)
})

test.each([
  ['sec-fetch-dest', 'iframe', 'cookie_lost', '新しい画面で開く', ''],
  [
    'user-agent',
    'Mozilla/5.0 (iPhone) Safari Line/15.1.0',
    'cookie_lost_app',
    'ブラウザーで開く',
    '?openExternalBrowser=1',
  ],
  ['user-agent', 'Mozilla/5.0 (iPhone) [FBAN/FBIOS;FBAV/4]', 'cookie_lost_app', 'ブラウザーで開く', ''],
])('the way out fits where the page is shown: %s %s', async (header, value, state, words, query) => {
  const { base, tel, sent } = await scene.contract()
  const browser = scene.browser({ keepsCookies: false })
  browser.headers = { [header]: value }
  const first = await browser.get(base)
  // Hidden until the island finds that the cookie cannot be read.
  expect(first.html).toMatch(/<div id="cookie-help"[^>]* hidden data-cookie="musubi-probe"/)
  const page = await browser.post(`${base}/phone`, { tel })
  expect([page.status, stateOf(page.html)]).toEqual([403, state])
  const href = `${base}${query}`.replace('?', '[?]')
  expect(page.html).toMatch(new RegExp(`<a[^>]*href="${href}"[^>]*>\\s*${words}`))
  expect(await scene.sql('select 1 from sms_messages where document_id = $1', [sent.documentId])).toEqual([])
})

test('a page of the release before, which set no probe, is not told that its cookies are lost', async () => {
  const { base, tel } = await scene.contract()
  const browser = scene.browser()
  const { html } = await browser.get(base)
  browser.cookies.clear()
  const token = /name="form_token" value="([^"]+)"/.exec(html)?.[1] ?? ''
  await browser.post(`${base}/phone`, { tel }, { form_token: token })
  expect(browser.page.path).toBe(`${base}/code`)
})

test('an address from behind the first screen, opened in another browser, leads to the first screen', async () => {
  const { base } = await scene.contract()
  const browser = scene.browser()
  browser.headers = { 'sec-fetch-site': 'none' }
  for (const path of ['/code', '/review', '/status']) {
    await browser.get(base + path)
    expect([browser.page.path, browser.page.status], path).toEqual([base, 200])
  }
})

test("older URLs end when the sender corrects the number, and the old number's session with them", async () => {
  const contract = await scene.contract()
  const { sent, base } = contract
  const browser = await atTheCode(scene, contract)
  const path = `/documents/${sent.documentId}/participants/${sent.participants[0]}`
  const tel = freshTel()
  expect((await sent.integrator.call('PUT', path, { tel })).status).toBe(200)
  const code = await scene.code(contract.tel)
  await browser.post(`${base}/code`, { code })
  expect([browser.page.status, stateOf(browser.page.html)]).toEqual([410, 'expired'])
  await passTime(scene, sent.participants, 60)
  await atTheDocument(scene, { base: await pathOf(sent), tel })
})

test('the English switch is kept from any page, also one that answered a form', async () => {
  const contract = await scene.contract()
  const { base } = contract
  const browser = scene.browser()
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel: freshTel() })
  const link = /class="language" href="([^"]+)"/.exec(browser.page.html)?.[1] ?? ''
  await browser.get(link)
  expect(browser.page.status).toBe(200)
  expect(browser.page.html).toContain('<html lang="en"')
  await browser.post(`${base}/phone`, { tel: contract.tel })
  expect(browser.page.html).toContain('<html lang="en"')
  await browser.post(`${base}/code`, { code: await scene.code(contract.tel) })
  expect(browser.page.html).toContain('<html lang="en"')
  await browser.get(`${base}?lang=ja`)
  expect(browser.page.html).toContain('<html lang="ja"')
})
