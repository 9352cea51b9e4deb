/** Reading mode: a page's own text in its place, in large type, where the text layer is what the page shows. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lease } from '#tests/fixtures/pdf/lease.ts'
import { makePdf, streamSource } from '#tests/fixtures/pdf/make-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  type Integrator,
  type Sent,
  sendDocument,
  signInIntegrator,
  signingUrl,
} from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, proveThePhone, type Visitor, visit } from './visitor.ts'

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

type Reader = Visitor & { sent: Sent }

/** A person who has this file before them; its first page is drawn. */
async function reader(pdf: Uint8Array, options = {}, wanted: { widgets?: boolean } = {}): Promise<Reader> {
  const tel = freshTel()
  const sent = await sendDocument(integrator, { pdf, recipients: [{ name: '山田 花子', tel }], ...wanted })
  return arrive(sent, tel, options)
}

async function arrive(sent: Sent, tel: string, options = {}): Promise<Reader> {
  const visitor = await visit(browser, options)
  const { page } = visitor
  await proveThePhone(page, { url: await signingUrl(sent), tel, server })
  await page.locator('.paper.drawn').first().waitFor()
  return { ...visitor, sent }
}

const stranger = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, '../fixtures/strangers', `${name}.pdf`))

const button = (page: Page) => page.locator('.as-text-button')
const textOf = (page: Page, number: number) => page.locator('.text-page').nth(number - 1)

/** A press that does not scroll: the browser's own "into view" knows the toolbar's first place only. */
const pressed = (target: Locator) => target.evaluate((each) => (each as HTMLElement).click())

async function readAsText(page: Page): Promise<void> {
  await button(page).click()
  await page.locator('.text-page.as-text').first().waitFor()
}

/** Every page of the file was looked at, and none was found fit. */
async function isNeverOffered(page: Page, pages: number): Promise<void> {
  for (let number = 1; number <= pages; number++) {
    await page
      .locator('.paper')
      .nth(number - 1)
      .scrollIntoViewIfNeeded()
    await page
      .locator('.paper')
      .nth(number - 1)
      .and(page.locator('.drawn'))
      .waitFor()
  }
  await page.waitForFunction(
    (all) => Number(document.querySelector<HTMLElement>('.as-text-button')?.dataset.looked) >= all,
    pages,
  )
  expect(await button(page).isVisible()).toBe(false)
}

type Shown = { pages: [number, number][]; asText?: [number, number][] }

async function shownIn({ documentId }: Sent): Promise<Shown[]> {
  const rows = await rowsOf<{ row: string }>(
    server,
    "select row from audit where document_id = $1 and type = 'pages.shown' order by sequence",
    documentId,
  )
  return rows.flatMap(({ row }) => (JSON.parse(row) as { files: Shown[] }).files)
}

const numbersIn = (pairs: [number, number][]) => [...new Set(pairs.map(([page]) => page))].sort()

test('one press shows the text of the page with its headings, lists and rows; the page says what is consented to', async () => {
  const { page, faults, leave } = await reader(await lease())
  await button(page).waitFor()
  expect(await button(page).getAttribute('aria-pressed')).toBe('false')
  // By keyboard, by its name.
  await page.getByRole('button', { name: '文字を大きくして読む' }).focus()
  await page.keyboard.press('Enter')
  await textOf(page, 1).and(page.locator('.as-text')).waitFor()
  expect(await button(page).getAttribute('aria-pressed')).toBe('true')
  expect(await page.locator('.desk').isVisible()).toBe(false)
  expect(await page.innerText('.text-lead')).toContain('同意の対象は元のPDFです')

  expect(await textOf(page, 1).locator('h2').innerText()).toBe('1ページ')
  expect(await textOf(page, 1).locator('h3').allInnerTexts()).toEqual(['建物賃貸借契約書'])
  expect(await textOf(page, 1).locator('h4').allInnerTexts()).toContain('頭書(1) 賃貸借の目的物')
  expect(await textOf(page, 1).locator('.cells').allTextContents()).toContain('名称 つばめハイツ 203号室')
  const size = await textOf(page, 1)
    .locator('p')
    .nth(1)
    .evaluate((p) => getComputedStyle(p).fontSize)
  expect(Number.parseFloat(size)).toBeGreaterThanOrEqual(18)

  await textOf(page, 2).scrollIntoViewIfNeeded()
  await textOf(page, 2).and(page.locator('.as-text')).waitFor()
  const articles = await textOf(page, 2).locator('h4').allInnerTexts()
  expect(articles).toContain('第７条（反社会的勢力の排除）')
  const items = await textOf(page, 2).locator('ul li').allInnerTexts()
  expect(items).toContain('(2) 反社会的勢力に自己の名義を利用させ、本契約を締結するものでないこと。')
  // Broken into two lines on the paper, joined without a blank.
  expect(items.join()).toContain('業務の妨害をしないこと。')
  expect(await textOf(page, 2).locator('.text-body').getAttribute('lang')).toBe('ja')
  await fitsTheWidth(page)
  expect(faults).toEqual([])
  await leave()
})

test('papers and text stand at the same page; a reload and the size of the letters change nothing of that', async () => {
  const { page, leave } = await reader(await lease())
  await readAsText(page)
  await textOf(page, 3).evaluate((section) => section.scrollIntoView({ behavior: 'instant' }))
  await textOf(page, 3).and(page.locator('.as-text')).waitFor()
  await expect.poll(() => page.innerText('.tools .count')).toBe('3 / 4')
  const before = await textOf(page, 3)
    .locator('p')
    .first()
    .evaluate((p) => getComputedStyle(p).fontSize)
  await pressed(page.getByRole('button', { name: '拡大' }))
  const after = await textOf(page, 3)
    .locator('p')
    .first()
    .evaluate((p) => getComputedStyle(p).fontSize)
  expect(Number.parseFloat(after)).toBeGreaterThan(Number.parseFloat(before))
  await expect.poll(() => page.innerText('.tools .count')).toBe('3 / 4')

  await page.reload()
  await textOf(page, 3).and(page.locator('.as-text')).waitFor()
  await expect.poll(() => page.innerText('.tools .count')).toBe('3 / 4')
  expect(
    await textOf(page, 3)
      .locator('p')
      .first()
      .evaluate((p) => getComputedStyle(p).fontSize),
  ).toBe(after)

  await pressed(button(page))
  await page.locator('.desk').waitFor()
  await expect.poll(() => page.innerText('.tools .count')).toBe('3 / 4')
  await page.locator('.paper.drawn[aria-label="ページ 3"]').waitFor()
  await leave()
})

test('read to the end as text, the bar asks for consent, and the trail says of which pages it was the text', async () => {
  const { page, sent, leave } = await reader(await lease())
  await readAsText(page)
  for (let presses = 0; await page.locator('#read-on').isVisible(); presses++) {
    expect(presses).toBeLessThan(60)
    const at = await page.evaluate(() => scrollY)
    await page.click('#read-on')
    await page.waitForFunction(
      (was) => scrollY !== was || document.querySelector('#consent:not([hidden])'),
      at,
    )
    await page.waitForFunction(() => {
      const middle = document.elementFromPoint(innerWidth / 2, innerHeight / 2)?.closest('.text-page')
      return middle === null || middle === undefined || middle.matches('.as-text')
    })
  }
  await page.click('#consent')
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  const shown = await shownIn(sent)
  expect(numbersIn(shown.flatMap(({ pages }) => pages))).toEqual([1, 2, 3, 4])
  expect(numbersIn(shown.flatMap(({ asText }) => asText ?? []))).toEqual([1, 2, 3, 4])
  await leave()
})

test('a field of the reader is named in its place, and a press leads to it on the paper', async () => {
  const { page, leave } = await reader(await lease(), {}, { widgets: true })
  await readAsText(page)
  await page.getByRole('button', { name: '「ご住所」の欄を紙面で開く' }).click()
  await page.waitForFunction(() => (document.activeElement as HTMLElement)?.dataset.name === 'ご住所')
  expect(await page.locator('.text-pages').count()).toBe(0)
  expect(await button(page).getAttribute('aria-pressed')).toBe('false')

  // What is missing is on the paper too: the bar leads there out of the text.
  await readAsText(page)
  await page.locator('#read-end').click()
  await page.locator('#consent').click()
  await page.waitForFunction(() => document.activeElement?.matches('.mark'))
  expect(await page.locator('.desk').isVisible()).toBe(true)
  await leave()
})

describe('of producers of all kinds', () => {
  test.each([
    ['office-weasyprint', 1, '賃貸借契約書'],
    ['fresh-wkhtmltopdf', 1, '賃貸借契約書 Lease'],
    ['office-qt', 1, '賃貸借契約書'],
  ])('%s is read with its title as a heading', async (name, number, title) => {
    const { page, leave } = await reader(stranger(name))
    await readAsText(page)
    expect(await textOf(page, number).locator('h3').allInnerTexts()).toContain(title)
    await leave()
  })

  test('office-libreoffice is read on its second page; the first one is empty', async () => {
    const { page, leave } = await reader(stranger('office-libreoffice'))
    await readAsText(page)
    await textOf(page, 2).scrollIntoViewIfNeeded()
    await textOf(page, 2).and(page.locator('.as-text')).waitFor()
    expect(await textOf(page, 2).innerText()).toContain('甲は乙に対し、次の物件を賃貸する。')
    await leave()
  })
})

const A4 = '/MediaBox [0 0 595 842]'
const HELVETICA = '/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>'
const words = (line: number) =>
  `BT /F1 14 Tf 60 ${760 - 24 * line} Td (The tenant pays the rent on time.) Tj ET`
/** A picture of lines of text as a scanner leaves them, over the whole page. */
const scanned = {
  entries: `${A4} /Resources << ${HELVETICA} /XObject << /Im 100 0 R >> >>`,
  objects: {
    100: streamSource(
      '/Type /XObject /Subtype /Image /Width 60 /Height 84 /ColorSpace /DeviceGray /BitsPerComponent 8',
      Buffer.from(
        Array.from({ length: 60 * 84 }, (_, at) => (Math.floor(at / 60) % 4 > 1 || at % 3 ? 255 : 40)),
      ),
    ),
  },
}
const picture = 'q 595 0 0 842 0 0 cm /Im Do Q'

describe('it is never offered', () => {
  const broken = streamSource(
    '',
    '/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /B def 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <20> <7e> <e020> endbfrange endcmap end end',
  )
  test.each([
    ['a scan', { pages: [{ entries: scanned.entries, content: picture }], objects: scanned.objects }],
    [
      'a scan with the letters that a machine read laid over it unseen',
      {
        pages: [{ entries: scanned.entries, content: `${picture} 3 Tr ${words(0)} ${words(1)}` }],
        objects: scanned.objects,
      },
    ],
    [
      'letters that name no characters',
      {
        pages: [
          {
            entries: `${A4} /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 100 0 R >> >> >>`,
            content: words(0),
          },
        ],
        objects: { 100: broken },
      },
    ],
    [
      'words that nobody sees, white on white',
      { pages: [{ entries: `${A4} /Resources << ${HELVETICA} >>`, content: `${words(0)} 1 g ${words(1)}` }] },
    ],
    [
      'text turned on its side',
      {
        pages: [
          {
            entries: `${A4} /Resources << ${HELVETICA} >>`,
            content: `${words(0)} BT /F1 14 Tf 0 1 -1 0 300 300 Tm (Upwards) Tj ET`,
          },
        ],
      },
    ],
  ])('for %s', async (_what, source) => {
    const { page, faults, leave } = await reader(makePdf(source))
    await isNeverOffered(page, 1)
    expect(faults).toEqual([])
    await leave()
  })
})

test('a page that cannot be read so stands between the others as its picture, and the trail does not call it text', async () => {
  const text = { entries: `${A4} /Resources << ${HELVETICA} >>`, content: `${words(0)} ${words(1)}` }
  const scan = { entries: scanned.entries, content: picture }
  const { page, sent, leave } = await reader(makePdf({ pages: [text, scan], objects: scanned.objects }))
  await readAsText(page)
  await textOf(page, 2).scrollIntoViewIfNeeded()
  await textOf(page, 2).locator('canvas').waitFor()
  expect(await textOf(page, 2).innerText()).toContain('紙面のまま表示しています')
  // Where the last page stands whole on the screen, the end is reached already.
  await pressed(page.locator('#read-end'))
  await page.click('#consent')
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  const shown = await shownIn(sent)
  expect(numbersIn(shown.flatMap(({ pages }) => pages))).toEqual([1, 2])
  expect(numbersIn(shown.flatMap(({ asText }) => asText ?? []))).toEqual([1])
  await leave()
})

test('a field on a page that stands there as its picture is named beneath it', async () => {
  const text = { entries: `${A4} /Resources << ${HELVETICA} >>`, content: `${words(0)} ${words(1)}` }
  const scan = { entries: scanned.entries, content: picture }
  const pdf = makePdf({ pages: [scan, text], objects: scanned.objects })
  const { page, leave } = await reader(pdf, {}, { widgets: true })
  await page.locator('.paper').nth(1).scrollIntoViewIfNeeded()
  await readAsText(page)
  await textOf(page, 1).evaluate((section) => section.scrollIntoView({ behavior: 'instant' }))
  await textOf(page, 1).locator('canvas').waitFor()
  await pressed(page.getByRole('button', { name: '「ご住所」の欄を紙面で開く' }))
  await page.waitForFunction(() => (document.activeElement as HTMLElement)?.dataset.name === 'ご住所')
  expect(await page.locator('.desk').isVisible()).toBe(true)
  await leave()
})

test('of several files each is read so where it can be, without another press', async () => {
  const tel = freshTel()
  const { body } = await integrator.call('POST', '/documents', { title: '三つの書類' })
  const documentId: string = body.id
  const scan = makePdf({
    pages: [{ entries: scanned.entries, content: picture }],
    objects: scanned.objects,
  })
  const files = [await lease(), scan, stranger('office-weasyprint')]
  for (const [at, pdf] of files.entries()) await integrator.upload(documentId, pdf, `${at}.pdf`)
  const added = await integrator.call('POST', `/documents/${documentId}/participants`, {
    name: '山田 花子',
    tel,
    callback: '1',
  })
  await integrator.call('POST', `/documents/${documentId}`)
  const participants = [added.body.participants.at(-1).id]
  const { page, faults, leave } = await arrive({ integrator, documentId, participants, fileId: '' }, tel)
  await readAsText(page)
  await pressed(page.getByRole('button', { name: '1.pdf' }))
  await isNeverOffered(page, 1)
  expect(await page.locator('.text-pages').count()).toBe(0)
  await pressed(page.getByRole('button', { name: '2.pdf' }))
  await textOf(page, 1).and(page.locator('.as-text')).waitFor()
  expect(await textOf(page, 1).innerText()).toContain('甲は乙に対し、次の物件を賃貸する。')
  await pressed(button(page))
  await page.locator('.paper.drawn').first().waitFor()
  await pressed(page.getByRole('button', { name: '0.pdf' }))
  await page.locator('.paper.drawn').first().waitFor()
  await button(page).waitFor()
  expect(await button(page).getAttribute('aria-pressed')).toBe('false')
  expect(faults).toEqual([])
  await leave()
})

test('axe finds nothing in it, light and dark, on a phone and at 400 % zoom', async () => {
  const { page, leave } = await reader(await lease(), {}, { widgets: true })
  await readAsText(page)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await page.setViewportSize({ width: 320, height: 200 })
  await fitsTheWidth(page)
  expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  await leave()
})
