import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { freshTel } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { middleOf, pointOf, swipe } from './placing-visitor.ts'
import { fitsTheWidth, openChromium, proveThePhone, readToTheEnd, screen, tabTo, visit } from './visitor.ts'

type Click = NonNullable<Parameters<Locator['click']>[0]>

let server: TestServer
let browser: Browser

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const desk = { viewport: { width: 1280, height: 800 } }
const phone = { viewport: { width: 360, height: 740 } }

const pdf = async (name: string) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.from(await contractPdf()),
})

async function signIn(page: Page, click: (at: Locator) => Promise<void> = (at) => at.click()) {
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await click(page.locator('main button'))
  await page.waitForURL('**/console/home')
}

/** On the page of a draft: one recipient by phone number. */
async function addBySms(page: Page, name: string, tel: string) {
  await page.fill('#name', name)
  await page.fill('#tel', tel)
  await page.getByRole('button', { name: '宛先に追加する' }).click()
  await page.locator('.lineup strong', { hasText: name }).waitFor()
}

/** A seal of the first recipient on each of two pages, and one of the second: with Shift the next can be placed at once. */
async function placeThree(page: Page, click: (at: Locator, how?: Click) => Promise<void>) {
  await click(page.getByRole('link', { name: '入力項目を置く' }))
  const sheets = page.locator('.paper.drawn')
  await sheets.first().waitFor()
  await click(page.locator('[data-kind=seal]'))
  await click(sheets.first(), { modifiers: ['Shift'], position: { x: 150, y: 300 } })
  await click(sheets.first(), { modifiers: ['Shift'], position: { x: 350, y: 300 } })
  await click(page.locator('.whose-choice').nth(1))
  await click(sheets.first(), { position: { x: 250, y: 420 } })
  await page.locator('.save-state.saved').waitFor()
  await screen(page, 'console-fields')
}

async function consentByUrl(url: string, tel: string, seen?: string) {
  const { page, leave } = await visit(browser, phone)
  await proveThePhone(page, { url, tel, server })
  await readToTheEnd(page)
  const seals = page.locator('button.mark.seal')
  for (let at = 0; at < (await seals.count()); at++) {
    await seals.nth(at).click()
    await page.fill('.fill-sheet input', '山田')
    await page.click('.fill-sheet .button.primary')
  }
  if (seen !== undefined) await screen(page, seen)
  await page.locator('#consent').click()
  await page.click('#confirm .button.primary')
  await page.waitForURL('**/done')
  await leave()
}

describe('making a document in Chromium', () => {
  test('choosing files is enough: they are sent, and the draft stands there with its title', async () => {
    const { page, faults, leave } = await visit(browser, desk)
    await signIn(page)
    await page.locator('main .button.primary', { hasText: '新しい書類' }).click()
    await page.setInputFiles('#uploadfile', [await pdf('賃貸借契約書.pdf'), await pdf('別紙.pdf')])
    await page.waitForURL('**/draft')
    expect(await page.inputValue('#title')).toBe('賃貸借契約書')
    expect(await page.locator('.sheets li').count()).toBe(2)

    // A refusal stays beside its file; what was added joins the list without the page being left.
    await page.fill('#message', 'よろしくお願いします')
    const broken = { name: '壊れた.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 broken') }
    await page.setInputFiles('#uploadfile', [broken, await pdf('別紙2.pdf')])
    await page.locator('.sheets li').nth(2).waitFor()
    expect(await page.locator('.arrivals .field-error').innerText()).toContain('途中で切れています')
    expect(await page.inputValue('#message')).toBe('よろしくお願いします')
    await page.locator('[data-saved]', { hasText: '保存しました' }).waitFor()
    await page.reload()
    expect(await page.inputValue('#message')).toBe('よろしくお願いします')
    expect(faults).toEqual([])
    await leave()
  })

  test('a file dropped on the page is taken, and one that is too large never leaves the browser', async () => {
    const { page, leave } = await visit(browser, desk)
    await signIn(page)
    await page.goto(`${server.url}/console/documents/new`)
    const bytes = Array.from(await contractPdf())
    await page.evaluate((content) => {
      const data = new DataTransfer()
      data.items.add(new File([new Uint8Array(50 * 1024 * 1024 + 1)], '大きい.pdf'))
      data.items.add(new File([new Uint8Array(content)], '落とした.pdf', { type: 'application/pdf' }))
      document.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, cancelable: true }))
    }, bytes)
    await page.getByRole('link', { name: '次へ進む' }).click()
    await page.waitForURL('**/draft')
    expect(await page.locator('.sheet-words strong').allInnerTexts()).toEqual(['落とした.pdf'])
    await leave()
  })

  test('what was typed last is saved before a link or another form leaves the page', async () => {
    const { page, leave } = await visit(browser, desk)
    await signIn(page)
    await page.goto(`${server.url}/console/documents/new`)
    await page.setInputFiles('#uploadfile', [await pdf('急ぎ.pdf')])
    await page.waitForURL('**/draft')
    await page.fill('#name', '山田 花子')
    await page.fill('#tel', freshTel())
    await page.fill('#message', '先に打った言葉')
    await page.locator('.add-person > .button').click()
    await page.locator('.lineup strong', { hasText: '山田 花子' }).waitFor()
    expect(await page.inputValue('#message')).toBe('先に打った言葉')
    await page.fill('#message', '次に打った言葉')
    await page.getByRole('link', { name: '送信前の確認へ' }).click()
    await page.waitForURL('**/send')
    expect(await page.locator('main').innerText()).toContain('次に打った言葉')
    await leave()
  })

  test('recipients are dragged into another order, which is kept', async () => {
    const { page, leave } = await visit(browser, desk)
    await signIn(page)
    await page.goto(`${server.url}/console/documents/new`)
    await page.setInputFiles('#uploadfile', [await pdf('順番.pdf')])
    await page.waitForURL('**/draft')
    for (const name of ['一郎', '二郎', '三郎']) await addBySms(page, name, freshTel())
    const names = () => page.locator('#people .lineup strong').allInnerTexts()
    expect(await names()).toEqual(['一郎', '二郎', '三郎'])
    const saved = page.waitForResponse('**/people/order')
    await page.locator('#people .lineup').scrollIntoViewIfNeeded()
    const [from, to] = await Promise.all(
      [2, 0].map((at) => page.locator('#people .lineup li').nth(at).boundingBox()),
    )
    await page.mouse.move((from?.x ?? 0) + 200, (from?.y ?? 0) + 20)
    await page.mouse.down()
    await page.mouse.move((to?.x ?? 0) + 200, (to?.y ?? 0) + 10, { steps: 12 })
    await page.mouse.up()
    await saved
    await page.reload()
    expect(await names()).toEqual(['三郎', '一郎', '二郎'])
    await leave()
  })

  test('two pages, two recipients and three fields are sent and concluded through the QR page, in few clicks', async () => {
    const { page, faults, leave } = await visit(browser, desk)
    const tels = [freshTel(), freshTel()]
    let clicks = 0
    const click = async (at: Locator, how: Click = {}) => {
      clicks += 1
      await at.click(how)
    }
    const began = performance.now()
    await signIn(page, click)
    await click(page.locator('main .button.primary', { hasText: '新しい書類' }))
    await screen(page, 'console-new')
    const chooser = page.waitForEvent('filechooser')
    await click(page.locator('.zone .button'))
    await (await chooser).setFiles([await pdf('賃貸借契約書（みなと坂レジデンス 305号室）.pdf')])
    await page.waitForURL('**/draft')
    await click(page.locator('#name'))
    for (const [at, name] of ['山田 花子', '佐藤 美咲'].entries()) {
      // Whoever has added one goes on typing the next.
      await page.waitForFunction(() => document.activeElement?.id === 'name')
      await page.keyboard.type(name)
      await page.keyboard.press('Tab')
      await page.keyboard.press('Tab')
      await page.keyboard.type(tels[at] ?? '')
      await click(page.getByRole('button', { name: '宛先に追加する' }))
      await page.locator('.lineup strong', { hasText: name }).waitFor()
    }
    await page.evaluate(() => window.scrollTo(0, 0))
    await screen(page, 'console-draft')
    await placeThree(page, click)
    await click(page.getByRole('link', { name: '送信前の確認へ' }))
    await page.waitForURL('**/send')
    await page.waitForLoadState('networkidle')
    await screen(page, 'console-check')
    await click(page.locator('#send'))
    await page.waitForURL('**/hand?done=sent')
    const seconds = (performance.now() - began) / 1000
    console.log(`from the sign-in to what is sent: ${clicks} clicks, ${seconds.toFixed(1)} s`)
    expect(clicks).toBeLessThanOrEqual(14)
    // A bound of what was promised, far from what it takes here.
    expect(seconds).toBeLessThanOrEqual(60)
    for (const [at, tel] of tels.entries()) {
      await click(page.locator('#show-url'))
      await page.locator('.qr').waitFor()
      if (at === 0) await screen(page, 'console-qr')
      await consentByUrl(await page.inputValue('#signing-url'), tel, at === 0 ? 'console-phone' : undefined)
      await page.locator('.handed-state[data-state="consented"]').waitFor()
      expect(await page.locator('.qr').isVisible()).toBe(false)
      if (at === 0) await click(page.getByRole('link', { name: '次の佐藤 美咲さんに渡す' }))
    }
    await click(page.locator('.handed .button.primary'))
    await page.locator('.document-head', { hasText: /締結/ }).waitFor()
    await expect
      .poll(async () => {
        await page.reload()
        return page.locator('.document-head').innerText()
      })
      .toContain('締結済み')
    console.log(`and to the concluded document: ${clicks}`)
    expect(faults).toEqual([])
    await leave()
  })

  test('is made and sent without JavaScript', async () => {
    const { page, leave } = await visit(browser, { ...desk, javaScriptEnabled: false })
    await signIn(page)
    await page.locator('main .button.primary', { hasText: '新しい書類' }).click()
    await page.setInputFiles('#uploadfile', [await pdf('スクリプトなし.pdf')])
    await page.click('.chooser button.primary')
    await page.waitForURL('**/draft*')
    for (const name of ['一郎', '二郎']) await addBySms(page, name, freshTel())
    await page.click('#fields .button')
    for (const at of [0, 1]) {
      await page.getByRole('radio', { name: '押印' }).check()
      await page.locator('[name=participant]').selectOption({ index: at })
      await page.fill('#page', '2')
      await page.fill('#x', String(100 + 200 * at))
      await page.fill('#y', '500')
      await page.click('.placing-entry .acts .button')
      await page.waitForURL('**done=placed')
    }
    expect(await page.locator('.drawn-field').count()).toBe(2)
    await page.click('.placing-head .button.primary')
    await page.waitForURL('**/send')
    await page.click('#preview')
    const frame = page.frameLocator('.preview-screen')
    await frame.locator('.file-links a').waitFor()
    await frame.locator('.inputs input[type=text]').fill('一郎')
    await frame.locator('#consent').click()
    await frame.locator('#preview-said', { hasText: '保存も送信もされません' }).waitFor()
    await page.click('#preview-back')
    await page.waitForURL('**/send')
    await page.click('#send')
    await page.waitForURL('**/hand?done=sent')
    expect(await page.locator('main').innerText()).toContain('送信しました')
    await page.click('#show-url')
    await page.locator('.qr').waitFor()
    await leave()
  })

  test('is made and sent with a finger on a phone', async () => {
    const { page, faults, leave } = await visit(browser, { ...phone, hasTouch: true, isMobile: true })
    const tap = (at: string) => page.locator(at).tap()
    await signIn(page, (at) => at.tap())
    await page.locator('main .button.primary', { hasText: '新しい書類' }).tap()
    const chooser = page.waitForEvent('filechooser')
    await tap('.zone .button')
    await (await chooser).setFiles([await pdf('指で.pdf')])
    await page.waitForURL('**/draft')
    for (const name of ['一郎', '二郎']) {
      await tap('#name')
      await page.keyboard.type(name)
      await tap('#tel')
      await page.keyboard.type(freshTel())
      await tap('.add-person > .button')
      await page.locator('.lineup strong', { hasText: name }).waitFor()
    }
    await tap('#fields .button')
    await page.locator('.paper.drawn').first().waitFor()
    await tap('[data-kind=seal]')
    const at = await pointOf(page, 0, 300, 300)
    await page.touchscreen.tap(at.x, at.y)
    const mark = page.locator('.field-mark')
    await mark.waitFor()
    const before = await mark.getAttribute('aria-label')
    await swipe(page, await middleOf(page, '.field-mark'), { x: -40, y: 30 })
    await page.waitForFunction((was) => document.querySelector('.field-mark')?.ariaLabel !== was, before)
    await page.locator('.save-state.saved').waitFor()
    const moved = await mark.getAttribute('aria-label')
    await page.reload()
    await page.locator('.paper.drawn').first().waitFor()
    expect(await mark.getAttribute('aria-label')).toBe(moved)
    await fitsTheWidth(page)
    await tap('.placing-head .button.primary')
    await page.waitForURL('**/send')
    await tap('#send')
    await page.waitForURL('**/hand?done=sent')
    await tap('#show-url')
    await page.locator('.qr').waitFor()
    await fitsTheWidth(page)
    expect(faults).toEqual([])
    await leave()
  })

  test('is made, with fields placed and moved, looked at and sent with the keyboard alone', async () => {
    const { page, leave } = await visit(browser, desk)
    await signIn(page)
    await tabTo(page, 'a[href="/console/documents/new"]')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/new')
    await tabTo(page, '#uploadfile')
    const chooser = page.waitForEvent('filechooser')
    await page.keyboard.press('Space')
    await (await chooser).setFiles([await pdf('鍵盤.pdf')])
    await page.waitForURL('**/draft')
    for (const name of ['一郎', '二郎']) {
      await tabTo(page, '#name')
      await page.keyboard.type(name)
      await tabTo(page, '#tel')
      await page.keyboard.type(freshTel())
      await page.keyboard.press('Enter')
      await page.locator('.lineup strong', { hasText: name }).waitFor()
    }
    await tabTo(page, 'button[aria-label="二郎を1つ前へ"]')
    await page.keyboard.press('Enter')
    await page.waitForURL('**moved=*')
    expect(await page.locator('#people .lineup strong').allInnerTexts()).toEqual(['二郎', '一郎'])
    // A seal of each, in the middle of the page in view, and from there by a point and by ten.
    await tabTo(page, '#fields .button')
    await page.keyboard.press('Enter')
    await page.locator('.paper.drawn').first().waitFor()
    for (const [at, key] of ['Shift+ArrowLeft', 'Shift+ArrowRight'].entries()) {
      if (at > 0) {
        await tabTo(page, '[name=whose]:checked')
        await page.keyboard.press('ArrowDown')
      }
      await tabTo(page, '[data-kind=seal]')
      await page.keyboard.press('Enter')
      await tabTo(page, '[data-act=middle]')
      await page.keyboard.press('Enter')
      await page.locator('.field-mark:focus').waitFor()
      for (let presses = 0; presses < 5; presses += 1) await page.keyboard.press(key)
      await page.keyboard.press('ArrowDown')
    }
    await page.locator('.save-state.saved').waitFor()
    const marks = await page.locator('.field-mark').evaluateAll((all) => all.map((each) => each.ariaLabel))
    expect(marks).toEqual([
      expect.stringContaining('二郎）、1ページ目、X 220、Y 394'),
      expect.stringContaining('一郎）、1ページ目、X 320'),
    ])
    await tabTo(page, '.placing-head .button.primary')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/send')
    // A look at what the recipient will see, and back.
    await tabTo(page, '#preview')
    await page.keyboard.press('Enter')
    await page.frameLocator('.preview-screen').locator('.paper.drawn').first().waitFor()
    await tabTo(page, '#preview-back')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/send')
    await tabTo(page, '#send')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/hand?done=sent')
    await tabTo(page, '#show-url')
    await page.keyboard.press('Enter')
    await page.locator('.qr').waitFor()
    await leave()
  })
})

describe.each([
  ['a desk', desk],
  ['a phone', phone],
])('the pages of making on %s', (_, size) => {
  test.each(['ja', 'en'])('are found good by axe, and fit (%s)', async (lang) => {
    const { page, leave } = await visit(browser, size)
    await signIn(page)
    const judge = async () => {
      expect(await judgedByAxeInBothSchemes(page), page.url()).toEqual({ light: [], dark: [] })
      await fitsTheWidth(page)
    }
    await page.goto(`${server.url}/console/documents/new?lang=${lang}`)
    await judge()
    await page.setInputFiles('#uploadfile', [await pdf('axe.pdf')])
    await page.waitForURL('**/draft')
    const draft = page.url()
    await page.goto(draft.replace('/draft', '/send'))
    await judge()
    await page.goto(draft)
    await page.fill('#name', `${'とても長い名前'.repeat(6)}`)
    await page.fill('#tel', freshTel())
    await page.click('.add-person > .button')
    await page.locator('.lineup li').waitFor()
    await page.click('.add-person > .button')
    await page.locator('.add-person .field-error').first().waitFor()
    await judge()
    await page.goto(draft)
    await page.click('.lineup-acts a')
    await judge()
    await page.goto(draft.replace('/draft', '/send'))
    await judge()
    await page.click('#send')
    await page.waitForURL('**/hand?done=sent')
    await judge()
    await page.click('#show-url')
    await page.locator('.qr').waitFor()
    await judge()
    await page.goto(draft.replace('/draft', ''))
    await judge()
    await leave()
  })
})
