import type { Frame } from 'playwright-core'
import { openChromium as launch, wholeChromium } from '#tests/browser/visitor.ts'
import { type Engine, phone } from './engine.ts'

/** Chromium by playwright-core, which the other browser tests drive as well. */
export async function openChromium(): Promise<Engine> {
  const browser = await launch(process.env.CHROMIUM ?? wholeChromium)
  const page = await browser.newPage({ viewport: phone, locale: 'ja-JP', hasTouch: true })
  page.setDefaultTimeout(60_000)
  let frame: Frame = page.mainFrame()
  return {
    name: 'Chromium',
    open: async (url) => void (await page.goto(url)),
    reload: async () => void (await page.reload()),
    back: async () => void (await page.goBack()),
    url: async () => page.url(),
    run: (body) => frame.evaluate(`(async () => {${body}})()`),
    press: (selector) => frame.click(selector),
    async type(selector, text) {
      await frame.fill(selector, '')
      await frame.locator(selector).pressSequentially(text)
    },
    async enterFrame(selector) {
      const element = selector === null ? null : await page.waitForSelector(selector)
      frame = (await element?.contentFrame()) ?? page.mainFrame()
    },
    picture: () => page.screenshot(),
    close: () => browser.close(),
  }
}
