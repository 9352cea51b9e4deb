import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgedByAxe } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium, visit } from './visitor.ts'

/** What a person meets who mistyped an address. */

let server: TestServer
let browser: Browser
beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser.close()
  await server.close()
})

const seen = (['ja', 'en'] as const).flatMap((lang) =>
  (['light', 'dark'] as const).flatMap((colorScheme) =>
    [
      { width: 1280, height: 800 },
      { width: 360, height: 640 },
      { width: 320, height: 200 },
    ].map((viewport) => ({ lang, colorScheme, viewport, size: `${viewport.width}×${viewport.height}` })),
  ),
)

test.each(seen)('in $lang, $colorScheme, at $size nothing is cut off and axe finds nothing', async (how) => {
  const { lang, colorScheme, viewport } = how
  const { page, leave } = await visit(browser, { viewport, colorScheme })
  for (const path of ['/consoel', '/console/documents?q=%00']) {
    const answer = await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
    expect([404, 400]).toContain(answer?.status())
    if (path === '/consoel') expect(await page.getAttribute('html', 'lang')).toBe(lang)
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    expect(await judgedByAxe(page)).toEqual([])
    const folder = process.env.SCREENS_OF_STRAY
    if (folder !== undefined) {
      await page.screenshot({
        path: `${folder}/${answer?.status()}-${lang}-${colorScheme}-${viewport.width}.png`,
      })
    }
  }
  await leave()
})

test('the language is changed with the keyboard alone and without JavaScript', async () => {
  const { page, leave } = await visit(browser, { javaScriptEnabled: false, locale: 'ja-JP' })
  await page.goto(`${server.url}/consoel`)
  expect(await page.textContent('h1')).toBe('このページは見つかりません')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(/lang=en/)
  expect(await page.textContent('h1')).toBe('There is no such page')
  await leave()
})
