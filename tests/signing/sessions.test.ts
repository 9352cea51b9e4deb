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
  for (const cookie of browser.setCookies) {
    expect(cookie).toMatch(/^musubi-signing-/)
    expect(cookie).toContain('HttpOnly')
    expect(cookie).toContain('SameSite=Lax')
    expect(cookie).toContain('Path=/')
    expect(cookie).not.toMatch(/Secure|Domain/)
  }
})

test('a browser that keeps no cookies is told so, and offered a new screen', async () => {
  const { base, tel } = await scene.contract()
  const browser = scene.browser({ keepsCookies: false })
  await browser.get(base)
  const page = await browser.post(`${base}/phone`, { tel })
  expect([page.status, stateOf(page.html)]).toEqual([403, 'cookie_lost'])
  expect(page.html).toMatch(new RegExp(`<a[^>]*href="${base}"[^>]*>\\s*新しい画面で開く`))
  const posted = await browser.post(`${base}/code`, { code: '000000' })
  expect(stateOf(posted.html)).toBe('cookie_lost')
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
  const [name = ''] = [...second.cookies.keys()]
  const [token = ''] = [...browser.cookies.values()]
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
