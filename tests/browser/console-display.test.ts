import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxe, judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { freshTel, sendDocument, signInIntegrator } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { fitsTheWidth, openChromium, visit } from './visitor.ts'

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  const integrator = await signInIntegrator(server.url, server.clientId)
  for (const title of ['一つ目の契約書', '二つ目の契約書']) {
    const recipients = [{ name: '山田 花子', tel: freshTel() }]
    await sendDocument(integrator, { pdf: await contractPdf(), title, recipients })
  }
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function enter(page: Page, path = '/console/documents'): Promise<void> {
  await page.goto(`${server.url}${path}`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL(`**${path}`)
}

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
const washi = 'rgb(251, 250, 247)'
const night = 'rgb(21, 25, 28)'
const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent ?? '')

describe('the colours of the console', () => {
  test.each([
    { width: 360, height: 740 },
    { width: 1280, height: 800 },
  ])('are the device’s, or always the chosen ones, at $width px', async (viewport) => {
    const { page, faults, leave } = await visit(browser, { viewport, colorScheme: 'dark' })
    await enter(page, '/console/display')
    expect(await ground(page)).toBe(night)
    await page.getByLabel('明るい').check()
    await page.click('.save-bar button')
    await page.waitForURL('**/display?done=saved')
    expect(await ground(page)).toBe(washi)
    expect(await page.getByLabel('明るい').isChecked()).toBe(true)
    await page.getByLabel('暗い').check()
    await page.click('.save-bar button')
    await page.waitForURL('**/display?done=saved')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await page.goto(`${server.url}/console/documents`)
      expect(await ground(page)).toBe(night)
      expect(await judgedByAxe(page)).toEqual([])
    }
    await page.goto(`${server.url}/console/display`)
    await page.getByLabel('端末の設定に合わせる').check()
    await page.click('.save-bar button')
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await ground(page)).toBe(washi)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await fitsTheWidth(page)
    expect(faults).toEqual([])
    await leave()
  })

  test('are chosen without scripts too, and what no browser would send is as good as nothing', async () => {
    const member = await enterConsole(server)
    await member.get('/console/display')
    const after = await member.post('/console/display', { scheme: 'dark', keys: '' })
    expect(after.html).toMatch(/<link rel="stylesheet" media="screen" href="[^"]*dark-[^"]+\.css"/)
    expect(after.html).not.toContain('data-keys')
    const wild = await member.post('/console/display', { scheme: '"><script>', keys: '1' })
    expect(wild.html).toContain('content="light dark"')
    expect(wild.html).toContain('data-keys="on"')
  })
})

describe('the keys of the console', () => {
  test('lead to sections, to the search, along the rows, to a new document', async () => {
    const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
    await enter(page)
    await page.keyboard.press('j')
    expect(await focused(page)).toContain('二つ目')
    await page.keyboard.press('j')
    expect(await focused(page)).toContain('一つ目')
    await page.keyboard.press('j')
    expect(await focused(page)).toContain('一つ目')
    await page.keyboard.press('k')
    await page.keyboard.press('Enter')
    await page.waitForURL(/documents\/[0-9a-f]{32}$/)
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await page.waitForURL('**/console/templates')
    await page.keyboard.press('g')
    await page.keyboard.press('z')
    await page.keyboard.press('g')
    await page.keyboard.press('d')
    await page.waitForURL('**/console/documents')
    await page.keyboard.press('/')
    await page.keyboard.type('n?gt')
    expect(await page.inputValue('#q')).toBe('n?gt')
    await page.locator('#q').blur()
    await page.keyboard.press('n')
    await page.waitForURL('**/console/documents/new')
    expect(faults).toEqual([])
    await leave()
  })

  test('are listed in a sheet that opens over any page and gives the focus back', async () => {
    const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
    await enter(page)
    await page.keyboard.press('j')
    await page.keyboard.press('?')
    const sheet = page.locator('dialog.key-sheet')
    await sheet.waitFor()
    expect(await sheet.innerText()).toContain('「書類」へ移動')
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.keyboard.press('n')
    expect(page.url()).toMatch(/\/console\/documents$/)
    await page.keyboard.press('Escape')
    await expect.poll(() => sheet.count()).toBe(0)
    expect(await focused(page)).toContain('二つ目')
    expect(faults).toEqual([])
    await leave()
  })

  test('do nothing once they are switched off', async () => {
    const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
    await enter(page, '/console/display')
    await page.getByLabel('キー操作を使う').uncheck()
    await page.click('.save-bar button')
    await page.waitForURL('**/display?done=saved')
    await page.locator('h1').click()
    for (const key of ['?', 'n', 'g', 'd', '/', 'j']) await page.keyboard.press(key)
    // What a key would have begun has ended by the time that the next page is there.
    await page.click('.rail [data-go="t"]')
    await page.waitForURL('**/console/templates')
    expect(await page.locator('dialog').count()).toBe(0)
    await leave()
  })
})

describe('the console on paper', () => {
  test('is ink on white without the rail, whatever was chosen for the screen', async () => {
    const { page, leave } = await visit(browser, {
      viewport: { width: 1280, height: 800 },
      colorScheme: 'dark',
    })
    await enter(page)
    await page.locator('.row-title').first().click()
    await page.waitForURL(/documents\/[0-9a-f]{32}$/)
    await page.emulateMedia({ media: 'print' })
    expect(await ground(page)).toBe('rgb(255, 255, 255)')
    expect(await page.locator('.rail').isVisible()).toBe(false)
    expect(await page.locator('main .button:visible').count()).toBe(0)
    expect(await page.locator('.timeline li').first().isVisible()).toBe(true)
    const soft = page.locator('.timeline p').first()
    expect(await soft.evaluate((each) => getComputedStyle(each).color)).toBe('rgb(91, 100, 107)')
    await leave()
  })
})
