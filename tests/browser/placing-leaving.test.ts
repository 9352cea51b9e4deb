import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
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

describe('an editor that can save nothing any more', () => {
  test('of somebody who was signed out says so, takes no more fields, and leads to the sign-in', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    await page.context().clearCookies()
    await page.locator('[data-kind=seal]').click()
    const at = await pointOf(page, 0, 300, 300)
    await page.mouse.click(at.x, at.y)
    await page.locator('.save-state.over').waitFor()
    expect(await page.locator('.editor-warning').innerText()).toContain('ログインが切れました')
    // For whoever has no mouse.
    expect(await page.locator(':focus').innerText()).toBe('読み込み直す')
    const marks = await page.locator('.field-mark').count()
    await page.mouse.click(at.x, at.y)
    await page.keyboard.press('Delete')
    await page.keyboard.press('Control+z')
    await page.mouse.click(at.x + 90, at.y + 90)
    expect(await page.locator('.field-mark').count()).toBe(marks)
    expect(await page.locator('.desk').evaluate((desk: HTMLElement) => desk.inert)).toBe(true)
    await page.getByRole('button', { name: '読み込み直す' }).click()
    await page.waitForURL('**/console/sign-in**')
    await leave()
  })
})

test('a step that is more than the server takes at once is saved in parts', async () => {
  const draft = await aDraftToPlaceOn(api, makePdf({ pages: Array.from({ length: 70 }, () => ({})) }))
  const label = '東'.repeat(1000)
  const form = { participant_id: draft.parties[1] ?? '', type: '0', page: '0', x: '100', y: '100', label }
  await api.call('POST', `/documents/${draft.id}/files/${draft.file}/widgets`, { form })
  const { page, leave } = await atEditor(browser, server, draft.id)
  const sizes: number[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/fields/changes')) sizes.push((request.postData() ?? '').length)
  })
  const at = await pointOf(page, 0, 120, 120)
  await page.mouse.click(at.x, at.y)
  await page.locator('[data-act=repeat]').click()
  await until('all are saved', async () => (await draft.fields()).length === 70)
  expect(sizes.reduce((all, size) => all + size)).toBeGreaterThan(512 * 1024)
  expect(Math.max(...sizes)).toBeLessThan(200_000)
  await leave()
})
