/** A file is asked for, in Chromium: from the review to the console. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { png, type Request, sendAsking } from '#tests/signing/asked-for-a-file.ts'
import { judgedByAxe } from '#tests/support/axe.ts'
import { type Integrator, signInIntegrator, signingUrl, waitForStatus } from '#tests/support/integrator.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, proveThePhone, readToTheEnd, tabTo, visit } from './visitor.ts'

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

const long = '在留カード_両面をひとつにまとめたもの_2026年11月22日に撮影した写真'
const chosen = (name: string) => ({ name, mimeType: 'image/png', buffer: Buffer.from(png(name)) })

async function arrive(page: Page, request: Request = {}) {
  const { sent, tels } = await sendAsking(integrator, request)
  await proveThePhone(page, { url: await signingUrl(sent), tel: tels[0] ?? '', server })
  return sent
}

/** Nothing wider than the window, nothing that axe finds; a picture where `SHOTS` names a folder. */
async function judge(page: Page, name: string): Promise<void> {
  await fitsTheWidth(page)
  const shots = process.env.SHOTS
  if (shots !== undefined) {
    await page.screenshot({ path: `${shots}/${name}.png` })
    await page.screenshot({ path: `${shots}/${name}-full.png`, fullPage: true })
  }
  expect([name, await judgedByAxe(page)]).toEqual([name, []])
}

const isInView = (page: Page, selector: string) =>
  page.evaluate((wanted) => {
    const { top, bottom } = document.querySelector(wanted)?.getBoundingClientRect() ?? { top: -1, bottom: -1 }
    return top >= 0 && bottom <= innerHeight
  }, selector)

describe('on a phone', () => {
  test('with the keyboard only: consent leads to the file, an upload to the consent', async () => {
    const { page, faults, leave } = await visit(browser)
    const sent = await arrive(page, { seal: false })
    await readToTheEnd(page)
    expect(await page.textContent('#bar-state')).toBe('未入力の項目が1件あります（提出していただくファイル）')
    await judge(page, 'phone-1-asked')

    await page.focus('#consent')
    await page.keyboard.press('Enter')
    await page.locator('#attached-file:focus').waitFor()
    expect(await isInView(page, '#attached-file')).toBe(true)
    await judge(page, 'phone-2-led-there')

    await page.setInputFiles('#attached-file', chosen(`${long}.png`))
    await page.focus('#consent')
    await page.keyboard.press('Enter')
    expect(await page.textContent('#bar-state')).toContain('「アップロード」を押してください。')
    expect(await page.locator('#confirm').isVisible()).toBe(false)
    await page.focus('#attached-file')
    await tabTo(page, '#upload')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/review?attached=added')
    await page.locator('.notice.success:focus').waitFor()
    await page.locator('.paper.drawn').first().waitFor()
    await expect.poll(() => isInView(page, '.notice.success')).toBe(true)
    expect(await page.textContent('#bar-state')).toBe('入力はすべて済んでいます')
    await judge(page, 'phone-3-uploaded')

    await tabTo(page, '.uploads button')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/review?attached=deleted')
    expect(await page.locator('.uploads li').count()).toBe(0)
    await page.setInputFiles('#attached-file', { ...chosen('契約.pdf'), mimeType: 'application/pdf' })
    await page.click('#upload')
    await page.locator('#attached-error').waitFor()
    await page.locator('.paper.drawn').first().waitFor()
    await expect.poll(() => isInView(page, '#attached-error')).toBe(true)
    await judge(page, 'phone-4-refused')

    for (const name of ['免許証（表）.png', '免許証（裏）.png']) {
      await page.setInputFiles('#attached-file', chosen(name))
      await page.click('#upload')
      await page.waitForURL('**/review?attached=added')
      await page.getByText(name).first().waitFor()
    }
    await page.focus('#consent')
    await page.keyboard.press('Enter')
    await page.locator('#confirm[open]').waitFor()
    expect(await page.locator('#confirm dd').allTextContents()).toContain('免許証（裏）.png')
    await judge(page, 'phone-5-confirm')
    await page.keyboard.press('Enter')
    await page.waitForURL('**/done')
    const { attachment } = await waitForStatus(sent, 2)
    expect(attachment.attached_files.map(({ status }: { status: number }) => status)).toEqual([2, 1, 1])
    expect(faults).toEqual([])
    await leave()
  })

  test.each([
    { what: 'without JavaScript', options: { javaScriptEnabled: false } },
    { what: 'at 320 px', options: { viewport: { width: 320, height: 640 } } },
    { what: 'in the dark', options: { colorScheme: 'dark' as const } },
  ])('$what', async ({ what, options }) => {
    const { page, faults, leave } = await visit(browser, options)
    const scripts = what !== 'without JavaScript'
    const name = what.replaceAll(' ', '-')
    const sent = await arrive(page, {
      seal: true,
      description: `${long}\nhttps://example.jp/${'x'.repeat(60)}`,
    })
    const look = async (stage: string) => {
      // Axe needs scripts of its own in the page.
      if (scripts) await judge(page, `${name}-${stage}`)
      else if (process.env.SHOTS) {
        await page.screenshot({ path: `${process.env.SHOTS}/${name}-${stage}-full.png`, fullPage: true })
      }
    }
    await page.fill('input[data-kind=seal]', '山田')
    await page.setInputFiles('#attached-file', chosen(`${long}.png`))
    await look('1-chosen')
    await page.click('#upload')
    await page.waitForURL('**/review?attached=added')
    expect(await page.inputValue('input[data-kind=seal]')).toBe('山田')
    await look('2-uploaded')
    await page.goto(page.url().replace(/review.*$/, 'confirm'))
    await look('3-confirm')
    await page.click('form .button.primary')
    await page.waitForURL('**/done')
    await waitForStatus(sent, 2)
    expect(faults).toEqual([])
    await leave()
  })
})

test('the console lists what was sent in, and hands it out once the document is concluded', async () => {
  const recipient = await visit(browser)
  const sent = await arrive(recipient.page, { seal: false })
  await recipient.page.setInputFiles('#attached-file', chosen('間違い.png'))
  await recipient.page.click('#upload')
  await recipient.page.waitForURL('**/review?attached=added')
  await recipient.page.click('.uploads button')
  await recipient.page.waitForURL('**/review?attached=deleted')
  await recipient.page.setInputFiles('#attached-file', chosen(`${long}.png`))
  await recipient.page.click('#upload')
  await recipient.page.waitForURL('**/review?attached=added')

  const { page, faults, leave } = await visit(browser, { viewport: { width: 1280, height: 800 } })
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('form .button.primary')
  await page.waitForURL('**/console/home')
  const address = `${server.url}/console/documents/${sent.documentId}`
  await page.goto(address)
  const card = page.locator('section[aria-labelledby=attachment-heading]')
  expect(await card.locator('li').count()).toBe(2)
  expect(await card.locator('a').count()).toBe(0)
  expect(await card.textContent()).toContain('締結すると、ここからダウンロードできます。')
  await judge(page, 'console-1-awaiting')
  const { id } = (await integrator.call('GET', `/documents/${sent.documentId}`)).body.attachment
    .attached_files[1]
  expect((await page.request.get(`${address}/attached/${id}`)).status()).toBe(409)

  await recipient.page.goto(recipient.page.url().replace(/review.*$/, 'confirm'))
  await recipient.page.click('form .button.primary')
  await recipient.page.waitForURL('**/done')
  await waitForStatus(sent, 2)
  await page.goto(address)
  await judge(page, 'console-2-concluded')
  const [download] = await Promise.all([page.waitForEvent('download'), card.locator('a').click()])
  expect(download.suggestedFilename()).toBe(`${long}.png`)
  const answer = await page.request.get(`${address}/attached/${id}`)
  expect(answer.headers()).toMatchObject({ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' })
  expect(await page.getByText('山田 花子さんがファイルを添付しました').count()).toBe(2)
  await page.setViewportSize({ width: 360, height: 740 })
  await judge(page, 'console-3-phone')
  expect((await page.request.get(`${address}/attached/${'0'.repeat(32)}`)).status()).toBe(404)
  expect((await fetch(`${address}/attached/${id}`, { redirect: 'manual' })).status).toBe(303)
  expect(faults).toEqual([])
  await leave()
  await recipient.leave()
})
