import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { expect } from 'vitest'
import type { TestServer } from '#tests/support/server.ts'

/** The browser as people have it. */
export const wholeChromium = '/usr/bin/chromium'

/**
 * Chromium without its windows: the same engine for half of the processor time, and what Playwright would download as its
 * Chromium. The whole browser takes its place where it is not installed, and draws the pictures of the documentation;
 * tests/engines walks through it in any case.
 */
const withoutWindows = '/usr/bin/chromium-headless-shell'

function usual(): string {
  return existsSync(withoutWindows) && process.env.SCREENS === undefined ? withoutWindows : wholeChromium
}

export function openChromium(program = process.env.CHROMIUM ?? usual()): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
}

export type Visitor = {
  page: Page
  /** Errors of scripts, words on the console, whatever the policy stopped, requests to elsewhere. */
  faults: string[]
  leave(): Promise<void>
}

/** A person at a browser of this size. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> {
  const context = await browser.newContext({
    viewport: { width: 360, height: 740 },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    reducedMotion: 'reduce',
    ...options,
  })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const faults: string[] = []
  page.on('console', (message) => {
    // A 4xx is an answer like any other; the browser words it as an error.
    if (
      ['error', 'warning'].includes(message.type()) &&
      !message.text().startsWith('Failed to load resource')
    ) {
      faults.push(message.text())
    }
  })
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    if (protocol.startsWith('http') && !['127.0.0.1', 'localhost'].includes(hostname))
      faults.push(request.url())
  })
  return { page, faults, leave: () => context.close() }
}

const folder = path.resolve(import.meta.dirname, '../../docs/screens')

/** A picture for the documentation, where it was asked for (`SCREENS=1`). */
export async function screen(page: Page, name: string): Promise<void> {
  if (process.env.SCREENS === undefined) return
  await mkdir(folder, { recursive: true })
  await page.screenshot({ path: path.join(folder, `${name}.png`), animations: 'disabled' })
}

/** Where the caller asks for pictures to look at (`PICTURES=folder`). */
export async function picture(page: Page, name: string): Promise<void> {
  const asked = process.env.PICTURES
  if (asked !== undefined) await page.screenshot({ path: path.join(asked, `${name}.png`), fullPage: true })
}

/** Through the sign-in page by keyboard, to the first page of the console. */
export async function signInByKeyboard(
  page: Page,
  { url, email, password }: { url: string; email: string; password: string },
  lang?: string,
): Promise<void> {
  await page.goto(`${url}/console${lang === undefined ? '' : `?lang=${lang}`}`)
  await page.fill('#email', email)
  await page.fill('#password', password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/console/home')
}

/** Nothing is wider than the window. */
export async function fitsTheWidth(page: Page): Promise<void> {
  const { inner, wide, widest } = await page.evaluate(() => {
    const inner = document.documentElement.clientWidth
    const out = [...document.querySelectorAll('body *')].filter(
      (each) => each.getBoundingClientRect().right > inner + 1 && each.closest('.desk') === null,
    )
    const widest = out.map((each) => `${each.tagName}.${each.className}`).slice(0, 3)
    return { inner, wide: document.documentElement.scrollWidth, widest }
  })
  expect(wide, `${page.url()} ${widest.join(' ')}`).toBeLessThanOrEqual(inner)
}

/** Reads on to the last page of the last file, by the quiet way, until the consent button has come. */
export async function readToTheEnd(page: Page): Promise<void> {
  await page.locator('.paper.drawn').first().waitFor()
  const end = page.locator('#read-end')
  // It goes by itself when the end is seen, also between a look and a press.
  if (await end.isVisible()) await end.evaluate((button: HTMLElement) => button.click())
  await page.locator('#consent').waitFor()
}

/** Only with the keyboard: presses Tab until the focus is on what `selector` names. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted) ?? false, selector)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab never reaches ${selector}`)
}

/** Share of the first drawn page that is not white: 0 where nothing was drawn. */
export function inkOf(page: Page, selector = '.paper canvas'): Promise<number> {
  return page.evaluate((wanted) => {
    const canvas = document.querySelector<HTMLCanvasElement>(wanted)
    const context = canvas?.getContext('2d')
    if (canvas == null || context == null) return 0
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let dark = 0
    for (let at = 0; at < data.length; at += 4) if ((data[at] ?? 255) < 160) dark += 1
    return dark / (data.length / 4)
  }, selector)
}

/** From the consent URL to the review: the number, and the code that arrives for it. */
export async function proveThePhone(
  page: Page,
  { url, tel, server }: { url: string; tel: string; server: Pick<TestServer, 'codeFor'> },
): Promise<void> {
  await page.goto(url)
  await page.fill('#tel', tel)
  await page.click('form .button.primary')
  await page.waitForURL('**/code')
  await page.fill('#code', await server.codeFor(tel))
  await page.click('#code-form .button.primary')
  await page.waitForURL('**/review')
}
