/** The virtual mailbox shows a mail as a mail program would, and its button leads to the document. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, screen, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const { body } = await integrator.call('POST', '/documents', { title: '業務委託契約書' })
  await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
  const recipient = { name: '山田 花子', email: 'hanako@example.jp' }
  await integrator.call('POST', `/documents/${body.id}/participants`, recipient)
  await integrator.call('POST', `/documents/${body.id}`)
  await until('the mail arrives', async () => (await server.mails()).length > 0)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

test.each([
  [360, 740],
  [1280, 800],
])('a request is read and followed at %i × %i, and nothing in it is blocked or wider', async (width, height) => {
  const visitor = await visit(browser, { viewport: { width, height } })
  const { page } = visitor
  await page.goto(`${server.url}/playground/mail`)
  await page.click('.mail-list a')
  const letter = page.frameLocator('.mail-html')
  await letter.getByText('書類の確認依頼が届いています').waitFor()
  expect(await letter.locator('html').evaluate((html) => html.scrollWidth <= html.clientWidth)).toBe(true)
  await fitsTheWidth(page)
  await screen(page, `mailbox-${width}`)
  const [opened] = await Promise.all([
    page.waitForEvent('popup'),
    letter.getByRole('link', { name: '内容を確認する' }).click(),
  ])
  await opened.waitForLoadState()
  expect(opened.url()).toMatch(/\/s\/[\w-]+/)
  expect(await opened.title()).toBe('書類を開く | つばめ不動産')
  // What the test itself asks of the frame is a script to the browser.
  expect(visitor.faults.filter((each) => !each.startsWith('Blocked script execution'))).toEqual([])
  await visitor.leave()
})

test('axe finds nothing in the letter, light and dark, on a phone', async () => {
  const { page, leave } = await visit(browser)
  await page.goto(`${server.url}/playground/mail`)
  const path = await page.getAttribute('.mail-list a', 'href')
  const html = await (await fetch(`${server.url}${path}/html`)).text()
  // The letter by itself: its frame lets no script in, and axe is one.
  await page.goto('about:blank')
  await page.setContent(html)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await fitsTheWidth(page)
  await leave()
})
