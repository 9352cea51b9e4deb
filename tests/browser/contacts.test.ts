/** The address book in Chromium: completed by keyboard and by touch while a name is typed. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, picture, signInByKeyboard, visit } from './visitor.ts'

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

test('offers people of earlier documents, chosen by arrow keys or by a tap, and nothing unasked', async () => {
  for (const [round, options] of [
    { viewport: { width: 1280, height: 800 } },
    { viewport: { width: 360, height: 740 }, hasTouch: true },
  ].entries()) {
    const { page, faults, leave } = await visit(browser, options)
    await signInByKeyboard(page, server, 'ja')
    const begin = async () => {
      await page.goto(`${server.url}/console/documents/new`)
      const file = {
        name: '契約書.pdf',
        mimeType: 'application/pdf',
        buffer: Buffer.from(await contractPdf()),
      }
      await page.setInputFiles('input[type=file]', file)
      await page.waitForURL('**/draft**')
    }
    if (round === 0) {
      await begin()
      await page.fill('#name', '山田 花子')
      await page.fill('#organization', '株式会社みなと商事')
      await page.fill('#tel', '09012345678')
      await page.getByRole('button', { name: '宛先に追加する' }).click()
      await page.locator('.lineup strong', { hasText: '山田' }).waitFor()
      await page.goto(page.url().replace(/\/draft.*$/, '/send'))
      await page.click('#send')
      await page.waitForURL('**done=sent**')
    }
    await begin()
    const name = page.locator('#name')
    await name.pressSequentially('みなと')
    const option = page.getByRole('option')
    await option.waitFor()
    expect(await name.getAttribute('aria-expanded')).toBe('true')
    await fitsTheWidth(page)
    await picture(page, `contacts-${round}`)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.emulateMedia({ colorScheme: 'light' })
    if (round === 0) {
      await page.keyboard.press('Escape')
      expect(await name.getAttribute('aria-expanded')).toBe('false')
      expect(await name.inputValue()).toBe('みなと')
      await page.keyboard.type('商')
      await option.waitFor()
      await page.keyboard.press('ArrowDown')
      expect(await name.getAttribute('aria-activedescendant')).toBe('people-offered-0')
      await page.keyboard.press('Enter')
    } else await option.tap()
    expect(await name.inputValue()).toBe('山田 花子')
    expect(await page.inputValue('#organization')).toBe('株式会社みなと商事')
    expect(await page.inputValue('#tel')).toBe('09012345678')
    expect(await page.locator('.lineup strong').count()).toBe(0)
    await page.goto(`${server.url}/console/contacts`)
    await fitsTheWidth(page)
    await picture(page, `contacts-book-${round}`)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    expect(faults).toEqual([])
    await leave()
  }
})
