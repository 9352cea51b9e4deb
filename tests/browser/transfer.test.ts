import { mkdir } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, tabTo, type Visitor, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let visitor: Visitor
let page: Page
let link = ''
let documentId = ''

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const form = { title: '業務委託基本契約書', can_transfer: 'true', message: 'ご確認をお願いいたします。' }
  const { body } = await integrator.call('POST', '/documents', form)
  documentId = body.id
  await integrator.upload(body.id, await contractPdf(), '業務委託基本契約書.pdf')
  const person = { name: '山田 花子', organization: '山田商店', email: 'hanako@example.jp' }
  await integrator.call('POST', `/documents/${body.id}/participants`, person)
  await integrator.call('POST', `/documents/${body.id}`)
  await until('the request arrived', async () => (await server.mails()).length > 0)
  link = /http\S+\/s\/\S+/.exec((await server.mails())[0]?.text ?? '')?.[0] ?? ''
  browser = await openChromium()
  visitor = await visit(browser)
  page = visitor.page
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

/** Right at both sizes and in both schemes; with PICTURES set, kept as pictures to look at. */
async function judge(name: string, at = page): Promise<void> {
  for (const [width, height] of [
    [1280, 800],
    [360, 740],
  ] as const) {
    await at.setViewportSize({ width, height })
    await fitsTheWidth(at)
    expect(await judgedByAxeInBothSchemes(at)).toEqual({ light: [], dark: [] })
    await at.emulateMedia({ colorScheme: 'light' })
    const { PICTURES } = process.env
    if (PICTURES === undefined) continue
    await mkdir(PICTURES, { recursive: true })
    await at.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: name !== 'transfer-review' })
  }
}

test('a recipient passes the document on by keyboard alone, and the sender reads who did, and to whom', async () => {
  await page.goto(link)
  await page.click('main button')
  await page.waitForURL('**/review')
  await page.locator('#read-end, #consent').first().waitFor()
  await judge('transfer-review')
  await tabTo(page, 'a.transfer-link')
  await page.keyboard.press('Enter')
  await page.waitForURL('**/transfer')
  await judge('transfer-form')
  await tabTo(page, '#email')
  await page.keyboard.type('hanako@example.jp')
  await page.keyboard.press('Enter')
  await page.locator('#email-error').waitFor()
  await judge('transfer-wrong')
  expect(await page.evaluate(() => document.activeElement?.id)).toBe('email')
  await page.fill('#email', 'suzuki@example.jp')
  await page.fill('#name', '鈴木 一郎')
  await page.fill('#organization', '法務部')
  await page.fill('#message', 'お疲れさまです。\nこちらの契約の確認をお願いします。')
  await tabTo(page, 'main form .button.primary')
  await page.keyboard.press('Enter')
  await page.locator('form[action$="/transfer/send"]').waitFor()
  await judge('transfer-confirm')
  await tabTo(page, '.button.quiet')
  await page.keyboard.press('Enter')
  await page.locator('#email').waitFor()
  expect(await page.inputValue('#message')).toBe('お疲れさまです。\nこちらの契約の確認をお願いします。')
  await page.click('main form .button.primary')
  await page.locator('main form .button.primary').click()
  await page.waitForURL('**/transferred')
  await judge('transfer-done')
  await page.goto(link)
  await judge('transfer-old-link')
  expect(visitor.faults).toEqual([])

  const member = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await member.page.goto(`${server.url}/console/sign-in`)
  await member.page.fill('#email', server.email)
  await member.page.fill('#password', server.password)
  await member.page.click('main button')
  await member.page.waitForURL('**/console/home')
  await member.page.goto(`${server.url}/console/documents/${documentId}`)
  expect(await member.page.locator('main').innerText()).toContain(
    '山田 花子さんが鈴木 一郎さんに転送しました',
  )
  await judge('transfer-console', member.page)
  await member.leave()
})
