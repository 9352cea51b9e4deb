import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makePdf } from '#tests/fixtures/pdf/make-pdf.ts'
import { type Extent, type Picture, pixelsByMupdf, pixelsOf } from '#tests/fixtures/pdf/rendering.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { type Integrator, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { aCaller, type Caller } from '../web-api/caller.ts'
import { aDraftToPlaceOn, atEditor, type Placing, pointOf, saved } from './placing-visitor.ts'
import { fitsTheWidth, openChromium, picture, proveThePhone, readToTheEnd, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let api: Caller
let integrator: Integrator
const folder = mkdtempSync(path.join(tmpdir(), 'placing-'))

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
  api = await aCaller(server.url, server.clientId)
  integrator = await signInIntegrator(server.url, server.clientId)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const font = '/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>'
const box = '/MediaBox [-20 30 575 872] /CropBox [20 60 520 800]'
/** A black square at this place of the page's own space: what the field shall lie upon. */
const square = (x: number, y: number) => `0 g ${x} ${y} 40 40 re f`
/** The square as it is seen: where its middle lies on the visible page, in points from the top left. */
const pages: [string, string, { x: number; y: number }][] = [
  ['a crop box that begins elsewhere', `${font} ${box}`, { x: 100 - 20 + 20, y: 800 - 300 - 20 }],
  ['a quarter turn', `${font} ${box} /Rotate 90`, { x: 300 - 60 + 20, y: 100 - 20 + 20 }],
  ['a half turn', `${font} ${box} /Rotate 180`, { x: 520 - 100 - 20, y: 300 - 60 + 20 }],
  ['three quarters', `${font} ${box} /Rotate 270`, { x: 800 - 300 - 20, y: 520 - 100 - 20 }],
]

/** Middle of the darkest square of a canvas, as shares of its width and height. */
function darkMiddle(page: Page): Promise<{ x: number; y: number }> {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.paper canvas')
    const context = canvas?.getContext('2d')
    if (canvas == null || context == null) return { x: 0, y: 0 }
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    let [sumX, sumY, count] = [0, 0, 0]
    for (let at = 0; at < data.length; at += 4) {
      if ((data[at] ?? 255) > 60 || (data[at + 3] ?? 0) < 200) continue
      sumX += (at / 4) % canvas.width
      sumY += Math.floor(at / 4 / canvas.width)
      count += 1
    }
    return { x: sumX / count / canvas.width, y: sumY / count / canvas.height }
  })
}

/** From where to where vermilion lies near this place, in points: elsewhere the evaluation's own words are red. */
function redAround({ width, height, pixels }: Picture, at: { x: number; y: number }): Extent {
  const found: Extent = { left: width, top: height, right: 0, bottom: 0 }
  for (let y = Math.max(0, Math.round(at.y) - 36); y < Math.min(height, at.y + 36); y += 1) {
    for (let x = Math.max(0, Math.round(at.x) - 36); x < Math.min(width, at.x + 36); x += 1) {
      const [red = 0, green = 0] = pixels.subarray((y * width + x) * 3)
      if (red < 150 || green > 120) continue
      found.left = Math.min(found.left, x)
      found.right = Math.max(found.right, x + 1)
      found.top = Math.min(found.top, y)
      found.bottom = Math.max(found.bottom, y + 1)
    }
  }
  return found
}

type Spot = { x: number; y: number }

/** The first paper's size in points, as it lies on the desk. */
const paperSize = (page: Page) =>
  page
    .locator('.paper')
    .first()
    .evaluate((paper) => {
      const scale = Number(paper.style.getPropertyValue('--total-scale-factor'))
      return { width: paper.clientWidth / scale, height: paper.clientHeight / scale }
    })

/** Presses a seal onto the first page with its middle here, and looks up where the Web API says that it lies. */
async function placeSeal(page: Page, draft: Placing, middle: Spot): Promise<void> {
  await page.locator('[data-kind=seal]').click()
  const at = await pointOf(page, 0, middle.x, middle.y)
  await page.mouse.click(at.x, at.y)
  await saved(page)
  await until('the field', async () => (await draft.fields()).length === 1)
  const [field] = await draft.fields()
  expect(Math.abs((field?.x ?? 0) + 28 - middle.x)).toBeLessThanOrEqual(1)
  expect(Math.abs((field?.y ?? 0) + 28 - middle.y)).toBeLessThanOrEqual(1)
}

/** Sent, the recipient sees the seal here; sealed, its red ink is here. */
async function expectSeenAndSealed(
  draft: Placing,
  size: { width: number; height: number },
  middle: Spot,
  draw: (file: string) => Picture,
): Promise<void> {
  await api.call('DELETE', `/documents/${draft.id}/participants/${draft.parties[2]}`)
  expect((await api.call('POST', `/documents/${draft.id}`)).status).toBe(200)
  const [, party = ''] = draft.parties
  const [tel = ''] = draft.tels
  const sent = { documentId: draft.id, fileId: draft.file, participants: [party], integrator }
  const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await proveThePhone(page, { url: await signingUrl(sent), tel, server })
  await page.locator('.paper.drawn').first().waitFor()
  const mark = await page.locator('.mark.seal').boundingBox()
  const paper = await page.locator('.paper').first().boundingBox()
  if (mark === null || paper === null) throw new Error('no mark on the paper')
  const seen = {
    x: ((mark.x + mark.width / 2 - paper.x) / paper.width) * size.width,
    y: ((mark.y + mark.height / 2 - paper.y) / paper.height) * size.height,
  }
  expect(Math.abs(seen.x - middle.x)).toBeLessThan(2)
  expect(Math.abs(seen.y - middle.y)).toBeLessThan(2)

  await page.locator('#inputs [data-widget]').fill('山田 花子')
  await readToTheEnd(page)
  await page.click('#consent')
  await page.locator('#confirm[open]').waitFor()
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  await waitForStatus(sent, 2)
  await leave()
  const { bytes } = await integrator.download(`/documents/${draft.id}/files/${draft.file}`)
  const file = path.join(folder, `${draft.id}.pdf`)
  writeFileSync(file, bytes)
  const ink = redAround(draw(file), middle)
  expect(Math.abs((ink.left + ink.right) / 2 - middle.x)).toBeLessThan(3)
  expect(Math.abs((ink.top + ink.bottom) / 2 - middle.y)).toBeLessThan(3)
  expect(Math.abs(ink.right - ink.left - 56)).toBeLessThan(4)
}

describe('the place that is chosen is the place that is seen', () => {
  test.each(
    pages,
  )('on a page with %s: in the editor, for the recipient, and in the sealed file', async (_, entries, middle) => {
    const draft = await aDraftToPlaceOn(api, makePdf({ pages: [{ entries, content: square(100, 300) }] }))
    const { page, leave } = await atEditor(browser, server, draft.id)
    // The square lies where we say that it does.
    const drawn = await darkMiddle(page)
    const size = await paperSize(page)
    expect(Math.abs(drawn.x * size.width - middle.x)).toBeLessThan(2)
    expect(Math.abs(drawn.y * size.height - middle.y)).toBeLessThan(2)
    await placeSeal(page, draft, middle)
    await leave()
    await expectSeenAndSealed(draft, size, middle, pixelsOf)
  })

  test.each([
    'fresh-doubled-other',
    'userunit',
    'bleed-cm',
    'office-libreoffice',
  ])('in %s.pdf, as its program made it', async (name) => {
    const bytes = readFileSync(path.resolve(import.meta.dirname, `../fixtures/strangers/${name}.pdf`))
    const draft = await aDraftToPlaceOn(api, bytes)
    const { page, leave } = await atEditor(browser, server, draft.id)
    const size = await paperSize(page)
    const middle = { x: Math.round(size.width * 0.7), y: Math.round(size.height * 0.4) }
    await placeSeal(page, draft, middle)
    await leave()
    // mupdf minds user units, as pdf.js does.
    await expectSeenAndSealed(draft, size, middle, (file) => pixelsByMupdf(file))
  })
})

describe('the preview of what a recipient will see', () => {
  /** At a draft with two seals of the first recipient, and one of the second. */
  async function atDraft() {
    const draft = await aDraftToPlaceOn(api)
    for (const [at, whose] of [1, 1, 2].entries()) {
      const form = {
        participant_id: draft.parties[whose] ?? '',
        type: '0',
        page: '0',
        x: `${100 + 150 * at}`,
        y: '300',
      }
      await api.call('POST', `/documents/${draft.id}/files/${draft.file}/widgets`, { form })
    }
    const visitor = await atEditor(browser, server, draft.id)
    await visitor.page.goto(`${server.url}/console/documents/${draft.id}/draft`)
    return visitor
  }

  test('is their page in a frame as wide as a phone: it is filled in, and nothing leaves the browser', async () => {
    const { page, faults, leave } = await atDraft()
    await page.click('#preview')
    const screen = page.locator('.preview-screen')
    expect((await screen.boundingBox())?.width).toBe(390)
    const frame = page.frameLocator('.preview-screen')
    await frame.locator('.paper.drawn').first().waitFor()
    await picture(page, 'preview-desk')
    expect(await frame.locator('.other-mark').allInnerTexts()).toEqual(['佐藤 太郎'])
    const posts: string[] = []
    page.on('request', (request) => {
      if (request.method() !== 'GET') posts.push(request.url())
    })
    for (const at of [0, 1]) {
      await frame.locator('button.mark.seal').nth(at).click()
      await frame.locator('.fill-sheet input').fill('山田')
      await frame.locator('.fill-sheet .button.primary').click()
    }
    const end = frame.locator('#read-end')
    if (await end.isVisible()) await end.evaluate((button: HTMLElement) => button.click())
    await frame.locator('#consent').click()
    await frame.locator('#confirm .button.primary').click()
    await frame.locator('#consent-state', { hasText: '保存も送信もされません' }).waitFor()
    await picture(page, 'preview-pressed')
    await frame.locator('#confirm-cancel').click()

    await page.getByRole('link', { name: '佐藤 太郎' }).click()
    await frame.locator('.other-mark').nth(1).waitFor()
    expect(await frame.locator('button.mark').count()).toBe(1)
    await page.getByRole('link', { name: 'パソコン' }).click()
    await frame.locator('.paper.drawn').first().waitFor()
    await picture(page, 'preview-wide')
    await page.click('#preview-back')
    await page.waitForURL('**/draft')
    expect({ posts, faults }).toEqual({ posts: [], faults: [] })
    await leave()
  })

  test('has the whole of a phone, fits, and is found good by axe', async () => {
    const { page, leave } = await atDraft()
    const draft = page.url()
    const judge = async () => {
      expect(await judgedByAxeInBothSchemes(page), page.url()).toEqual({ light: [], dark: [] })
      await fitsTheWidth(page)
    }
    for (const [width, height] of [
      [1280, 800],
      [360, 740],
    ] as const) {
      await page.setViewportSize({ width, height })
      await page.goto(draft)
      await page.click('#preview')
      const screen = page.locator('.preview-screen')
      await page.frameLocator('.preview-screen').locator('.paper.drawn').first().waitFor()
      if (width === 360) {
        expect(await screen.boundingBox()).toMatchObject({ x: 0, width: 360 })
        await picture(page, 'preview-phone')
      }
      await judge()
      // By itself it says what it is, and leads back.
      await page.goto(new URL((await screen.getAttribute('src')) ?? '', server.url).href)
      await page.locator('.paper.drawn').first().waitFor()
      await picture(page, `preview-alone-${width}`)
      await judge()
      await page.locator('.preview-mark a').click()
      await page.waitForURL('**/draft')
    }
    await leave()
  })
})
