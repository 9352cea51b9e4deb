import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { freshTel, sendDocument, signInIntegrator, signingUrl } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, proveThePhone, visit } from './visitor.ts'

/** A team gives its signing pages a look: by an administrator at a desk, seen by a recipient on a phone, in both schemes. */
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

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><path d="M4 20L20 4l16 16-16 16z" fill="#0a7f5a"/><path d="M44 12h70v6H44zM44 24h52v5H44z" fill="#26323a"/></svg>'

/** The picture, where somebody wants to look at it. */
async function keep(page: Page, name: string): Promise<void> {
  const folder = process.env.LOOK_FOLDER
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true })
}

test.each([
  { width: 1280, height: 800, javaScriptEnabled: true, pale: '#1fb47f' },
  { width: 360, height: 740, javaScriptEnabled: false, pale: '#e07b00' },
])('chosen at $width px, scripts $javaScriptEnabled, and read by axe on the recipient’s pages', async ({
  javaScriptEnabled,
  pale,
  ...viewport
}) => {
  const clerk = await visit(browser, { viewport, javaScriptEnabled })
  const { page } = clerk
  await page.goto(`${server.url}/console/settings/look`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.setInputFiles('#logo', {
    name: 'logo.svg',
    mimeType: 'image/svg+xml',
    buffer: Buffer.from(logo),
  })
  await page.getByLabel('色を変える').check()
  await page.fill('#colour', pale)
  await page.getByRole('button', { name: 'プレビューする' }).click()
  await page.locator('#colour-error').waitFor()
  await keep(page, `refused-${viewport.width}`)
  const nearest = /#[0-9a-f]{6}/.exec(await page.locator('#colour-error').innerText())?.[0] ?? ''
  // The logo was all right, and is kept meanwhile.
  expect(await page.locator('.look-preview img').count()).toBe(1)
  await page.fill('#colour', nearest)
  await page.getByRole('button', { name: 'プレビューする' }).click()
  await page.getByRole('button', { name: 'この見た目にする' }).waitFor()
  await fitsTheWidth(page)
  if (javaScriptEnabled) expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await keep(page, `proposed-dark-${viewport.width}`)
  await page.emulateMedia({ colorScheme: 'light' })
  await keep(page, `proposed-${viewport.width}`)
  await page.getByRole('button', { name: 'この見た目にする' }).click()
  await page.waitForURL('**/look?done=saved')
  expect(clerk.faults).toEqual([])
  await clerk.leave()

  const integrator = await signInIntegrator(server.url, server.clientId)
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, widgets: true })
  const recipient = await visit(browser)
  const url = await signingUrl(sent)
  await recipient.page.goto(url)
  const drawn = recipient.page.locator('.sender-logo')
  expect(await drawn.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(0)
  const button = recipient.page.locator('form .button.primary')
  expect(await button.evaluate((each) => getComputedStyle(each).backgroundColor)).toBe(rgb(nearest))
  expect(await recipient.page.locator('.sender strong').innerText()).toBe('つばめ不動産')
  await fitsTheWidth(recipient.page)
  expect(await judgedByAxeInBothSchemes(recipient.page)).toEqual({ light: [], dark: [] })
  await keep(recipient.page, `phone-dark-${viewport.width}`)
  await recipient.page.emulateMedia({ colorScheme: 'light' })
  await keep(recipient.page, `phone-${viewport.width}`)
  await proveThePhone(recipient.page, { url, tel, server })
  await recipient.page.locator('.paper.drawn').first().waitFor()
  expect(await judgedByAxeInBothSchemes(recipient.page)).toEqual({ light: [], dark: [] })
  await keep(recipient.page, `review-dark-${viewport.width}`)
  expect(recipient.faults).toEqual([])
  await recipient.leave()
})

function rgb(colour: string): string {
  const at = (start: number) => Number.parseInt(colour.slice(start, start + 2), 16)
  return `rgb(${at(1)}, ${at(3)}, ${at(5)})`
}
