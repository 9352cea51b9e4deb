import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { atTheCode, openScene, pathOf, type Scene, stateOf } from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

test.each([
  [
    'full width',
    (tel: string) => tel.replace(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  ],
  ['hyphens', (tel: string) => `${tel.slice(0, 3)}-${tel.slice(3, 7)}-${tel.slice(7)}`],
  ['spaces', (tel: string) => ` ${tel.slice(0, 3)}　${tel.slice(3, 7)} ${tel.slice(7)} `],
  ['+81', (tel: string) => `+81 ${tel.slice(1)}`],
])('a number written with %s leads to the code', async (_how, write) => {
  const contract = await scene.contract()
  const browser = scene.browser()
  await browser.get(contract.base)
  await browser.post(`${contract.base}/phone`, { tel: write(contract.tel) })
  expect(browser.page.path).toBe(`${contract.base}/code`)
  expect(await scene.code(contract.tel)).toMatch(/^[0-9]{6}$/)
})

test('a 060 number is registered, matched and written to', async () => {
  const contract = await scene.contract({ recipients: [{ name: '山田', tel: `060${freshTel().slice(3)}` }] })
  await atTheCode(scene, contract)
  expect(await scene.code(contract.tel)).toMatch(/^[0-9]{6}$/)
})

test('a number that does not match keeps the entry, sends nothing, and shows nothing of the registered one', async () => {
  const { base, tel } = await scene.contract()
  const browser = scene.browser()
  const other = freshTel()
  await browser.get(base)
  const page = await browser.post(`${base}/phone`, { tel: other })
  expect(page.status).toBe(422)
  expect(page.html).toContain(`value="${other}"`)
  expect(page.html).toContain('id="tel-error"')
  expect(page.html).not.toMatch(new RegExp(`末尾|${tel.slice(-2)}番|${tel}`))
  expect(browser.setCookies.filter((each) => !each.startsWith('musubi-probe=1'))).toEqual([])
  expect(await scene.sql('select 1 from outbox_sms where tel = any($1)', [[other, tel]])).toEqual([])
})

test.each([
  ['090-1234-567', '番号の桁が足りません'],
  ['090-1234-56789', '番号の桁が多すぎます'],
  ['03-1234-5678', '携帯電話の番号ではないようです'],
  ['090-1234-567O', '使えない文字が入っています'],
])('%s cannot be a mobile number: the page says so, and it is no mismatch', async (typed, words) => {
  const { base, tel, sent } = await scene.contract()
  const browser = scene.browser()
  await browser.get(base)
  for (let tries = 1; tries <= 6; tries++) {
    const page = await browser.post(`${base}/phone`, { tel: typed })
    expect(page.status, `try ${tries}`).toBe(422)
    expect(page.html).toMatch(new RegExp(`id="tel-error"[\\s\\S]*${words}`))
    expect(page.html).toContain(`value="${typed}"`)
  }
  const trail = await scene.sql("select type from audit where document_id = $1 and type like 'tel.%'", [
    sent.documentId,
  ])
  expect(trail).toEqual([])
  await browser.post(`${base}/phone`, { tel })
  expect(browser.page.path).toBe(`${base}/code`)
})

test('the entry comes back as text, not as markup', async () => {
  const { base } = await scene.contract()
  const browser = scene.browser()
  await browser.get(base)
  const page = await browser.post(`${base}/phone`, { tel: '"><script>alert(1)</script>' })
  expect(page.html).not.toContain('<script>alert')
})

test('nothing typed is no guess; five wrong numbers pause the URL, and another URL of the same person works', async () => {
  const { base, tel, sent } = await scene.contract()
  const other = freshTel()
  const browser = scene.browser()
  await browser.get(base)
  expect((await browser.post(`${base}/phone`, { tel: ' ' })).status).toBe(422)
  for (let tries = 1; tries <= 4; tries++) {
    expect((await browser.post(`${base}/phone`, { tel: other })).status, `try ${tries}`).toBe(422)
  }
  const form = browser.page.html
  expect(stateOf((await browser.post(`${base}/phone`, { tel: other })).html)).toBe('paused')
  const token = /name="form_token" value="([^"]+)"/.exec(form)?.[1] ?? ''
  const sixth = await browser.post(`${base}/phone`, { tel }, { form_token: token })
  expect([sixth.status, stateOf(sixth.html)]).toEqual([429, 'paused'])
  expect(stateOf((await scene.browser().get(base)).html)).toBe('paused')
  expect(await scene.sql('select 1 from outbox_sms where tel = $1', [tel])).toEqual([])

  await atTheCode(scene, { base: await pathOf(sent), tel })

  await scene.sql(`update signing_urls set paused_until = paused_until - interval '30 minutes'
    where paused_until is not null`)
  expect((await scene.browser().get(base)).status).toBe(200)
})

test('a match begins the row of mismatches anew', async () => {
  const contract = await scene.contract()
  for (let round = 0; round < 2; round++) {
    const browser = scene.browser()
    await browser.get(contract.base)
    for (let tries = 0; tries < 4; tries++) await browser.post(`${contract.base}/phone`, { tel: freshTel() })
    await browser.post(`${contract.base}/phone`, { tel: contract.tel })
    expect(browser.page.path).toBe(`${contract.base}/code`)
  }
})

test('the form sent twice, and again after Back, makes one session and one SMS', async () => {
  const contract = await scene.contract()
  const browser = scene.browser()
  const first = await browser.get(contract.base)
  const token = /name="form_token" value="([^"]+)"/.exec(first.html)?.[1] ?? ''
  for (let times = 0; times < 3; times++) {
    await browser.post(`${contract.base}/phone`, { tel: contract.tel }, { form_token: token })
    expect(browser.page.path).toBe(`${contract.base}/code`)
  }
  await browser.get(`${contract.base}/code`)
  await browser.post(`${contract.base}/code`, { code: await scene.code(contract.tel) })
  expect(browser.page.path).toBe(`${contract.base}/review`)
  expect(await scene.texts(contract.tel)).toHaveLength(1)
})

test('the code screen says the last two digits and the sender, and nothing else of the contract', async () => {
  const contract = await scene.contract({ title: '極秘の合意' })
  const { page } = await atTheCode(scene, contract)
  expect(page.html).toContain(contract.tel.slice(-2))
  expect(page.html).not.toContain(contract.tel.slice(-4))
  for (const secret of ['極秘', '契約書.pdf', '山田', contract.tel]) expect(page.html).not.toContain(secret)
})
