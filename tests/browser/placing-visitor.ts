import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { freshTel } from '#tests/support/integrator.ts'
import type { TestServer } from '#tests/support/server.ts'
import { type Caller, upload } from '../web-api/caller.ts'
import { visit } from './visitor.ts'

type PlacedOnWire = {
  id: string
  widget_type: number
  participant_id: string
  page: number
  x: number
  y: number
  w: number
  h: number
  text: string
  label: string
}

export type Placing = {
  id: string
  file: string
  /** The sender, then the recipients. */
  parties: string[]
  /** The numbers of the recipients. */
  tels: string[]
  fields(): Promise<PlacedOnWire[]>
}

/** A draft with these bytes and two recipients. */
export async function aDraftToPlaceOn(api: Caller, bytes?: Uint8Array): Promise<Placing> {
  const { body } = await api.call('POST', '/documents', { form: { title: '覚書' } })
  const path = `/documents/${body.id}`
  const tels = [freshTel(), freshTel()]
  for (const [index, tel] of tels.entries()) {
    const form = { name: index === 0 ? '山田 花子' : '佐藤 太郎', tel, callback: '1' }
    await api.call('POST', `${path}/participants`, { form })
  }
  await api.call('POST', `${path}/files`, { raw: upload(bytes ?? (await contractPdf())) })
  const read = async () => (await api.call('GET', path)).body
  const { participants, files } = await read()
  return {
    id: body.id,
    file: files[0].id,
    parties: participants.map(({ id }: { id: string }) => id),
    tels,
    fields: async () => (await read()).files[0].widgets,
  }
}

/** Signed in, at the editor of this draft, whose first page is drawn. */
export async function atEditor(
  browser: Browser,
  server: Pick<TestServer, 'url' | 'email' | 'password'>,
  id: string,
  options: BrowserContextOptions = { viewport: { width: 1280, height: 800 } },
) {
  const visitor = await visit(browser, options)
  const { page } = visitor
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
  await openEditorOf(page, server, id)
  return visitor
}

export async function openEditorOf(page: Page, server: Pick<TestServer, 'url'>, id: string): Promise<void> {
  await page.goto(`${server.url}/console/documents/${id}/fields`)
  await page.locator('.paper.drawn').first().waitFor()
}

/** The place of a point of the page (from 0), in CSS pixels of the window; scrolls it into view. */
export async function pointOf(page: Page, number: number, x: number, y: number) {
  const sheet = page.locator('.paper').nth(number)
  await sheet.evaluate((paper, down) => {
    const scale = Number(paper.style.getPropertyValue('--total-scale-factor'))
    scrollBy({ top: paper.getBoundingClientRect().top + down * scale - innerHeight / 3, behavior: 'instant' })
  }, y)
  const box = await sheet.evaluate((paper) => {
    const { left, top } = paper.getBoundingClientRect()
    return { left, top, scale: Number(paper.style.getPropertyValue('--total-scale-factor')) }
  })
  return { x: box.left + x * box.scale, y: box.top + y * box.scale }
}

/** Nothing is on its way any more. */
export async function saved(page: Page): Promise<void> {
  await page.locator('.save-state.saved').waitFor()
}

/** A finger that goes from here by so much. */
export async function swipe(page: Page, from: { x: number; y: number }, by: { x: number; y: number }) {
  const session = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: points })
  await touch('touchStart', [from])
  for (let step = 1; step <= 8; step += 1) {
    await touch('touchMove', [{ x: from.x + (by.x * step) / 8, y: from.y + (by.y * step) / 8 }])
  }
  await touch('touchEnd', [])
  await session.detach()
}

/** The middle of something, in CSS pixels of the window. */
export async function middleOf(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox()
  if (box === null) throw new Error(`no ${selector}`)
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}
