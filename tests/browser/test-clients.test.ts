/** Test clients at the console in a browser: made there, their documents and messages found again, in both sizes. */
import { createHash } from 'node:crypto'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import {
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { openChromium, signInByKeyboard, visit } from './visitor.ts'

const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
]

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

/** The picture, where somebody wants to look at it. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_CLIENT_PICTURES
  const { width } = page.viewportSize() ?? { width: 0 }
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
}

async function isInOrder(page: Page): Promise<void> {
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await page.emulateMedia({ colorScheme: 'light' })
  const wider = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(wider).toBe(false)
}

async function documentsOf(integrator: Integrator): Promise<Sent> {
  const pdf = await contractPdf()
  const tel = '07000000001'
  const wanted = { pdf, title: '賃貸借契約書（テスト）', recipients: [{ name: '山田 花子', tel }] }
  const concluded = await sendDocument(integrator, wanted)
  await consent(await proveThePhone(await signingUrl(concluded), tel, async () => '000000'))
  await waitForStatus(concluded, 2)
  const { body } = await integrator.call('POST', '/documents', { title: '覚書（テスト）' })
  await integrator.upload(body.id, pdf, '覚書.pdf')
  const people = { name: '山田 花子', email: 'hanako@example.jp' }
  await integrator.call('POST', `/documents/${body.id}/participants`, people)
  await integrator.call('POST', `/documents/${body.id}`)
  return concluded
}

test('one is made by keyboard, and its documents, SMS and mails are found again', async () => {
  const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await signInByKeyboard(page, server)
  await page.goto(`${server.url}/console/clients`)
  await page.focus('#label')
  await page.keyboard.type('予約サイト テスト')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await keep(page, 'form')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForSelector('#client-id')
  const clientId = await page.inputValue('#client-id')
  expect(clientId).toMatch(/^test_/)
  expect(await page.locator('main').innerText()).toContain('テスト用のクライアントID')
  const integrator = await signInIntegrator(server.url, clientId)
  const sent = await documentsOf(integrator)
  await integrator.call('POST', '/test/clock', { document_id: sent.documentId, days: '11' })
  const { bytes } = await integrator.download(`/documents/${sent.documentId}/files/${sent.fileId}`)
  const real = await signInIntegrator(server.url, server.clientId)
  await real.call('POST', '/documents', { title: '業務委託契約書' })
  await until('the mail', async () => {
    await page.goto(`${server.url}/console/test-messages?kind=mail`)
    return (await page.locator('main').innerText()).includes('hanako@example.jp')
  })
  for (const viewport of sizes) {
    await page.setViewportSize(viewport)
    for (const [name, path] of [
      ['clients', '/console/clients'],
      ['documents', '/console/documents'],
      ['document', `/console/documents/${sent.documentId}`],
      ['sms', '/console/test-messages'],
      ['mail', '/console/test-messages?kind=mail'],
      ['verify', `/verify?sha256=${createHash('sha256').update(bytes).digest('hex')}`],
    ] as const) {
      await page.goto(`${server.url}${path}`)
      if (name === 'mail') await page.locator('summary').first().press('Enter')
      await isInOrder(page)
      await keep(page, name)
    }
  }
  expect(await page.locator('.verdict').innerText()).toContain('【テスト】')
  await page.goto(`${server.url}/console/documents`)
  await page.getByRole('link', { name: '隠す', exact: true }).press('Enter')
  await page.waitForURL('**/console/documents?tests=hidden')
  const hidden = await page.locator('main').innerText()
  expect(hidden).toContain('業務委託契約書')
  expect(hidden).not.toContain('（テスト）')
  await leave()
})
