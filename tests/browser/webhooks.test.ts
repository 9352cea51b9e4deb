import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { type Receiver, startReceiver } from '#tests/support/receiver.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { enterConsole } from '../console/console-visitor.ts'
import { type Added, addWebhook, deliveriesOf } from '../console/webhooks.ts'
import { aCaller, aSentDocument, type Caller } from '../web-api/caller.ts'
import { openChromium, screen } from './visitor.ts'

let server: TestServer
let browser: Browser
let context: BrowserContext
let page: Page
let caller: Caller
const receivers: Receiver[] = []
let well: Added
let ill: Added

async function receiverThat(status: number, body: string): Promise<Receiver> {
  const receiver = await startReceiver()
  receiver.behave({ status, body })
  receivers.push(receiver)
  return receiver
}

beforeAll(async () => {
  server = await startTestServer({ env: { WEBHOOK_SOURCE_ADDRESSES: '203.0.113.7,203.0.113.8' } })
  const administrator = await enterConsole(server)
  caller = await aCaller(server.url, server.clientId)
  const events = ['document.sent', 'turn.started', 'document.cancelled', 'document.concluded']
  const good = await receiverThat(200, '{"ok":true}')
  const busy = await receiverThat(503, '<html><h1>503 Service Unavailable</h1></html>')
  const gone = await receiverThat(410, '')
  const strict = await receiverThat(401, 'Unauthorized')
  well = await addWebhook(administrator, `${good.url}/hooks/musubi?token=s3cret`, { events })
  ill = await addWebhook(administrator, `${busy.url}/api/v2/webhooks/contracts`, { events })
  await addWebhook(administrator, `${gone.url}/former`, { events })
  await addWebhook(administrator, `${strict.url}/cloudsign`, { format: 'compatible', events })
  for (let n = 0; n < 3; n++) {
    const sent = await aSentDocument(caller)
    await caller.call('PUT', `${sent.path}/decline`)
  }
  await until('everything is tried', async () =>
    (await deliveriesOf(server, well.id)).every(({ state }) => state === 'delivered'),
  )
  browser = await openChromium()
  context = await browser.newContext({ locale: 'ja-JP', reducedMotion: 'reduce' })
  page = await context.newPage()
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
  await Promise.all(receivers.map((each) => each.close()))
})

const pages: [string, () => Promise<string>][] = [
  ['the list', async () => '/console/webhooks'],
  ['a new one', async () => '/console/webhooks/new'],
  ['one that is well', async () => well.path],
  ['one that does not answer', async () => ill.path],
  ['a secret to renew', async () => `${well.path}/secret`],
  ['one to remove', async () => `${well.path}/remove`],
  [
    'a delivery that waits',
    async () => `${ill.path}/deliveries/${(await deliveriesOf(server, ill.id))[0]?.id}`,
  ],
]

describe.each([
  [360, 740],
  [1280, 800],
])('at %i × %i', (width, height) => {
  test.each(pages)('%s is readable for everybody and fits', async (_, path) => {
    await page.setViewportSize({ width, height })
    await page.goto(`${server.url}${await path()}`)
    await page.emulateMedia({ colorScheme: 'light' })
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wider).toBeLessThanOrEqual(0)
    expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
  })
})

test('every page speaks English too', async () => {
  await page.goto(`${server.url}/console/webhooks?lang=en`)
  for (const [, path] of pages) {
    await page.goto(`${server.url}${await path()}`)
    const text = await page.locator('main').innerText()
    expect(text.replaceAll('契約書', '')).not.toMatch(/[\u3040-\u30ff]/)
  }
  await page.goto(`${server.url}/console/webhooks?lang=ja`)
})

test('a test is sent and its answer seen, by the buttons of the page', async () => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.goto(`${server.url}${well.path}`)
  await page.getByRole('button', { name: 'テスト送信' }).click()
  await page.getByText('テストを送信しました').waitFor()
  await until('the test is delivered', async () => {
    const sent = await deliveriesOf(server, well.id)
    return sent.some(({ type, state }) => type === 'webhook.test' && state === 'delivered')
  })
  await page.goto(`${server.url}${well.path}`)
  await page.emulateMedia({ colorScheme: 'light' })
  await screen(page, 'webhook')
  await page.getByRole('link', { name: 'テスト送信' }).first().click()
  await page.getByText('{"ok":true}').waitFor()
})

test('a delivery stands on the open page as it happens, and what has the focus keeps it', async () => {
  await page.goto(`${server.url}${well.path}`)
  const rows = page.locator('.deliveries tbody tr')
  const before = await rows.count()
  const first = rows.first().locator('a')
  await first.focus()
  const focused = await first.getAttribute('href')
  await aSentDocument(caller)
  await expect.poll(() => rows.count()).toBeGreaterThan(before)
  expect(await page.locator(':focus').getAttribute('href')).toBe(focused)
})
