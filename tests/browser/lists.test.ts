import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { aCaller, aFullDraft } from '../web-api/caller.ts'
import { fitsTheWidth, openChromium, tabTo } from './visitor.ts'

let server: TestServer
let browser: Browser
let documentId: string
beforeAll(async () => {
  server = await startTestServer()
  const sender = await aCaller(server.url, server.clientId)
  for (const [title, amount] of [
    ['売買契約書', 1_000_000],
    ['業務委託契約書', 250_000],
  ] as const) {
    const drafted = await aFullDraft(sender, { name: '佐藤 次郎', email: 'jiro@example.com' })
    documentId = drafted.id
    await sender.call('PUT', drafted.path, { form: { title } })
    const json = { counterparty: '青空商事', contract_at: '2026-04-01', amount }
    await sender.call('PUT', `${drafted.path}/attribute`, { json })
    await sender.call('POST', drafted.path)
  }
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await server.close()
})

async function signedIn({ width, scripts = true }: { width: number; scripts?: boolean }): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height: 740 },
    locale: 'ja-JP',
    reducedMotion: 'reduce',
    javaScriptEnabled: scripts,
  })
  const page = await context.newPage()
  await page.goto(`${server.url}/console/sign-in`)
  await page.fill('[name=email]', server.email)
  await page.fill('[name=password]', server.password)
  await page.keyboard.press('Enter')
  await page.waitForSelector('.rail')
  await page.goto(`${server.url}/console/documents`)
  return page
}

const titles = (page: Page) => page.locator('.row-title').allTextContents()

describe('the lists in Chromium', () => {
  test('are searched, filtered and acted on with the keyboard only', async () => {
    const page = await signedIn({ width: 1280 })
    await tabTo(page, '#q')
    await page.keyboard.type('契約')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=%E5/)
    expect(await titles(page)).toEqual(['業務委託契約書', '売買契約書'])
    await tabTo(page, '.find-more summary')
    await page.keyboard.press('Enter')
    await tabTo(page, '#min')
    await page.keyboard.type('500,000')
    await page.keyboard.press('Enter')
    await page.waitForURL(/min=500/)
    expect(await titles(page)).toEqual(['売買契約書'])
    await tabTo(page, 'td.choice input')
    await page.keyboard.press('Space')
    await tabTo(page, '[name=act][value=remind]')
    await page.keyboard.press('Enter')
    await page.waitForSelector('.chosen')
    expect(await page.textContent('.chosen .lead')).toContain('1件の書類の確認依頼メール')
    await tabTo(page, '.chosen button')
    await page.keyboard.press('Enter')
    await page.waitForSelector('[role=status]')
    expect(await page.textContent('[role=status]')).toContain('再送した書類（1）')
    await page.context().close()
  })

  test('work without JavaScript: columns, a correction, the register and a cancellation', async () => {
    const page = await signedIn({ width: 1280, scripts: false })
    await page.click('.columns summary')
    await page.check('[name=column_amount]')
    await page.click('.columns button')
    expect(await page.textContent('table')).toContain('250,000')
    await page.goto(`${server.url}/console/documents/${documentId}/information`)
    await page.fill('#amount', '３００，０００')
    await page.click('.information .acts button')
    expect(await page.textContent('main')).toContain('書類情報を保存しました。')
    await page.goto(`${server.url}/console/register?min=1`)
    expect(await page.textContent('main')).toContain('条件に合う取引はありません')
    await page.goto(`${server.url}/console/documents?min=300000&max=300000`)
    await page.check('td.choice input')
    await page.click('[name=act][value=cancel]')
    await page.fill('#comment', '条件が変わったため')
    await page.click('.chosen .danger')
    expect(await page.textContent('[role=status]')).toContain('取り消した書類（1）')
    await page.context().close()
  })

  test('tick a whole page from its head; whoever takes one out of it means those that are ticked', async () => {
    const page = await signedIn({ width: 1280 })
    const which = () => page.inputValue('[name=which]')
    const ticked = () => page.locator('td.choice input:checked').count()
    const all = await page.locator('td.choice input').count()
    await tabTo(page, '[data-all]')
    await page.keyboard.press('Space')
    expect([await ticked(), await which()]).toEqual([all, 'ticked'])
    await page.selectOption('[name=which]', 'page')
    await page.uncheck('td.choice input >> nth=0')
    expect([await ticked(), await which()]).toEqual([all - 1, 'ticked'])
    expect(await page.locator('[data-all]').evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true)
    await page.selectOption('[name=which]', 'page')
    expect(await ticked()).toBe(all)
    await page.click('[name=act][value=download]')
    await page.waitForSelector('.chosen')
    expect(await page.locator('.chosen-list li').count()).toBe(all)
    await page.context().close()
  })

  test.each([1280, 360])('have nothing that axe objects to, and fit the width, at %i', async (width) => {
    const page = await signedIn({ width })
    for (const path of [
      '/console/documents',
      '/console/documents?list=team&q=1111&party=a&min=abc',
      '/console/documents?q=zzz',
      '/console/register',
      '/console/register?day_from=x',
      `/console/documents/${documentId}/information`,
    ]) {
      await page.goto(`${server.url}${path}`)
      expect(await judgedByAxeInBothSchemes(page), path).toEqual({ light: [], dark: [] })
      await fitsTheWidth(page)
    }
    await page.goto(`${server.url}/console/documents`)
    await page.click('.columns summary')
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.goto(`${server.url}/console/documents`)
    await page.check('td.choice input >> nth=0')
    await page.click('[name=act][value=cancel]')
    await page.waitForSelector('.chosen')
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await fitsTheWidth(page)
    await page.context().close()
  })
})
