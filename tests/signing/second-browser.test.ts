/** One person, two browsers, one code: what the code screen says is what happened. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  atTheCode,
  type Contract,
  openScene,
  passTime,
  pathOf,
  type Scene,
  stateOf,
  wrongCode,
} from './scene.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene.close())

const enter = (
  browser: Awaited<ReturnType<typeof atTheCode>>,
  { base }: Pick<Contract, 'base'>,
  code: string,
) => browser.post(`${base}/code`, { code })

test('the second browser says that no SMS went out, when one can, and that the code works here too', async () => {
  const contract = await scene.contract()
  const first = await atTheCode(scene, contract)
  const second = await atTheCode(scene, contract)
  expect(first.page.html).toContain('お送りしました')
  expect(second.page.html).not.toContain('お送りしました')
  expect(second.page.html).toMatch(
    /いま新しいSMSはお送りしていません。[0-9]{2}:[0-9]{2}にお送りした認証コードが、この画面でも使えます。/,
  )
  expect(second.page.html).toMatch(/再送できるまで あと(2[0-9]|30)秒/)
  expect(await scene.texts(contract.tel)).toHaveLength(1)

  await enter(second, contract, await scene.code(contract.tel))
  expect(second.page.path).toBe(`${contract.base}/review`)
})

test('the session that asked ends, and its browser is told why', async () => {
  const contract = await scene.contract()
  const first = await atTheCode(scene, contract)
  const second = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  await enter(second, contract, code)
  const late = await enter(first, contract, code)
  expect([late.status, stateOf(late.html)]).toEqual([403, 'session_replaced'])
  await first.get(`${contract.base}/code`)
  expect(stateOf(first.page.html)).toBe('session_replaced')
  await first.get(contract.base)
  expect(first.page.html).toContain('name="tel"')
})

test('tries are counted together, whichever browser they come from', async () => {
  const contract = await scene.contract()
  const first = await atTheCode(scene, contract)
  const second = await atTheCode(scene, contract)
  const wrong = wrongCode(await scene.code(contract.tel))
  for (const [browser, left] of [
    [first, 4],
    [second, 3],
    [first, 2],
    [second, 1],
  ] as const) {
    expect((await enter(browser, contract, wrong)).html).toContain(`あと${left}回入力できます。`)
  }
  await enter(first, contract, wrong)
  for (const browser of [first, second]) {
    await browser.get(`${contract.base}/code`)
    expect(browser.page.html.includes('使えなくなりました') || browser.page.html.includes('まだSMSを')).toBe(
      true,
    )
    expect(browser.page.html).toMatch(/<input[^>]*id="code"[^>]* disabled/)
  }
})

test('another URL of the same person has no code yet, and says so instead of claiming one', async () => {
  const contract = await scene.contract()
  await atTheCode(scene, contract)
  const base = await pathOf(contract.sent)
  const second = await atTheCode(scene, { base, tel: contract.tel })
  expect(second.page.html).toContain('この画面からは、まだSMSをお送りしていません。')
  expect(second.page.html).toMatch(/送信できるまで あと(2[0-9]|30)秒/)
  expect(second.page.html).not.toContain('お送りしました')
  const code = await scene.code(contract.tel)
  const refused = await enter(second, { base }, code)
  expect(refused.status).toBe(422)
  await passTime(scene, contract.sent.participants, 60)
  await second.post(`${base}/code/resend`)
  await enter(second, { base }, await scene.code(contract.tel, 2))
  expect(second.page.path).toBe(`${base}/review`)
})

test('after five wrong codes the field is off and the page leads to a new code, also after reload; never "0"', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const wrong = wrongCode(await scene.code(contract.tel))
  for (let tries = 0; tries < 5; tries++) await enter(browser, contract, wrong)
  for (const look of ['answer', 'reload', 'another press']) {
    if (look === 'reload') await browser.get(`${contract.base}/code`)
    if (look === 'another press') await enter(browser, contract, wrong)
    const { html } = browser.page
    expect(html, look).toMatch(
      /id="code-error"[\s\S]*間違いが5回になったため、この認証コードは使えなくなりました/,
    )
    expect(html, look).not.toMatch(/あと0回|有効期間が過ぎました/)
    expect(html, look).toMatch(/<input[^>]*id="code"[^>]* disabled/)
    expect(html, look).toMatch(/<button class="button primary"[^>]*id="resend"/)
  }
  await passTime(scene, contract.sent.participants, 31)
  await browser.post(`${contract.base}/code/resend`)
  expect(browser.page.html).not.toMatch(/ disabled/)
  await enter(browser, contract, await scene.code(contract.tel, 2))
  expect(browser.page.path).toBe(`${contract.base}/review`)
})

test('a code that ran out is told as that, and its field is off', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const code = await scene.code(contract.tel)
  await passTime(scene, contract.sent.participants, 301)
  for (const look of ['pdfWorker', 'reload']) {
    if (look === 'pdfWorker') await enter(browser, contract, code)
    else await browser.get(`${contract.base}/code`)
    expect(browser.page.html, look).toContain('コードの有効期間が過ぎました')
    expect(browser.page.html, look).toMatch(/<input[^>]*id="code"[^>]* disabled/)
  }
})

test('the whole SMS may be pasted', async () => {
  const contract = await scene.contract()
  const browser = await atTheCode(scene, contract)
  const [sms = ''] = await scene.texts(contract.tel)
  await enter(browser, contract, sms.replaceAll('\n', ''))
  expect(browser.page.path).toBe(`${contract.base}/review`)
})

test('six papers in one sitting, each with a code of its own, and the eleventh of a day', async () => {
  const contract = await scene.contract()
  const { tel } = contract
  for (let paper = 1; paper <= 11; paper++) {
    const next = paper === 1 ? contract : await scene.contract({ recipients: [{ name: '山田', tel }] })
    const browser = await atTheCode(scene, next)
    await enter(browser, next, await scene.code(tel, paper))
    expect(browser.page.path, `paper ${paper}`).toBe(`${next.base}/review`)
  }
})
