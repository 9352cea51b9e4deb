/** Every page of the signing flow and of the ground floor in every state, in both languages, light and dark: judged by axe-core as a browser shows it. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { badLineStarts } from '#tests/support/line-starts.ts'
import { renderPage } from '#web/signing/render-page.ts'
import { floorPages } from './gallery-floor.tsx'
import { galleryPages } from './gallery-pages.tsx'
import { openChromium } from './visitor.ts'

const assetFolder = path.resolve(import.meta.dirname, '../../dist/assets')
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
}
const asset = (name: string) => {
  const manifest = JSON.parse(readFileSync(path.join(assetFolder, 'manifest.json'), 'utf8'))
  return `/assets/${manifest[name]}`
}
const pagesIn = (lang: 'ja' | 'en', assets: (name: string) => string) => ({
  ...galleryPages(lang, assets),
  ...floorPages(lang, assets),
})
const names = (['ja', 'en'] as const).flatMap((lang) =>
  Object.keys(pagesIn(lang, (name) => name)).map((name) => ({ lang, name })),
)

let server: Server
let browser: Browser
let address: string
let page: Page

beforeAll(async () => {
  const pdf = Buffer.from(await contractPdf())
  const html = new Map<string, string>()
  for (const lang of ['ja', 'en'] as const) {
    for (const [name, view] of Object.entries(pagesIn(lang, asset))) {
      html.set(`/${lang}/${name}`, renderPage(view))
    }
  }
  server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    const shown = html.get(pathname)
    if (shown !== undefined) response.setHeader('content-type', 'text/html').end(shown)
    else if (/\.pdf(\/reading)?$/.test(pathname)) response.end(pdf)
    else if (pathname.startsWith('/assets/')) {
      response.setHeader('content-type', types[path.extname(pathname)] ?? 'application/octet-stream')
      response.end(readFileSync(path.join(assetFolder, pathname.slice('/assets/'.length))))
    } else response.setHeader('content-type', 'application/json').end('{}')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await openChromium()
  page = await browser.newPage({ viewport: { width: 360, height: 740 }, reducedMotion: 'reduce' })
})

afterAll(async () => {
  await browser?.close()
  server?.close()
})

test.each(names)('axe finds nothing on $name in $lang, light and dark', async ({ lang, name }) => {
  await page.goto(`${address}/${lang}/${name}`)
  if (/^review(-over|-nearly-full)?$/.test(name)) await page.waitForSelector('.paper.drawn')
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  if (lang === 'ja') expect(await badLineStarts(page)).toEqual([])
})

test.each([
  'ja',
  'en',
])('axe finds nothing on the review as large text in %s, light and dark', async (lang) => {
  await page.goto(`${address}/${lang}/review`)
  await page.click('.as-text-button')
  await page.waitForSelector('.text-page.as-text')
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
})
