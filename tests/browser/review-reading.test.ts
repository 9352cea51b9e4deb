/** The review on a phone: paper first, reading before consent, what was on the screen in the trail. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
  type Wanted,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium, proveThePhone, readToTheEnd, visit } from './visitor.ts'

let server: TestServer
let integrator: Integrator
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const small = { viewport: { width: 360, height: 640 } }

async function arrive(page: Page, wanted: Partial<Wanted> = {}): Promise<{ sent: Sent; url: string }> {
  const tel = freshTel()
  const recipients = [{ name: '山田 花子', tel }]
  const sent = await sendDocument(integrator, { pdf: await contractPdf(), recipients, ...wanted })
  const url = await signingUrl(sent)
  await proveThePhone(page, { url, tel, server })
  await page.locator('.paper').first().waitFor()
  return { sent, url }
}

const positionOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => getComputedStyle(element).position)

type Event = { type: string; files?: { fileId: string; pages: [page: number, seconds: number][] }[] }

/** The audit trail as it is hashed. */
async function trailOf({ documentId }: Sent): Promise<Event[]> {
  const rows = await rowsOf<{ row: string }>(
    server,
    'select row from audit where document_id = $1 order by sequence',
    documentId,
  )
  return rows.map(({ row }) => JSON.parse(row) as Event)
}

const pagesIn = async (sent: Sent) => (await trailOf(sent)).filter(({ type }) => type.startsWith('pages.'))

describe('on a small phone', () => {
  test('the paper begins within the upper 300 px, under a long title and a long sender', async () => {
    const { page, faults, leave } = await visit(browser, small)
    await arrive(page, {
      title: '業務委託契約書および秘密保持に関する覚書（Webアプリケーション開発・保守・運用）',
    })
    const top = await page
      .locator('.paper')
      .first()
      .evaluate((paper) => paper.getBoundingClientRect().top)
    expect(top).toBeLessThan(300)
    // The bar belongs to the main landmark.
    expect(await page.locator('main #bar').count()).toBe(1)
    expect(faults).toEqual([])
    await leave()
  })

  test('until the last page was on the screen the bar says how far one is and reads on; then it asks for consent', async () => {
    const { page, faults, leave } = await visit(browser, small)
    const { sent } = await arrive(page)
    await page.locator('.paper.drawn').first().waitFor()
    expect(await page.innerText('#read-on')).toMatch(/^続きを読む\s*（1 \/ 2ページ）$/)
    expect(await page.locator('#consent').isVisible()).toBe(false)
    let presses = 0
    while (await page.locator('#read-on').isVisible()) {
      await page.click('#read-on')
      await page.waitForTimeout(700)
      expect(++presses).toBeLessThan(8)
    }
    expect(presses).toBeGreaterThan(1)
    expect(await page.locator('#consent').isEnabled()).toBe(true)

    // What was read is not asked for again.
    await page.reload()
    await page.locator('.paper').first().waitFor()
    await page.locator('#consent').waitFor()
    expect(await page.locator('#read-on').isVisible()).toBe(false)

    await page.click('#consent')
    await page.click('#confirm .button.primary')
    await page.waitForURL('**/done')
    const told = await pagesIn(sent)
    expect(told.map(({ type }) => type)).not.toContain('pages.not_recorded')
    const seen = told.flatMap(({ files }) => files ?? [])
    expect(new Set(seen.map(({ fileId }) => fileId))).toEqual(new Set([sent.fileId]))
    const pages = seen.flatMap((file) => file.pages)
    expect([...new Set(pages.map(([number]) => number))].sort()).toEqual([1, 2])
    for (const [, seconds] of pages) expect(seconds).toBeGreaterThan(0)
    expect(faults).toEqual([])
    await leave()
  })

  test('the quiet way leads to the last page, by keyboard too, and the trail says which pages were not seen', async () => {
    const { page, leave } = await visit(browser, small)
    const { sent } = await arrive(page, { pdf: await longPdf() })
    await page.locator('.paper.drawn').first().waitFor()
    await page.focus('#read-end')
    await page.keyboard.press('Enter')
    await page.locator('#consent:focus').waitFor()
    await page.waitForTimeout(1200)
    await page.keyboard.press('Enter')
    await page.locator('#confirm[open]').waitFor()
    await page.click('#confirm .button.primary')
    await page.waitForURL('**/done')
    const pages = (await pagesIn(sent)).flatMap(({ files }) =>
      (files ?? []).flatMap((file) => file.pages.map(([number]) => number)),
    )
    expect(pages).toContain(12)
    expect(pages).not.toContain(6)
    await leave()
  })
})

describe.each([
  { what: '400 % zoom', viewport: { width: 320, height: 200 } },
  { what: 'a phone on its side', viewport: { width: 740, height: 360 } },
])('at $what', ({ viewport }) => {
  test('the bars stand still with the page, and the contract is reached by scrolling', async () => {
    const { page, leave } = await visit(browser, { viewport })
    await arrive(page, { widgets: true })
    await page.locator('.paper.drawn').first().waitFor()
    expect([await positionOf(page, '#bar'), await positionOf(page, '.viewer-top')]).toEqual([
      'static',
      'static',
    ])
    await page
      .locator('.paper')
      .first()
      .evaluate((paper) => scrollBy(0, paper.getBoundingClientRect().top + 20))
    const covered = await page.evaluate(() =>
      [...Array(20).keys()].filter((at) => {
        const found = document.elementFromPoint(innerWidth / 2, ((at + 0.5) * innerHeight) / 20)
        return found?.closest('.paper') === null
      }),
    )
    expect(covered).toEqual([])
    await readToTheEnd(page)
    await leave()
  })
})

test('consent on a dead line says so, keeps the page, and works when the line is back; it is one consent', async () => {
  const { page, leave } = await visit(browser, small)
  const { sent } = await arrive(page)
  await readToTheEnd(page)
  await page.click('#consent')
  await page.locator('#confirm[open]').waitFor()
  await page.context().setOffline(true)
  await page.click('#confirm .button.primary')
  await expect.poll(() => page.innerText('#consent-state')).toContain('確かめられませんでした')
  expect(page.url()).toMatch(/\/review$/)
  await page.context().setOffline(false)
  await expect.poll(() => page.innerText('#consent-state')).toContain('通信が戻りました')
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  await waitForStatus(sent, 2)
  const consents = (await trailOf(sent)).filter(({ type }) => type === 'participant.consented')
  expect(consents).toHaveLength(1)
  await leave()
})

test('an answer that gets lost on the way back is asked for again, and is one consent', async () => {
  const { page, leave } = await visit(browser, small)
  const { sent } = await arrive(page)
  await readToTheEnd(page)
  await page.click('#consent')
  await page.locator('#confirm[open]').waitFor()
  let lost = 0
  await page.route('**/consent', async (route) => {
    if (lost++ > 0) return route.continue()
    await route.fetch()
    return route.abort()
  })
  await page.click('#confirm .button.primary')
  await expect.poll(() => page.innerText('#consent-state')).toContain('二重に同意したことにはなりません')
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  const trail = await trailOf(sent)
  expect(trail.filter(({ type }) => type === 'participant.consented')).toHaveLength(1)
  await leave()
})

test('what is missing is named in the order of the pages, whatever order the fields were made in', async () => {
  const { page, leave } = await visit(browser, small)
  const tel = freshTel()
  const created = await integrator.call('POST', '/documents', { title: '順番' })
  const documentId: string = created.body.id
  const uploaded = await integrator.upload(documentId, await contractPdf(), '契約書.pdf')
  const fileId: string = uploaded.body.files[0].id
  const added = await integrator.call('POST', `/documents/${documentId}/participants`, {
    name: '山田',
    tel,
    callback: '1',
  })
  const participant: string = added.body.participants.at(-1).id
  for (const [label, where, x, y] of [
    ['四番', '1', '60', '100'],
    ['三番', '0', '60', '600'],
    ['二番', '0', '300', '202'],
    ['一番', '0', '60', '205'],
  ] as const) {
    const widget = { participant_id: participant, page: where, x, y, type: '1', label, required: '1' }
    const { status } = await integrator.call(
      'POST',
      `/documents/${documentId}/files/${fileId}/widgets`,
      widget,
    )
    expect(status).toBe(200)
  }
  await integrator.call('POST', `/documents/${documentId}`)
  const url = await signingUrl({ integrator, documentId, participants: [participant], fileId })
  await page.goto(url)
  await page.fill('#tel', tel)
  await page.click('form .button.primary')
  await page.fill('#code', await server.codeFor(tel))
  await page.click('#code-form .button.primary')
  await page.waitForURL('**/review')
  await readToTheEnd(page)
  await page.click('#consent')
  await expect.poll(() => page.innerText('#bar-state')).toBe('未入力の項目が4件あります（一番）')
  await page.waitForFunction(() => document.activeElement?.matches('.mark'))
  await page.goto(`${url}/confirm`)
  expect(await page.locator('.notice li').allInnerTexts()).toEqual(['一番', '二番', '三番', '四番'])
  await leave()
})

test('without JavaScript nobody knows what was on the screen, and the trail says that', async () => {
  const { page, leave } = await visit(browser, { ...small, javaScriptEnabled: false })
  const tel = freshTel()
  const sent = await sendDocument(integrator, {
    pdf: await contractPdf(),
    recipients: [{ name: '山田', tel }],
  })
  await page.goto(await signingUrl(sent))
  await page.fill('#tel', tel)
  await page.click('form .button.primary')
  await page.fill('#code', await server.codeFor(tel))
  await page.click('#code-form .button.primary')
  await page.waitForURL('**/review')
  expect(await page.locator('#read-on').isVisible()).toBe(false)
  await page.click('#consent')
  await page.waitForURL('**/confirm')
  await page.click('main .button.primary')
  await page.waitForURL('**/done')
  const trail = (await trailOf(sent)).map(({ type }) => type)
  expect(trail.indexOf('pages.not_recorded')).toBe(trail.indexOf('participant.consented') - 1)
  await leave()
})

/** Twelve pages of the contract's kind. */
async function longPdf(): Promise<Buffer> {
  const { makePdf } = await import('#tests/fixtures/pdf/make-pdf.ts')
  return makePdf({ pages: Array.from({ length: 12 }, () => ({})) })
}

test('a page that the browser kept, and shows again after Back, has no dead dialog', async () => {
  const { page, leave } = await visit(browser, small)
  await arrive(page)
  await readToTheEnd(page)
  await page.click('#consent')
  await page.locator('#confirm[open]').waitFor()
  const shownAgain = () =>
    page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
  await shownAgain()
  expect(await page.locator('#confirm').isVisible()).toBe(false)

  // Left while the consent was on its way: the server says what became of it.
  let asked = 0
  await page.route('**/consent', async (route) => {
    asked++
    await route.fetch()
  })
  await page.click('#consent')
  await page.click('#confirm .button.primary')
  await expect.poll(() => asked).toBe(1)
  await page.waitForTimeout(500)
  await shownAgain()
  await expect.poll(() => page.innerText('main')).toContain('書類の確認は完了しています')
  await leave()
})

test.each([
  { what: 'a young session after half an hour', age: '5 minutes', calm: '20:00', warned: '08:00' },
  { what: 'an old one after five minutes', age: '70 minutes', calm: '01:30', warned: '01:30' },
])('the warning before the end comes in time: $what', async ({ age, calm, warned }) => {
  const { page, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await page.clock.install()
  const { sent } = await arrive(page)
  await rowsOf(
    server,
    `update signing_sessions set created_at = now() - $2::interval where document_id = $1 and ended_at is null`,
    sent.documentId,
    age,
  )
  await page.reload()
  await page.locator('.paper').first().waitFor()
  await page.clock.fastForward(calm)
  expect(await page.locator('#idle-warning').isVisible()).toBe(false)
  await page.clock.fastForward(warned)
  await page.locator('#idle-warning[open]').waitFor()
  await leave()
})
