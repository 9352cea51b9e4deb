import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshTel } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, inkOf, openChromium, readToTheEnd, screen, tabTo, visit } from './visitor.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const sizes = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'desktop', width: 1280, height: 800 },
] as const

/** The demo site's form, filled and sent; ends on the first screen. */
async function apply(page: Page, tel: string): Promise<void> {
  await page.goto(`${server.url}/playground`)
  await page.locator('a[href^="/playground/apply?flat="]').first().click()
  await page.fill('[name=name]', '佐藤 ひかり')
  await page.fill('[name=tel]', tel)
  await page.fill('[name=move_in]', (await page.getAttribute('[name=move_in]', 'min')) ?? '')
}

/** Reads the code as a person would: on the virtual phone, in another tab. */
async function codeOnThePhone(page: Page, tel: string): Promise<string> {
  const phone = await page.context().newPage()
  try {
    for (let looks = 0; looks < 50; looks++) {
      await phone.goto(`${server.url}/playground/phone?to=${tel}`)
      const code = /認証コード\D*([0-9]{6})/.exec(await phone.innerText('body'))?.[1]
      if (code !== undefined) return code
      await phone.waitForTimeout(100)
    }
    throw new Error('no code on the phone')
  } finally {
    await phone.close()
  }
}

test.each(
  sizes,
)('the playground is walked at $width×$height, from the flat to the concluded contract', async ({
  name,
  width,
  height,
}) => {
  const { page, faults, leave } = await visit(browser, { viewport: { width, height } })
  const tel = freshTel()
  const shot = async (number: string) => {
    await fitsTheWidth(page)
    await screen(page, `${name}-${number}`)
  }
  await page.goto(`${server.url}/playground`)
  await shot('01-demo-site')
  await apply(page, tel)
  await shot('02-application')
  await page.click('form button[type=submit]')
  await page.waitForURL('**/s/*')
  await shot('03-phone-number')
  await page.fill('#tel', '09000000000')
  await page.click('form .button.primary')
  await page.locator('#tel-error').waitFor()
  await shot('04-phone-number-mismatch')
  await page.fill('#tel', tel)
  await page.click('form .button.primary')
  await page.waitForURL('**/code')
  await shot('05-code')
  const phone = await page.context().newPage()
  await phone.goto(`${server.url}/playground/phone?to=${tel}`)
  await phone.waitForTimeout(300)
  await phone.reload()
  await screen(phone, `${name}-06-virtual-phone`)
  await phone.close()
  const code = await codeOnThePhone(page, tel)
  await page.fill('#code', String((Number(code) + 1) % 1_000_000).padStart(6, '0'))
  await page.click('#code-form .button.primary')
  await page.locator('#code-error').waitFor()
  await shot('07-code-wrong')
  await page.fill('#code', code)
  await page.click('#code-form .button.primary')
  await page.waitForURL('**/review')

  await page.locator('.paper.drawn').first().waitFor()
  expect(await inkOf(page)).toBeGreaterThan(0.005)
  expect(await page.locator('.text-layer').first().innerText()).toContain('賃貸借')
  await shot('08-review')

  await readToTheEnd(page)
  // Pressed too early: it leads to what is missing, and no dialog opens.
  await expect.poll(() => page.innerText('#bar-state')).toMatch(/[0-9]件/)
  await page.click('#consent')
  expect(await page.locator('#confirm[open]').count()).toBe(0)
  await shot('09-review-missing')
  const marks = page.locator('button.mark')
  const many = await marks.count()
  expect(many).toBeGreaterThanOrEqual(2)
  for (let index = 0; index < many; index++) {
    const mark = marks.nth(index)
    const kind = (await mark.getAttribute('class')) ?? ''
    await mark.click()
    if (kind.includes('checkbox')) continue
    await page.fill('.fill-sheet input', kind.includes('seal') ? '佐藤' : '東京都港区芝1-2-3')
    if (kind.includes('seal')) await shot('10-seal')
    await page.click('.fill-sheet .button.primary')
  }
  await expect.poll(() => page.innerText('#bar-state')).not.toMatch(/[0-9]件/)
  await shot('11-review-filled')
  await page.click('#consent')
  await page.locator('#confirm[open]').waitFor()
  await shot('12-confirm')
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  await page.locator('#outcome[data-outcome=concluded]').waitFor()
  await shot('13-done')
  await page.click('#next')
  await page.waitForURL((url) => url.hostname === 'localhost')
  expect(await page.innerText('main')).toMatch(/契約/)
  await fitsTheWidth(page)
  await screen(page, `${name}-14-back-at-the-site`)
  expect(await page.locator('a[href$="contract.pdf"]').count()).toBe(1)
  expect(faults).toEqual([])
  await leave()
})

test('the same without JavaScript', async () => {
  const { page, leave } = await visit(browser, { javaScriptEnabled: false })
  const tel = freshTel()
  await apply(page, tel)
  await page.click('form button[type=submit]')
  await page.waitForURL('**/s/*')
  await page.fill('#tel', tel)
  await page.click('form .button.primary')
  await page.waitForURL('**/code')
  await page.fill('#code', await codeOnThePhone(page, tel))
  await page.click('#code-form .button.primary')
  await page.waitForURL('**/review')
  expect(await page.locator('a[data-file]').count()).toBe(1)
  await page.click('#consent')
  expect(await page.locator('[aria-invalid=true]').count()).toBeGreaterThan(0)
  await screen(page, 'noscript-1-missing')
  for (const input of await page.locator('#inputs input[type=text]').all()) await input.fill('佐藤')
  for (const box of await page.locator('#inputs input[type=checkbox]').all()) await box.check()
  await page.click('#save')
  await page.locator('.seal-preview svg').first().waitFor()
  await fitsTheWidth(page)
  await page.locator('.seal-preview').first().scrollIntoViewIfNeeded()
  await screen(page, 'noscript-2-saved')
  await page.click('#consent')
  await page.waitForURL('**/confirm')
  await screen(page, 'noscript-3-confirm')
  await page.click('main .button.primary')
  await page.waitForURL('**/done')
  await page.click('#next')
  await page.waitForURL((url) => url.hostname === 'localhost')
  expect(await page.locator('a[href$="contract.pdf"]').count()).toBe(1)
  await leave()
})

test('the same with the keyboard alone', async () => {
  const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  const tel = freshTel()
  await apply(page, tel)
  await page.click('form button[type=submit]')
  await page.waitForURL('**/s/*')
  await tabTo(page, '#tel')
  await page.keyboard.type(tel)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/code')
  await tabTo(page, '#code')
  await page.keyboard.type(await codeOnThePhone(page, tel))
  await page.keyboard.press('Enter')
  await page.waitForURL('**/review')
  await page.locator('.paper.drawn').first().waitFor()
  if (await page.locator('#read-end').isVisible()) {
    await tabTo(page, '#read-end')
    await page.keyboard.press('Enter')
    await page.locator('#consent:focus').waitFor()
  }
  await expect.poll(() => page.innerText('#bar-state')).toMatch(/[0-9]件/)
  for (let steps = 0; steps < 8; steps++) {
    if (!/[0-9]件/.test(await page.innerText('#bar-state'))) break
    await tabTo(page, '#consent')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.matches('.mark, #inputs input'))
    const checkbox = await page.evaluate(() => document.activeElement?.matches('.checkbox, [type=checkbox]'))
    await page.keyboard.press(checkbox === true ? 'Space' : 'Enter')
    if (checkbox !== true) {
      await page.locator('.fill-sheet[open]').waitFor()
      await page.keyboard.type('佐藤')
      await page.keyboard.press('Enter')
      await page
        .locator('.fill-sheet[open]')
        .waitFor({ state: 'detached' })
        .catch(() => undefined)
    }
  }
  await tabTo(page, '#consent')
  await page.keyboard.press('Enter')
  await page.locator('#confirm[open]').waitFor()
  await tabTo(page, '#confirm .button.primary')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/done')
  await tabTo(page, '#next')
  await page.keyboard.press('Enter')
  await page.waitForURL((url) => url.hostname === 'localhost')
  expect(faults).toEqual([])
  await leave()
})
