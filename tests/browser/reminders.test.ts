import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, tabTo, type Visitor, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let visitor: Visitor
let page: Page
let path: string

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const { body } = await integrator.call('POST', '/documents', { title: '業務委託契約書' })
  await integrator.upload(body.id, await contractPdf(), '業務委託契約書.pdf')
  const person = { name: '山田 花子', organization: '山田商店', email: 'hanako@example.jp' }
  await integrator.call('POST', `/documents/${body.id}/participants`, person)
  await integrator.call('POST', `/documents/${body.id}`)
  path = `/console/documents/${body.id}`
  browser = await openChromium()
  visitor = await visit(browser, { viewport: { width: 1280, height: 800 } })
  page = visitor.page
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Right at both sizes and in both schemes; with PICTURES set, kept as pictures to look at. */
async function judge(name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [360, 740],
  ] as const) {
    await page.setViewportSize({ width, height })
    await fitsTheWidth(page)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.emulateMedia({ colorScheme: 'light' })
    const { PICTURES } = process.env
    if (PICTURES === undefined) continue
    await mkdir(PICTURES, { recursive: true })
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('the plan of a document is chosen by keyboard alone, and stands on its page', async () => {
  await page.goto(server.url + path)
  await tabTo(page, 'a[href$="/reminders"]')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/reminders')
  await judge('reminders-off')
  await tabTo(page, '#choice-none')
  await page.keyboard.press('ArrowDown')
  await page.locator('#reminder_first').waitFor()
  await tabTo(page, '#reminder_first')
  await page.keyboard.type('12')
  await page.keyboard.press('Enter')
  await page.locator('#reminder_first-error').waitFor()
  await judge('reminders-wrong')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('reminder_first')
  await page.fill('#reminder_first', '4')
  await page.keyboard.press('Enter')
  await page.waitForURL('**?done=reminders')
  expect(await page.locator('main').innerText()).toContain('確認依頼の4日後から3日ごと、3回まで')
  await judge('reminders-document')
  expect(visitor.faults).toEqual([])
})

test('the team’s settings show a plan where it is switched on', async () => {
  await page.goto(`${server.url}/console/settings`)
  expect(await page.locator('#reminder_first').isVisible()).toBe(false)
  await page.check('#reminders')
  expect(await page.locator('#reminder_first').isVisible()).toBe(true)
  await judge('reminders-settings')
  await page.click('#part-reminders .acts button')
  await page.waitForURL('**?done=saved*')
  expect(await page.isChecked('#reminders')).toBe(true)
})
