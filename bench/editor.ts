import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { aDraftToPlaceOn, atEditor, type Placing, pointOf, saved } from '#tests/browser/placing-visitor.ts'
import { openChromium } from '#tests/browser/visitor.ts'
import { aCaller, type Caller } from '#tests/web-api/caller.ts'
import { printedContract } from './printed-contract.ts'
import { startProduct } from './product.ts'

const pages = 50
/** Milliseconds between two words of the mouse, as a usual one has it. */
const mousePause = 8

/** What a page saw of itself: times of pictures and of tasks above 50 ms, both in milliseconds, and canvases alive at once. */
type Seen = { pictures: number[]; tasks: number[]; canvases: number; arrivedAt: number }

/** A field dragged over the pages of a long contract, in Chromium: pictures a second, and what held them up. */
export async function benchEditor(rounds: number): Promise<void> {
  const place = resolve('data')
  await mkdir(place, { recursive: true })
  const dataDirectory = await mkdtemp(join(place, 'bench-'))
  const product = await startProduct({ dataDirectory })
  const browser = await openChromium()
  try {
    const { email, password } = JSON.parse(await readFile(join(dataDirectory, 'evaluation.json'), 'utf8'))
    const api = await aCaller(product.url, product.clientId)
    const draft = await aDraftToPlaceOn(api, await printedContract(browser, pages, 2600))
    await fillPages(api, draft)
    for (const [name, drag] of Object.entries(ways)) {
      const seen: Seen[] = []
      for (let round = 0; round < rounds; round++) {
        const { page, leave } = await atEditor(browser, { url: product.url, email, password }, draft.id)
        seen.push(await watched(page, drag))
        await leave()
      }
      console.log(`${name}: ${said(seen)}`)
    }
  } finally {
    await browser.close()
    await product.stop()
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

/** Three fields on every page. */
async function fillPages(api: Caller, { id, file, parties }: Placing): Promise<void> {
  for (let page = 0; page < pages; page++) {
    for (const type of [0, 1, 2]) {
      const at = { page: String(page), x: '300', y: String(500 + type * 90) }
      const form = { participant_id: parties[1 + (page % 2)] ?? '', type: String(type), ...at }
      const { status } = await api.call('POST', `/documents/${id}/files/${file}/widgets`, { form })
      if (status !== 200) throw new Error(`no field: ${status}`)
    }
  }
}

type Spot = { x: number; y: number }

/** From the first page: over one page without scrolling, on by the wheel, and on by the lower edge of the window. */
const ways: Record<string, (page: Page, from: Spot) => Promise<void>> = {
  'on its page': async (page, from) => {
    for (let step = 0; step < 300; step++) {
      await page.mouse.move(from.x + 120 * Math.sin(step / 20), from.y + 90 * (1 - Math.cos(step / 14)))
      await page.waitForTimeout(mousePause)
    }
  },
  'over the pages by the wheel': async (page, from) => {
    for (let step = 0; step < 400; step++) {
      await page.mouse.move(from.x + 60 * Math.sin(step / 20), from.y + 60 * (1 - Math.cos(step / 14)))
      if (step % 4 === 0) await page.mouse.wheel(0, 120)
      await page.waitForTimeout(mousePause)
    }
  },
  'over all pages at the edge': async (page, from) => {
    await page.mouse.move(from.x, 780, { steps: 20 })
    await page.waitForFunction(
      (last) => document.querySelector('.page-count')?.textContent?.startsWith(`${last} `) === true,
      pages,
      { timeout: 120_000 },
    )
  },
}

/** Takes the first field, drags it as is said, and lets it go. */
async function watched(page: Page, drag: (page: Page, from: Spot) => Promise<void>): Promise<Seen> {
  const from = await pointOf(page, 0, 330, 525)
  await page.mouse.move(from.x, from.y)
  // What is drawn at first is drawn.
  await page.waitForTimeout(1_500)
  await page.evaluate(() => {
    const seen: Seen = { pictures: [], tasks: [], canvases: 0, arrivedAt: 0 }
    Object.assign(window, { seen })
    let last: number | null = null
    const look = (now: number): void => {
      if (last !== null) seen.pictures.push(now - last)
      last = now
      seen.canvases = Math.max(seen.canvases, document.querySelectorAll('.paper canvas').length)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.tasks.push(duration)
    }).observe({ type: 'longtask' })
  })
  await page.mouse.down()
  await drag(page, from)
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen)
  await page.mouse.up()
  // As it was, for the next round.
  await page.keyboard.press('Control+z')
  await saved(page)
  return seen
}

function said(rounds: Seen[]): string {
  const pictures = rounds.flatMap((each) => each.pictures).toSorted((a, b) => b - a)
  const tasks = rounds.flatMap((each) => each.tasks)
  const perSecond = (share: number) => 1000 / (pictures[Math.floor(pictures.length * share)] ?? Number.NaN)
  const worst = pictures.slice(0, Math.ceil(pictures.length / 100))
  const mean = worst.reduce((sum, each) => sum + each, 0) / worst.length
  return (
    `${perSecond(0.5).toFixed(0)} pictures a second (median), ${(1000 / mean).toFixed(0)} in the worst hundredth, ` +
    `${tasks.length} long tasks in ${rounds.length} rounds (longest ${Math.round(Math.max(0, ...tasks))} ms), ` +
    `${Math.max(...rounds.map(({ canvases }) => canvases))} canvases at most`
  )
}
