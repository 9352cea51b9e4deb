import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium } from './visitor.ts'

let server: TestServer
let browser: Browser
let documentId: string

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const title = '業務委託基本契約書（システム開発および保守に関する一切の業務）'
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    title,
    recipients: [{ name: '山田 花子', organization: '株式会社みなと商事', tel }],
  })
  await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
  await waitForStatus(sent, 2)
  documentId = sent.documentId
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server.close()
})

async function visitor(options: {
  width: number
  scripts?: boolean
}): Promise<{ page: Page; faults: string[] }> {
  const context = await browser.newContext({
    viewport: { width: options.width, height: 740 },
    locale: 'ja-JP',
    // A colour that is on its way to another is none that axe could judge.
    reducedMotion: 'reduce',
    javaScriptEnabled: options.scripts ?? true,
  })
  const page = await context.newPage()
  const faults: string[] = []
  page.on('console', (message) => {
    if (/Content Security Policy|Refused to/i.test(message.text())) faults.push(message.text())
  })
  page.on('pageerror', (error) => faults.push(error.message))
  return { page, faults }
}

/** Only with the keyboard: presses Tab until the focus is on what `selector` names. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${selector}`)
}

describe('the console in Chromium', () => {
  test('is walked with the keyboard only: in, to a document, to a new client id, out', async () => {
    const { page, faults } = await visitor({ width: 1280 })
    await page.goto(`${server.url}/console`)
    // What is typed before the field has the focus goes nowhere.
    await page.waitForFunction(() => document.activeElement?.id === 'email')
    await page.keyboard.type(server.email)
    await tabTo(page, '#password')
    await page.keyboard.type(server.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/home')
    await page.goto(`${server.url}/console/documents`)

    await page.keyboard.press('/')
    await page.keyboard.type('業務委託')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/documents?q=*')
    await tabTo(page, `a[href="/console/documents/${documentId}"]`)
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/console/documents/${documentId}`)

    await tabTo(page, 'a[href="/console/clients"]')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/clients')
    await tabTo(page, '#label')
    await page.keyboard.type('鍵盤だけ')
    await page.keyboard.press('Enter')
    await page.waitForSelector('#client-id')
    expect(await page.inputValue('#client-id')).toMatch(/^[A-Za-z0-9_-]{32}$/)
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('client-id')
    await tabTo(page, '.self summary')
    await page.keyboard.press('Enter')
    await tabTo(page, 'form[action="/console/sign-out"] button')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/sign-in*')
    expect(faults).toEqual([])
    await page.context().close()
  })

  const judged = [360, 1280]

  test.each([
    320, 360, 768, 1280,
  ])('no section is wider than a screen of %i pixels, and axe finds nothing on a phone and a desktop', async (width) => {
    const { page, faults } = await visitor({ width })
    await page.goto(`${server.url}/console`)
    if (judged.includes(width)) expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.fill('#email', server.email)
    await page.fill('#password', server.password)
    await page.click('main button')
    await page.waitForURL('**/console/home')
    const sections = ['documents', `documents/${documentId}`, 'templates', 'clients', 'settings', 'mails']
    for (const lang of ['en', 'ja']) {
      await page.goto(`${server.url}/console/documents?lang=${lang}`)
      for (const section of sections) {
        await page.goto(`${server.url}/console/${section}`)
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
        expect(`${section} ${lang} ${over}`).toBe(`${section} ${lang} 0`)
        const headings = await page.locator('h1').count()
        expect(headings).toBe(1)
        if (judged.includes(width))
          expect(await judgedByAxeInBothSchemes(page), section).toEqual({ light: [], dark: [] })
      }
    }
    if (judged.includes(width)) {
      await page.goto(`${server.url}/console/settings`)
      await page.fill('#return_url', 'http://example.jp/')
      await page.click('#part-embedding .acts button')
      await page.locator('#return_url-error').waitFor()
      expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    }
    await page.goto(`${server.url}/verify`)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBe(0)
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('works without scripts: settings are saved, a wrong return URL is told beside its field', async () => {
    const { page } = await visitor({ width: 360, scripts: false })
    await page.goto(`${server.url}/console/settings`)
    await page.fill('#email', server.email)
    await page.fill('#password', server.password)
    await page.click('main button')
    await page.fill('#return_url', 'http://example.jp/')
    await page.click('#part-embedding .acts button')
    expect(await page.locator('#return_url-error').isVisible()).toBe(true)
    expect(await page.inputValue('#return_url')).toBe('http://example.jp/')
    await page.fill('#return_url', 'https://example.jp/done?a=1')
    await page.click('#part-embedding .acts button')
    await page.waitForURL('**/settings?done=saved*')
    expect(await page.locator('[role="status"]').count()).toBe(1)
    await page.context().close()
  })
})
