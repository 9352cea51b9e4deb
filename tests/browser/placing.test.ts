import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { aDraftToPlaceOn, atEditor, openEditorOf, pointOf, saved } from './placing-visitor.ts'
import { fitsTheWidth, openChromium, tabTo } from './visitor.ts'

type Spot = { x: number; y: number }

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

describe('fields placed on the page itself', () => {
  test('lie where they are pressed, go where they are dragged, and are as large as their corner is pulled', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, faults, leave } = await atEditor(browser, server, draft.id)
    // Whoever aims at a place finds it there: choosing a kind moves nothing of the papers.
    const top = () => page.evaluate(() => document.querySelector('.paper')?.getBoundingClientRect().top)
    const before = await top()
    await page.locator('[data-kind=text]').click()
    expect(await top()).toBe(before)
    const at = await pointOf(page, 0, 300, 400)
    await page.mouse.click(at.x, at.y)
    await saved(page)
    await until('the field', async () => (await draft.fields()).length === 1)
    const [placed] = await draft.fields()
    expect(placed).toMatchObject({ widget_type: 1, page: 0, w: 200, h: 24, participant_id: draft.parties[1] })
    expect(Math.abs((placed?.x ?? 0) - 200)).toBeLessThanOrEqual(1)
    expect(Math.abs((placed?.y ?? 0) - 388)).toBeLessThanOrEqual(1)

    const { scale } = await page
      .locator('.paper')
      .first()
      .evaluate((paper) => ({
        scale: Number(paper.style.getPropertyValue('--total-scale-factor')),
      }))
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + 20 * scale, at.y + 10 * scale, { steps: 4 })
    await page.mouse.move(at.x + 50 * scale, at.y - 100 * scale, { steps: 4 })
    await page.mouse.up()
    await until('the move', async () => (await draft.fields())[0]?.x !== placed?.x)
    const [moved] = await draft.fields()
    expect(Math.abs((moved?.x ?? 0) - (placed?.x ?? 0) - 50)).toBeLessThanOrEqual(1)
    expect(Math.abs((moved?.y ?? 0) - (placed?.y ?? 0) + 100)).toBeLessThanOrEqual(1)

    const corner = await page.locator('.handle[data-corner=se]').boundingBox()
    if (corner === null) throw new Error('no handle')
    await page.mouse.move(corner.x + 5, corner.y + 5)
    await page.mouse.down()
    await page.mouse.move(corner.x + 5 + 40 * scale, corner.y + 5 + 16 * scale, { steps: 5 })
    await page.mouse.up()
    await until('the size', async () => (await draft.fields())[0]?.w !== 200)
    const [sized] = await draft.fields()
    expect(sized).toMatchObject({ x: moved?.x, y: moved?.y })
    expect(Math.abs((sized?.w ?? 0) - 240)).toBeLessThanOrEqual(1)
    expect(Math.abs((sized?.h ?? 0) - 40)).toBeLessThanOrEqual(1)
    expect(faults).toEqual([])
    await leave()
  })

  test('are placed, moved, named, given to another and removed with the keyboard alone', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, faults, leave } = await atEditor(browser, server, draft.id)
    await tabTo(page, '[data-kind=seal]')
    await page.keyboard.press('Enter')
    await tabTo(page, '[data-act=middle]')
    await page.keyboard.press('Enter')
    // The focus is on the new field.
    await page.locator('.field-mark:focus').waitFor()
    expect(await page.locator('[data-said]').innerText()).toMatch(
      /^押印を1ページ目のX 270、Y 393に置きました/,
    )
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Shift+ArrowDown')
    await until('the way', async () => (await draft.fields())[0]?.y === 403)
    expect(await draft.fields()).toMatchObject([{ widget_type: 0, x: 271, y: 403 }])
    expect(await page.locator('[data-said]').innerText()).toContain('X 271、Y 403')
    expect(await page.locator('.field-mark:focus').getAttribute('aria-label')).toContain('X 271、Y 403')

    await tabTo(page, 'input[name=label]')
    await page.keyboard.type('ご署名')
    await page.keyboard.press('Enter')
    await until('the name', async () => (await draft.fields())[0]?.label === 'ご署名')
    await tabTo(page, 'input[name=x]')
    await page.keyboard.type('100')
    await page.keyboard.press('Enter')
    await until('the place', async () => (await draft.fields())[0]?.x === 100)
    await tabTo(page, 'select[name=participant]')
    await page.keyboard.press('ArrowDown')
    await until('the other', async () => (await draft.fields())[0]?.participant_id === draft.parties[2])
    await page.locator('.field-mark').focus()
    await page.keyboard.press('Delete')
    await until('the end', async () => (await draft.fields()).length === 0)
    await page.keyboard.press('Control+z')
    await until('the return', async () => (await draft.fields()).length === 1)
    expect(await draft.fields()).toMatchObject([
      { x: 100, label: 'ご署名', participant_id: draft.parties[2] },
    ])
    expect(faults).toEqual([])
    await leave()
  })

  test('are undone and done again, step by step, and saved as they stand', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    await page.locator('[data-kind=checkbox]').click()
    const at = await pointOf(page, 0, 200, 300)
    await page.mouse.click(at.x, at.y)
    await page.locator('[data-act=copy]').click()
    await page.locator('.field-mark').nth(1).waitFor()
    await page.locator('.field-mark').first().focus()
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    expect(await page.locator('.field-mark').count()).toBe(0)
    await page.keyboard.press('Control+Shift+z')
    await page.locator('[data-tool=redo]').click()
    expect(await page.locator('.field-mark').count()).toBe(2)
    await saved(page)
    await until('both', async () => (await draft.fields()).length === 2)
    const [first, second] = await draft.fields()
    expect(second).toMatchObject({ x: (first?.x ?? 0) + 12, y: (first?.y ?? 0) + 12 })
    await page.locator('.field-mark').last().click()
    await page.locator('[data-act=left]').click()
    await until('one line', async () => new Set((await draft.fields()).map(({ x }) => x)).size === 1)
    await openEditorOf(page, server, draft.id)
    expect(await page.locator('.field-mark').count()).toBe(2)
    await leave()
  })

  test('lie on every page of fifty by one press, of which four are drawn; a drag touches no other page', async () => {
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: Array.from({ length: 50 }, () => ({})) }))
    const { page, leave } = await atEditor(browser, server, draft.id)
    await page.locator('[data-kind=seal]').click()
    const at = await pointOf(page, 0, 300, 300)
    await page.mouse.click(at.x, at.y)
    await page.locator('[data-act=repeat]').click()
    await until('fifty', async () => (await draft.fields()).length === 50)
    expect(new Set((await draft.fields()).map(({ page: each }) => each)).size).toBe(50)
    await page.locator('.paper canvas').nth(1).waitFor()
    expect(await page.locator('.paper canvas').count()).toBeLessThanOrEqual(4)

    // Whatever changes in the papers while something is dragged: only the field itself, and nothing is drawn anew.
    await page.evaluate(() => {
      const seen: string[] = []
      Object.assign(window, { seen })
      const desk = document.querySelector('.desk')
      const watcher = new MutationObserver((records) => {
        for (const { target } of records) {
          if (target instanceof HTMLElement)
            seen.push(target.closest('.field-mark') === null ? 'page' : 'field')
        }
      })
      if (desk !== null) watcher.observe(desk, { subtree: true, childList: true, attributes: true })
    })
    const canvases = () => page.evaluate(() => document.querySelectorAll('.paper canvas').length)
    const before = await canvases()
    const from = await pointOf(page, 0, 300, 300)
    await page.waitForTimeout(300)
    await page.evaluate(() =>
      Object.assign(window, { from: (window as unknown as { seen: string[] }).seen.length }),
    )
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(from.x + 120, from.y + 60, { steps: 30 })
    const seen = await page.evaluate(() => {
      const { seen, from } = window as unknown as { seen: string[]; from: number }
      return seen.slice(from)
    })
    expect(seen.filter((each) => each === 'field').length).toBeGreaterThan(3)
    expect(seen.filter((each) => each === 'page')).toEqual([])
    expect(await canvases()).toBe(before)
    await page.mouse.up()
    await saved(page)
    await page.keyboard.press('Control+z')
    await page.keyboard.press('Control+z')
    await until('the first alone', async () => (await draft.fields()).length === 1)
    await leave()
  })

  test('that were removed in another tab are told of, politely, and the others stay', async () => {
    const draft = await aDraftToPlaceOn(api)
    const add = (y: number) =>
      api.call('POST', `/documents/${draft.id}/files/${draft.file}/widgets`, {
        form: { participant_id: draft.parties[1] ?? '', type: '0', page: '0', x: '100', y: String(y) },
      })
    await add(100)
    await add(300)
    const { page, leave } = await atEditor(browser, server, draft.id)
    expect(await page.locator('.field-mark').count()).toBe(2)
    const [first, second] = await draft.fields()
    const widgets = `/documents/${draft.id}/files/${draft.file}/widgets`
    await api.call('DELETE', `${widgets}/${first?.id}`)
    await page.locator(`[data-field="${first?.id}"]`).focus()
    await page.keyboard.press('ArrowRight')
    await page.locator('.editor-warning', { hasText: '別の画面で外されました' }).waitFor()
    expect(await page.locator('.field-mark').count()).toBe(1)
    await page.locator(`[data-field="${second?.id}"]`).focus()
    await page.keyboard.press('ArrowRight')
    await until('the other', async () => (await draft.fields())[0]?.x === 101)
    // Whoever comes back to the tab sees what is there now.
    await api.call('DELETE', `${widgets}/${second?.id}`)
    await page.evaluate(() => window.dispatchEvent(new Event('focus')))
    await page.locator('.editor-warning', { hasText: '別の画面で外された項目があります' }).waitFor()
    expect(await page.locator('.field-mark').count()).toBe(0)
    await leave()
  })

  test('that could not be saved wait, say so, and are saved once by the next try', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    // The server hears of it, but its answer is lost on the way.
    let lost = 0
    await page.route('**/fields/changes', async (route) => {
      if (lost > 0) return route.continue()
      lost += 1
      await route.fetch()
      return route.abort()
    })
    await page.locator('[data-kind=seal]').click()
    const at = await pointOf(page, 0, 300, 300)
    await page.mouse.click(at.x, at.y)
    await page.locator('.save-state.failed').waitFor()
    await page.locator('[data-act=retry]').click()
    await saved(page)
    expect(await draft.fields()).toHaveLength(1)
    await leave()
  })

  test('of a document that was sent meanwhile are not saved, and the page says so', async () => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id)
    expect((await api.call('POST', `/documents/${draft.id}`)).status).toBe(200)
    await page.locator('[data-kind=seal]').click()
    const at = await pointOf(page, 0, 300, 300)
    await page.mouse.click(at.x, at.y)
    await page.locator('.save-state.over').waitFor()
    expect(await draft.fields()).toEqual([])
    await leave()
  })
})

describe('a field that is dragged', () => {
  /** The middle of the only field, in CSS pixels of the window, once the picture of the screen shows it. */
  const middleOfMark = (page: Page) =>
    page.evaluate(async () => {
      for (const _ of [1, 2]) await new Promise((resolve) => requestAnimationFrame(resolve))
      const box = document.querySelector('.field-mark')?.getBoundingClientRect()
      return { x: (box?.left ?? 0) + (box?.width ?? 0) / 2, y: (box?.top ?? 0) + (box?.height ?? 0) / 2 }
    })
  const expectNear = (one: Spot, other: Spot) => {
    expect(Math.abs(one.x - other.x)).toBeLessThanOrEqual(2)
    expect(Math.abs(one.y - other.y)).toBeLessThanOrEqual(2)
  }
  const scrolled = (page: Page) => page.evaluate(() => scrollY)
  /** A draft of four pages with one field; where its middle is. */
  const oneField = async (kind: string) => {
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: [{}, {}, {}, {}] }))
    const visitor = await atEditor(browser, server, draft.id)
    const { page } = visitor
    await page.locator(`[data-kind=${kind}]`).click()
    const spot = await pointOf(page, 0, 300, 700)
    await page.mouse.click(spot.x, spot.y)
    await saved(page)
    const [placed] = await draft.fields()
    if (placed === undefined) throw new Error('no field')
    return { draft, at: await middleOfMark(page), placed, ...visitor }
  }

  test('stays at the pointer when the papers scroll beneath it, and lies where it is dropped', async () => {
    const { draft, at, placed, page, faults, leave } = await oneField('text')
    await page.mouse.move(at.x, at.y)
    await page.mouse.down()
    await page.mouse.move(at.x + 30, at.y + 20, { steps: 4 })
    const before = await scrolled(page)
    await page.mouse.wheel(0, 800)
    await until('the scroll', async () => (await scrolled(page)) === before + 800)
    expectNear(await middleOfMark(page), { x: at.x + 30, y: at.y + 20 })
    await page.mouse.move(at.x + 40, at.y + 30, { steps: 4 })
    expectNear(await middleOfMark(page), { x: at.x + 40, y: at.y + 30 })
    await page.mouse.up()
    expectNear(await middleOfMark(page), { x: at.x + 40, y: at.y + 30 })
    await until('the other page', async () => (await draft.fields())[0]?.page === 1)
    await page.keyboard.press('Control+z')
    await until('the way back', async () => (await draft.fields())[0]?.page === 0)
    expect(await draft.fields()).toMatchObject([{ x: placed.x, y: placed.y }])
    expect(faults).toEqual([])
    await leave()
  })

  test('is as large as its corner was pulled on the paper, also when that scrolled', async () => {
    const { draft, page, leave } = await oneField('text')
    const corner = await page.locator('.handle[data-corner=se]').boundingBox()
    if (corner === null) throw new Error('no handle')
    await page.mouse.move(corner.x + 5, corner.y + 5)
    await page.mouse.down()
    await page.mouse.move(corner.x + 5, corner.y + 15, { steps: 4 })
    const before = await scrolled(page)
    await page.mouse.wheel(0, 100)
    await until('the scroll', async () => (await scrolled(page)) === before + 100)
    await page.mouse.up()
    await until('the size', async () => (await draft.fields())[0]?.h !== 24)
    const scale = await page
      .locator('.paper')
      .first()
      .evaluate((paper) => Number(paper.style.getPropertyValue('--total-scale-factor')))
    const [sized] = await draft.fields()
    expect(Math.abs((sized?.h ?? 0) - 24 - 110 / scale)).toBeLessThanOrEqual(1)
    await leave()
  })

  test('scrolls the papers while it is held at their edge, and not when it was only taken there', async () => {
    const { draft, at, page, leave } = await oneField('seal')
    const low = page.viewportSize()?.height ?? 0
    await page.evaluate((by) => scrollBy({ top: by, behavior: 'instant' }), at.y - low + 20)
    await page.mouse.move(at.x, low - 20)
    await page.mouse.down()
    await page.mouse.move(at.x + 40, low - 24, { steps: 4 })
    const before = await scrolled(page)
    await middleOfMark(page)
    expect(await scrolled(page)).toBe(before)
    await page.mouse.move(at.x, low / 2, { steps: 4 })
    await page.mouse.move(at.x, low - 4, { steps: 4 })
    await until('the third page', async () =>
      page.evaluate(() => document.querySelector('.page-count')?.textContent?.startsWith('3 ') === true),
    )
    expectNear(await middleOfMark(page), { x: at.x, y: low - 4 })
    await page.mouse.move(at.x, low / 2, { steps: 4 })
    await middleOfMark(page)
    const rest = await scrolled(page)
    expectNear(await middleOfMark(page), { x: at.x, y: low / 2 })
    expect(await scrolled(page)).toBe(rest)
    await page.mouse.up()
    await until('the page beneath it', async () => ((await draft.fields())[0]?.page ?? 0) >= 2)
    await leave()
  })
})

describe('places that are offered', () => {
  test('are outlines until somebody adds them, for whoever is chosen; they can be switched off', async () => {
    const words = ['Name: ____________________', 'Date', 'The parties state their names and the date.']
    const content = words.map((line, index) => `BT /F1 12 Tf 72 ${700 - 80 * index} Td (${line}) Tj ET`)
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: [{ content: content.join(' ') }] }))
    const { page, faults, leave } = await atEditor(browser, server, draft.id)
    await page.locator('.field-offer').nth(1).waitFor()
    expect(await page.locator('.field-offer').count()).toBe(2)
    expect(await draft.fields()).toEqual([])
    await page.locator('.whose-choice').nth(1).click()
    await page.locator('.field-offer[aria-label*=Name]').click()
    await until('the field', async () => (await draft.fields()).length === 1)
    const [field] = await draft.fields()
    expect(field).toMatchObject({ widget_type: 1, label: 'Name', participant_id: draft.parties[2] })
    // It ends where the blank ends, and stands upon it: the baseline is at 842 - 700.
    expect(field?.x).toBeGreaterThan(100)
    expect((field?.y ?? 0) + (field?.h ?? 0)).toBeGreaterThan(142)
    expect((field?.y ?? 0) + (field?.h ?? 0)).toBeLessThan(154)
    expect(await page.locator('.field-offer:visible').count()).toBe(1)
    await page.keyboard.press('Control+z')
    expect(await page.locator('.field-offer:visible').count()).toBe(2)
    await page.locator('[data-tool=offers]').click()
    expect(await page.locator('.field-offer:visible').count()).toBe(0)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    expect(faults).toEqual([])
    await leave()
  })
})

describe('the editor', () => {
  test.each([
    [1280, 800],
    [360, 740],
  ])('has nothing to be found by axe at %i × %i, in both schemes, and fits', async (width, height) => {
    const draft = await aDraftToPlaceOn(api)
    const { page, leave } = await atEditor(browser, server, draft.id, { viewport: { width, height } })
    await page.locator('[data-kind=seal]').click()
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await page.locator('[data-act=middle]').click()
    await saved(page)
    await page.emulateMedia({ colorScheme: 'light' })
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await fitsTheWidth(page)
    // The tools can be reached wherever one is.
    await page.evaluate(() => scrollTo({ top: document.body.scrollHeight, behavior: 'instant' }))
    await page.locator('[data-tool=undo]').click({ timeout: 5_000 })
    await until('nothing', async () => (await draft.fields()).length === 0)
    await leave()
  })
})
