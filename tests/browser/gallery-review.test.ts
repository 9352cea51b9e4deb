import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { overflowOf } from '#domain/widget-text.ts'
import { renderPage } from '#web/signing/render-page.ts'
import { galleryPages } from './gallery-pages.tsx'
import { openChromium, readToTheEnd } from './visitor.ts'

const assetFolder = path.resolve(import.meta.dirname, '../../dist/assets')
const pagesInFile = 30
/** The strictest policy that the pages are meant for: no evaluation of any kind, WebAssembly included. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
  "font-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
}

let server: Server
let browser: Browser
let page: Page
let address: string
let saved: URLSearchParams[]
let consoleErrors: string[]
/** What the server says to 保存. */
let answerToInputs: { status: number; body: string }

beforeAll(async () => {
  const manifest = JSON.parse(readFileSync(path.join(assetFolder, 'manifest.json'), 'utf8')) as Record<
    string,
    string
  >
  const html = Object.fromEntries(
    Object.entries(galleryPages('ja', (name) => `/assets/${manifest[name]}`)).map(([name, view]) => [
      `/${name}`,
      renderPage(view),
    ]),
  )
  server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    response.setHeader('content-security-policy', policy)
    if (request.method === 'POST') {
      const parts: Buffer[] = []
      for await (const part of request) parts.push(part as Buffer)
      saved.push(new URLSearchParams(Buffer.concat(parts).toString()))
      response
        .writeHead(answerToInputs.status, { 'content-type': 'application/json' })
        .end(answerToInputs.body)
    } else if (/\.pdf(\/reading)?$/.test(pathname)) response.end(plainPdf(pagesInFile))
    else if (html[pathname] !== undefined) response.setHeader('content-type', 'text/html').end(html[pathname])
    else if (pathname.startsWith('/assets/')) {
      const bytes = await readFile(path.join(assetFolder, pathname.slice('/assets/'.length))).catch(
        () => null,
      )
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'application/octet-stream')
      response.writeHead(bytes === null ? 404 : 200).end(bytes)
    } else response.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openChromium()
})

afterAll(async () => {
  await browser.close()
  server.close()
})

beforeEach(async () => {
  saved = []
  consoleErrors = []
  answerToInputs = { status: 204, body: '' }
  page = await browser.newPage({ viewport: { width: 360, height: 740 } })
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) consoleErrors.push(message.text())
  })
  page.on('pageerror', (error) => consoleErrors.push(error.message))
  await page.goto(`${address}/review`)
  await page.waitForSelector('.paper.drawn')
})

afterEach(async () => {
  expect(consoleErrors).toEqual([])
  await page.close()
})

test('consent pressed too early leads to the first missing field, and opens the dialog once all is filled in place', async () => {
  await readToTheEnd(page)
  await page.click('#consent')
  await page.waitForFunction(() => (document.activeElement as HTMLElement).dataset.mark === 'w1')
  expect(await page.locator('#confirm').isVisible()).toBe(false)

  await page.keyboard.press('Enter')
  await page.keyboard.type('東京都千代田区')
  await page.keyboard.press('Enter')
  await page.click('[data-mark=w2]')
  await page.click('[data-mark=w3]')
  await page.keyboard.type('山田 太郎')
  await page.keyboard.press('Enter')
  await page.waitForSelector('[data-mark=w3] svg.hanko')

  await page.click('#consent')
  await page.waitForSelector('#confirm[open]')
  const last = saved.at(-1)
  expect(['widget-w1', 'widget-w2', 'widget-w3'].map((name) => last?.get(name))).toEqual([
    '東京都千代田区',
    '1',
    '山田 太郎',
  ])
  expect(last?.get('form_token')).toBe('form-token')
})

test('a value that cannot be printed is said beside its field and keeps the dialog shut', async () => {
  answerToInputs = {
    status: 422,
    body: JSON.stringify({ widgetId: 'w1', kind: 'unprintable', character: '😀' }),
  }
  await page.fill('#widget-w1', '😀')
  await page.check('#widget-w2')
  await page.fill('#widget-w3', '山田')
  await readToTheEnd(page)
  await page.click('#consent')
  await page.waitForSelector('#widget-w1[aria-invalid=true]')
  expect(await page.locator('#confirm').isVisible()).toBe(false)
})

test('what does not fit its box is marked on the paper, until it is shortened', async () => {
  await page.goto(`${address}/review-over`)
  const mark = page.locator('[data-mark=w1]')
  const border = () => mark.evaluate((node) => getComputedStyle(node).borderColor)
  await mark.waitFor()
  expect(await border()).toBe('rgb(178, 52, 35)')
  await page.fill('#widget-w1', '東京都千代田区')
  expect(await border()).not.toBe('rgb(178, 52, 35)')

  const seal = page.locator('[data-mark=w3]')
  const over = () => seal.evaluate((node) => node.classList.contains('over'))
  await page.fill('#widget-w3', '寿'.repeat(60))
  expect(await over()).toBe(true)
  await page.fill('#widget-w3', '')
  expect(await over()).toBe(false)
})

test('while one types the page says how much more fits, in the count of the server', async () => {
  const field = page.locator('#widget-w1')
  const said = page.locator('#widget-w1 ~ .room, .input-line:has(#widget-w1) ~ .room').first()
  await field.fill('漢'.repeat(10))
  expect(await said.textContent()).toBe('')
  await field.fill('漢'.repeat(90))
  const [, left = ''] = /^あと(\d+)文字入ります$/.exec((await said.textContent()) ?? '') ?? []
  expect(Number(left)).toBeGreaterThan(0)
  await field.press('End')
  await page.keyboard.insertText('字'.repeat(Number(left)))
  expect(await said.textContent()).toBe('あと0文字入ります')
  await page.keyboard.insertText('字')
  expect(await said.textContent()).toBe('1文字多すぎます')
  // Whoever cannot see it hears it once typing pauses.
  await page.locator('.spoken', { hasText: '1文字多すぎます' }).first().waitFor({ state: 'attached' })
  const all = await field.inputValue()
  const place = { w: 200, h: 24, kind: 'text' as const, fontSize: null }
  expect(overflowOf(place, all, 'field')).toMatchObject({ code: 'text_does_not_fit' })
  expect(overflowOf(place, all.slice(0, -1), 'field')).toBeNull()
})

test('where cookies get lost, nothing on the first page asks for the number any more', async () => {
  await page.goto(`${address}/phone-cookie_lost`)
  await page.waitForSelector('#cookie-help:not([hidden])')
  const shown = await page.locator('main').innerText()
  expect(shown).toContain('Cookieが使えないため')
  expect(shown).not.toMatch(/電話番号|認証コード|通話料/)
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('新しい画面で開く')
})

test('pages off screen are let go: a long file never holds more than a handful of canvases', async () => {
  let most = 0
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  for (let y = 0; y < height; y += 900) {
    await page.evaluate((to) => scrollTo(0, to), y)
    await page.waitForTimeout(40)
    // One more is pdf.js's own, of a few pixels, by which it measures letters.
    most = Math.max(most, await page.locator('.paper canvas').count())
  }
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(4)
})

test('on a sharp and wide screen, enlarged as far as it goes, no canvas has more than four megapixels', async () => {
  await page.close()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: 3 })
  await page.goto(`${address}/review`)
  await page.waitForSelector('.paper.drawn')
  const larger = page.getByRole('button', { name: '拡大' })
  while (await larger.isEnabled()) await larger.click()
  // Drawn anew at the new size, in the places where the reader goes.
  const seen: { pixels: number; wanted: number }[] = []
  for (const number of [0, 1, 2, 8]) {
    const sheet = page.locator('.paper').nth(number)
    await sheet.scrollIntoViewIfNeeded()
    await page.waitForFunction((at) => {
      const canvas = document.querySelectorAll('.paper')[at]?.querySelector('canvas')
      return canvas != null && canvas.width * canvas.height > 3_900_000
    }, number)
    seen.push(
      ...(await page.locator('.paper canvas').evaluateAll((canvases) =>
        (canvases as HTMLCanvasElement[]).map((canvas) => {
          const box = canvas.getBoundingClientRect()
          return { pixels: canvas.width * canvas.height, wanted: box.width * box.height * 4 }
        }),
      )),
    )
  }
  // At two pixels for each of CSS it would be far more: the bound is what holds.
  expect(Math.max(...seen.map(({ wanted }) => wanted))).toBeGreaterThan(8_000_000)
  expect(Math.max(...seen.map(({ pixels }) => pixels))).toBeLessThanOrEqual(4_000_000)
})

test('the text of a page can be selected and is there for screen readers', async () => {
  await page.waitForSelector('.text-layer span')
  expect(await page.locator('.paper').first().innerText()).toContain('Page 1 of the contract')
})

test('when the file cannot be read, the link that opens it is back', async () => {
  await page.route(/\.pdf/, (route) => route.abort())
  await page.reload()
  await page.waitForSelector('.viewer-failed')
  expect(await page.locator('.file-links a').first().isVisible()).toBe(true)
})

/** A small PDF of text pages, written by hand so that the test needs no library of ours. */
function plainPdf(pages: number): string {
  const objects = ['<</Type/Catalog/Pages 2 0 R>>', '', '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>']
  const kids: string[] = []
  for (let number = 1; number <= pages; number++) {
    const content = `BT /F1 18 Tf 72 760 Td (Page ${number} of the contract) Tj ET`
    objects.push(`<</Length ${content.length}>>stream\n${content}\nendstream`)
    kids.push(`${objects.length + 1} 0 R`)
    objects.push(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${objects.length} 0 R/Resources<</Font<</F1 3 0 R>>>>>>`,
    )
  }
  objects[1] = `<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`
  let file = '%PDF-1.5\n'
  const offsets = objects.map((object, index) => {
    const offset = file.length
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const start = file.length
  file += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  return `${file}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF`
}
