import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { aDraftToPlaceOn, atEditor, middleOf, pointOf, swipe } from './placing-visitor.ts'
import { fitsTheWidth, openChromium } from './visitor.ts'

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

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }

describe('fields placed with a finger on a phone', () => {
  test('lie where they are tapped; a swipe scrolls, and only what was chosen by a tap is dragged', async () => {
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: [{}, {}, {}] }))
    const { page, faults, leave } = await atEditor(browser, server, draft.id, phone)
    await page.locator('[data-kind=checkbox]').tap()
    const at = await pointOf(page, 0, 200, 300)
    await page.touchscreen.tap(at.x, at.y)
    await until('the field', async () => (await draft.fields()).length === 1)
    const [placed] = await draft.fields()
    expect(placed).toMatchObject({ widget_type: 2, page: 0 })
    expect(Math.abs((placed?.x ?? 0) - 192)).toBeLessThanOrEqual(2)

    // Chosen: a finger beside the small box, within its 44 pixels, takes it along.
    const scale = await page
      .locator('.paper')
      .first()
      .evaluate((paper) => Number(paper.style.getPropertyValue('--total-scale-factor')))
    const box = await middleOf(page, '.field-mark')
    await swipe(page, { x: box.x - 16, y: box.y - 10 }, { x: 60, y: -40 })
    await until('the way', async () => (await draft.fields())[0]?.x !== placed?.x)
    const [moved] = await draft.fields()
    expect(Math.abs((moved?.x ?? 0) - (placed?.x ?? 0) - 60 / scale)).toBeLessThanOrEqual(2)

    // Not chosen any more: the finger scrolls the page, and the field stays.
    const empty = await pointOf(page, 0, 400, 300)
    await until('nothing to be chosen', async () => {
      // On a busy machine a tap may last so long that it is none.
      await page.touchscreen.tap(empty.x, empty.y)
      return (await page.locator('.field-mark.chosen').count()) === 0
    })
    const top = await page.evaluate(() => scrollY)
    await swipe(page, await middleOf(page, '.field-mark'), { x: 0, y: -150 })
    await until('the scroll', async () => (await page.evaluate(() => scrollY)) > top + 60)
    expect((await draft.fields())[0]).toMatchObject({ x: moved?.x, y: moved?.y })
    expect(faults).toEqual([])
    await fitsTheWidth(page)
    await leave()
  })

  test('are brought to another page by a finger that holds them at the edge of the paper', async () => {
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: [{}, {}, {}] }))
    const { page, faults, leave } = await atEditor(browser, server, draft.id, phone)
    await page.locator('[data-kind=seal]').tap()
    const at = await pointOf(page, 0, 300, 300)
    await page.touchscreen.tap(at.x, at.y)
    await until('the field', async () => (await draft.fields()).length === 1)
    // The panel lies upon the foot of the papers.
    const panel = await page.locator('.editor-side').boundingBox()
    const low = (panel?.y ?? 0) - 8
    // By its middle: the handle beside it takes nothing of the field itself.
    const from = await middleOf(page, '.field-mark')
    const finger = await page.context().newCDPSession(page)
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
      finger.send('Input.dispatchTouchEvent', { type, touchPoints: points })
    await touch('touchStart', [from])
    for (let step = 1; step <= 6; step += 1)
      await touch('touchMove', [{ x: from.x, y: from.y + ((low - from.y) * step) / 6 }])
    await until('the last page', async () =>
      page.evaluate(
        (y) => (document.querySelectorAll('.paper')[2]?.getBoundingClientRect().top ?? y) < y - 60,
        low,
      ),
    )
    expect(Math.abs((await middleOf(page, '.field-mark')).y - low)).toBeLessThanOrEqual(2)
    await touch('touchEnd', [])
    await until('the page beneath it', async () => (await draft.fields())[0]?.page === 2)
    expect(faults).toEqual([])
    await leave()
  })

  test('are taken at targets of 44 pixels, and made larger at one handle', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id, phone)
    await page.locator('[data-kind=seal]').tap()
    const at = await pointOf(page, 0, 300, 300)
    await page.touchscreen.tap(at.x, at.y)
    await page.locator('.handle[data-corner=se]').waitFor()
    const small = await page.evaluate(() =>
      [...document.querySelectorAll('.editor button, .editor summary, .editor label')]
        .filter((each) => each.getClientRects().length > 0 && !each.matches('.field-mark, .field-offer'))
        .map((each) => ({ height: each.getBoundingClientRect().height, said: each.textContent }))
        .filter(({ height }) => height < 36),
    )
    expect(small).toEqual([])
    expect(
      await page.locator('.handle').evaluateAll((all) => all.filter((each) => each.clientWidth > 0).length),
    ).toBe(1)
    await swipe(page, await middleOf(page, '.handle[data-corner=se]'), { x: 24, y: 24 })
    await until('the size', async () => ((await draft.fields())[0]?.w ?? 56) > 70)
    const [field] = await draft.fields()
    expect(field?.w).toBe(field?.h)
    await leave()
  })
})
