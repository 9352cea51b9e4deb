import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { type ConsoleTeam, fillConsole } from './console-team.ts'
import { fitsTheWidth, openChromium, signInByKeyboard, tabTo, type Visitor, visit } from './visitor.ts'

/** A list is for its rows: they stand on the first screen, whatever can be done above them. */
let server: TestServer
let browser: Browser
let team: ConsoleTeam
beforeAll(async () => {
  server = await startTestServer()
  team = await fillConsole(server)
  browser = await openChromium()
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await team?.close()
  await server?.close()
})

async function signedIn(viewport: { width: number; height: number }, locale = 'ja-JP'): Promise<Visitor> {
  const visitor = await visit(browser, { viewport, locale })
  await signInByKeyboard(visitor.page, server)
  return visitor
}

/** Where a row begins and ends, from the top of the page; what says that there is none counts as the first. */
const placeOf = (page: Page, row: number) =>
  page
    .locator('tbody tr, .table-empty')
    .nth(row)
    .evaluate((each) => {
      const { top, bottom } = each.getBoundingClientRect()
      return { top, bottom }
    })

const lists = [
  '/console/documents',
  '/console/documents?list=received',
  '/console/documents?list=team',
  '/console/documents?party=%E9%9D%92%E7%A9%BA&min=1',
  '/console/register',
  '/console/bulk-sends',
  '/console/templates',
  '/console/attention',
  '/console/due',
]

describe.each([
  { size: { width: 1280, height: 800 }, most: 360 },
  { size: { width: 360, height: 740 }, most: 600 },
])('at $size.width the first row', ({ size, most }) => {
  test.each(['ja-JP', 'en-GB'])('of every list begins high on the first screen, in %s', async (locale) => {
    const { page, leave } = await signedIn(size, locale)
    for (const path of lists) {
      await page.goto(`${server.url}${path}`)
      await fitsTheWidth(page)
      expect((await placeOf(page, 0)).top, path).toBeLessThan(most)
    }
    await leave()
  })
})

test('of the documents six stand on the first screen of a desk', async () => {
  const { page, leave } = await signedIn({ width: 1280, height: 800 })
  await page.goto(`${server.url}/console/documents`)
  expect((await placeOf(page, 5)).bottom).toBeLessThan(800)
  await leave()
})

test('what a list is narrowed by is said beside the count, and taken back by one press each', async () => {
  const { page, faults, leave } = await signedIn({ width: 360, height: 740 })
  await page.goto(`${server.url}/console/documents`)
  await tabTo(page, '.find-more summary')
  await page.keyboard.press('Enter')
  await tabTo(page, '#party')
  await page.keyboard.type('どこにもない')
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await fitsTheWidth(page)
  await page.keyboard.press('Enter')
  await page.waitForURL(/party=/)
  const said = page.getByRole('link', { name: '取引先：どこにもない を外す' })
  expect(await page.locator('#party').isVisible()).toBe(false)
  await said.press('Enter')
  await page.waitForURL('**/console/documents')
  expect(await page.locator('.row-title').count()).toBeGreaterThan(5)
  // Escape closes what lies over the list, and the focus is where it was.
  await tabTo(page, '.columns summary')
  await page.keyboard.press('Enter')
  await tabTo(page, '.columns input')
  await page.keyboard.press('Escape')
  expect(await page.locator('.columns input').first().isVisible()).toBe(false)
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('SUMMARY')
  expect(faults).toEqual([])
  await leave()
})
