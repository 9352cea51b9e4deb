import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { aDraftToPlaceOn, atEditor, pointOf } from './placing-visitor.ts'
import { openChromium } from './visitor.ts'

let server: TestServer
let browser: Browser
let api: Caller

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
  api = await aCaller(server.url, server.clientId)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const steps = '**/fields/changes'

async function placeFive(page: Page): Promise<void> {
  for (const step of [0, 1, 2, 3, 4]) {
    await page.locator('[data-kind=checkbox]').click()
    const at = await pointOf(page, 0, 100 + step * 60, 500)
    await page.mouse.click(at.x, at.y)
  }
  expect(await page.locator('.field-mark').count()).toBe(5)
}

describe('leaving the editor', () => {
  test('by a link waits until everything is saved that was placed just before', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    await page.route(steps, async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 400))
      await route.continue()
    })
    await placeFive(page)
    await page.locator('main').getByRole('link', { name: '下書きに戻る' }).first().click()
    await page.waitForURL(`**/console/documents/${draft.id}/draft**`)
    expect(await draft.fields()).toHaveLength(5)
    await leave()
  })

  test('by the address sends everything as the page goes, also while an answer is awaited', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    let asked = 0
    page.on('dialog', (dialog) => {
      asked += 1
      void dialog.accept()
    })
    // The first step is on its way for ever.
    await page.route(steps, () => undefined, { times: 1 })
    await placeFive(page)
    await page.goto(`${server.url}/console/documents`)
    await until('all five are saved', async () => (await draft.fields()).length === 5)
    expect(asked).toBe(1)
    await leave()
  })

  test('where nothing can be saved is asked about, and whoever stays can save it later', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    await page.route(steps, (route) => route.abort())
    await placeFive(page)
    await page.locator('.save-state.failed').waitFor()
    const asked: string[] = []
    page.on('dialog', (dialog) => {
      asked.push(dialog.type())
      void dialog.dismiss()
    })
    await page.locator('main').getByRole('link', { name: '下書きに戻る' }).first().click()
    await until('the browser has asked', () => asked.length > 0)
    expect(asked).toEqual(['beforeunload'])
    await page.unroute(steps)
    await page.locator('[data-act=retry]').click()
    await page.locator('.save-state.saved').waitFor()
    expect(await draft.fields()).toHaveLength(5)
    await leave()
  })
})
