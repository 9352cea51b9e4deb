import { afterAll, beforeAll, expect, test } from 'vitest'
import { atTheDocument, openScene, type Scene } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene({ env: { PUBLIC_URL: 'https://sign.example.jp' } })
})
afterAll(() => scene.close())

test('on https the cookie is __Host- and Secure, and every answer asks for https from now on', async () => {
  const contract = await scene.contract()
  const browser = await atTheDocument(scene, contract)
  expect(browser.setCookies.length).toBeGreaterThan(1)
  for (const cookie of browser.setCookies) {
    expect(cookie).toMatch(/^__Host-musubi-(probe=1|signing-)/)
    expect(cookie).toMatch(/; Path=\/(;|$)/)
    const session = cookie.startsWith('__Host-musubi-signing-')
    for (const part of ['Secure', 'SameSite=Lax', ...(session ? ['HttpOnly'] : [])])
      expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
  }
  for (const { headers } of browser.exchanges) {
    expect(headers['strict-transport-security']).toMatch(/max-age=[0-9]{8}/)
  }
})

test("on https the SMS ends with WebOTP's line, in one segment", async () => {
  const contract = await scene.contract()
  await atTheDocument(scene, contract)
  const [text = ''] = await scene.texts(contract.tel)
  const code = await scene.code(contract.tel)
  expect(text.split('\n').at(-1)).toBe(`@sign.example.jp #${code}`)
  expect(text.length).toBeLessThanOrEqual(70)
})

test('in a frame that the team allows the cookie is a partitioned one, and the page may be framed there only', async () => {
  await scene.sql("update teams set frame_ancestors = '{https://www.a.example}'")
  try {
    const { base, tel } = await scene.contract()
    const browser = scene.browser()
    browser.headers = { 'sec-fetch-dest': 'iframe' }
    await browser.get(base)
    await browser.post(`${base}/phone`, { tel })
    expect(browser.setCookies.at(-1)).toMatch(/SameSite=None/)
    expect(browser.setCookies.at(-1)).toMatch(/Partitioned/)
    expect(browser.page.headers['content-security-policy']).toContain('frame-ancestors https://www.a.example')
    const [text = ''] = await scene.texts(tel)
    expect(text.split('\n').at(-1)).toMatch(/^@www\.a\.example #[0-9]{6} @sign\.example\.jp$/)
  } finally {
    await scene.sql("update teams set frame_ancestors = '{}'")
  }
})

test('a frame that nobody allowed gets no third-party cookie', async () => {
  const { base, tel } = await scene.contract()
  const browser = scene.browser()
  browser.headers = { 'sec-fetch-dest': 'iframe' }
  await browser.get(base)
  await browser.post(`${base}/phone`, { tel })
  expect(browser.setCookies.at(-1)).toMatch(/SameSite=Lax/)
  expect(browser.page.headers['content-security-policy']).toContain("frame-ancestors 'none'")
})
