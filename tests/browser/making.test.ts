import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium, visit } from './visitor.ts'

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

const pdf = async (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(await contractPdf()),
})

async function signIn(page: Page): Promise<void> {
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/documents')
}

describe('making a document in Chromium', () => {
  test('choosing files is enough: they are sent, and the draft stands there with its title', async () => {
    const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
    await signIn(page)
    await page.getByRole('link', { name: '新しい書類' }).click()
    await page.setInputFiles('#uploadfile', [await pdf('賃貸借契約書.pdf'), await pdf('別紙.pdf')])
    await page.waitForURL('**/draft')
    expect(await page.inputValue('#title')).toBe('賃貸借契約書')
    expect(await page.locator('.sheets li').count()).toBe(2)

    // A refusal stays beside its file; what was added joins the list without the page being left.
    await page.fill('#message', 'よろしくお願いします')
    const broken = { name: '壊れた.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') }
    await page.setInputFiles('#uploadfile', [broken, await pdf('別紙2.pdf')])
    await page.locator('.sheets li').nth(2).waitFor()
    expect(await page.locator('.arrivals .field-error').innerText()).toContain('途中で切れています')
    expect(await page.inputValue('#message')).toBe('よろしくお願いします')
    await page.locator('[data-saved]', { hasText: '保存しました' }).waitFor()
    await page.reload()
    expect(await page.inputValue('#message')).toBe('よろしくお願いします')
    expect(faults).toEqual([])
    await leave()
  })
})
