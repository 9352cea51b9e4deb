import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  type Wanted,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, inkOf, openChromium, proveThePhone, readToTheEnd, screen, visit } from './visitor.ts'

let server: TestServer
let integrator: Integrator
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function contract(wanted: Partial<Wanted> = {}) {
  const tel = freshTel()
  const pdf = await contractPdf()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }], ...wanted })
  return { sent, tel, url: await signingUrl(sent) }
}

describe.each([
  { what: '320 px', options: { viewport: { width: 320, height: 640 } } },
  { what: '200 % zoom', options: { viewport: { width: 640, height: 400 }, deviceScaleFactor: 2 } },
  {
    what: 'letters twice as large',
    options: { viewport: { width: 640, height: 740 }, bypassCSP: true },
    twice: true,
  },
])('at $what', ({ options, twice = false }) => {
  test('no screen scrolls sideways', async () => {
    const { page, leave } = await visit(browser, options)
    const enlarge = async () => {
      if (twice) await page.addStyleTag({ content: 'html { font-size: 200% !important }' })
    }
    const fits = async () => {
      await enlarge()
      await fitsTheWidth(page)
    }
    const title =
      '業務委託契約書および秘密保持に関する覚書（WebアプリケーションCustomerPortalNextGeneration開発）'
    const { sent, tel, url } = await contract({ widgets: true, title })
    await page.goto(url)
    await fits()
    await page.fill('#tel', '1')
    await page.click('form .button.primary')
    await page.locator('#tel-error').waitFor()
    await fits()
    await page.fill('#tel', tel)
    await page.click('form .button.primary')
    await page.waitForURL('**/code')
    await fits()
    await page.goto(`${url}/terms`)
    await fits()
    await page.goto(`${url}/code`)
    await page.fill('#code', await server.codeFor(tel))
    await page.click('#code-form .button.primary')
    await page.waitForURL('**/review')
    await page.locator('.paper.drawn').first().waitFor()
    await fits()
    await page.goto(`${url}/decline`)
    await fits()
    await page.goto(`${url}/confirm`)
    await fits()
    for (const input of await page.locator('#inputs input[type=text]').all()) await input.fill('山田')
    for (const box of await page.locator('#inputs input[type=checkbox]').all()) await box.check()
    await readToTheEnd(page)
    await page.click('#consent')
    await page.locator('#confirm[open]').waitFor()
    await fits()
    await page.click('#confirm .button.primary')
    await page.waitForURL('**/done')
    await fits()
    expect(await page.locator('#next').count()).toBe(1)
    await page.goto(`${url}/copies`)
    await fits()
    await page.goto(`${url}/nowhere`)
    await fits()
    expect(sent.documentId).toHaveLength(32)
    await leave()
  })
})

describe('the viewer', () => {
  test('a hundred pages keep a handful of canvases alive, and the last page can be reached and read', async () => {
    const pages = Array.from({ length: 100 }, () => ({}))
    const { page, faults, leave } = await visit(browser)
    await proveThePhone(page, { ...(await contract({ pdf: makePdf({ pages }) })), server })
    await page.locator('.paper.drawn').first().waitFor()
    let most = 0
    for (const number of [0, 10, 25, 50, 75, 99]) {
      const sheet = page.locator('.paper').nth(number)
      await sheet.scrollIntoViewIfNeeded()
      await sheet.locator('canvas').waitFor()
      most = Math.max(most, await page.locator('.paper canvas').count())
    }
    expect(most).toBeLessThanOrEqual(6)
    expect(await page.locator('.paper').nth(99).innerText()).toContain('Page 100')
    expect(await page.locator('.count').innerText()).toMatch(/100/)
    expect(faults).toEqual([])
    await leave()
  })

  test('a Japanese PDF without its fonts is drawn and can be read aloud', async () => {
    const { page, faults, leave } = await visit(browser)
    await proveThePhone(page, { ...(await contract({ pdf: japaneseWithoutFonts() })), server })
    await page.locator('.paper.drawn').first().waitFor()
    expect(await page.locator('.text-layer').first().innerText()).toContain('賃貸借契約書')
    expect(await inkOf(page)).toBeGreaterThan(0.003)
    await screen(page, 'viewer-japanese-without-fonts')
    expect(faults).toEqual([])
    await leave()
  })
})

test('a double tap on each button is one press, and costs no second SMS', async () => {
  const { page, leave } = await visit(browser)
  const { tel, url } = await contract()
  await page.goto(url)
  await page.fill('#tel', tel)
  await page.dblclick('form .button.primary')
  await page.waitForURL('**/code')
  await page.fill('#code', await server.codeFor(tel))
  await page.dblclick('#code-form .button.primary')
  await page.waitForURL('**/review')
  await readToTheEnd(page)
  await page.click('#consent')
  await page.dblclick('#confirm .button.primary')
  await page.waitForURL('**/done')
  expect((await server.sms()).filter((sms) => sms.to === tel)).toHaveLength(1)
  await leave()
})

test('inputs are saved while they are typed, and are there after a killed tab', async () => {
  const { page, leave } = await visit(browser)
  const about = await contract({ widgets: true })
  await proveThePhone(page, { ...about, server })
  await page.locator('.paper.drawn').first().waitFor()
  const text = page.locator('#inputs input[type=text]').nth(1)
  const saved = page.waitForResponse((answer) => answer.url().endsWith('/inputs') && answer.status() === 204)
  await text.fill('東京都港区')
  await saved
  await page.close()
  const again = await page.context().newPage()
  await again.goto(about.url)
  await again.waitForURL('**/review')
  expect(await again.locator('#inputs input[type=text]').nth(1).inputValue()).toBe('東京都港区')
  await leave()
})

test('the button 次へ and the decline’s way back are links, and the policy stops nothing on the way', async () => {
  const { page, faults, leave } = await visit(browser)
  const about = await contract()
  await proveThePhone(page, { ...about, server })
  await page.click('.decline-link')
  await page.fill('#reason', '条件が異なります')
  await screen(page, 'phone-20-decline')
  await page.click('.button.danger')
  await page.waitForURL('**/declined')
  await screen(page, 'phone-21-declined')
  const back = page.locator('main a.button').first()
  expect(await back.getAttribute('href')).toMatch(/error=declined$/)
  await page.goto(about.url)
  await screen(page, 'phone-22-declined-url')
  expect(faults).toEqual([])
  await leave()
})

/** Adobe-Japan1 by name only, as word processors of old wrote it: unreadable without the viewer's cmaps. */
function japaneseWithoutFonts(): Buffer {
  const hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex')
  const resources =
    '<< /Font << /F1 << /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UCS2-H ' +
    '/DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /CIDSystemInfo ' +
    '<< /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor << /Type /FontDescriptor ' +
    '/FontName /HeiseiMin-W3 /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 900 /Descent -200 ' +
    '/CapHeight 700 /StemV 80 >> >>] >> >> >>'
  const content = `BT /F1 36 Tf 72 720 Td <${hex('賃貸借契約書')}> Tj 0 -60 Td <${hex('第一条　目的および範囲')}> Tj ET`
  return makePdf({ pages: [{ entries: `/MediaBox [0 0 595 842] /Resources ${resources}`, content }] })
}
