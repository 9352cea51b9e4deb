/** Approval before sending and recipients asked together, in Chromium: by keyboard, at both sizes, axe at every step. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { judgedByAxe } from '#tests/support/axe.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { addColleague } from '../console/console-visitor.ts'
import { aCaller, aFullDraft, type Caller } from '../web-api/caller.ts'
import { sql } from '../web-api/other-clients.ts'
import { fitsTheWidth, openChromium, visit } from './visitor.ts'

let server: TestServer
let browser: Browser
let caller: Caller
const password = 'a password of theirs'

beforeAll(async () => {
  server = await startTestServer()
  browser = await openChromium()
  caller = await aCaller(server.url, server.clientId)
  await addColleague(server, 'approver@example.jp', password)
  await sql(server, 'update teams set approval_required = true')
  await sql(server, `update members set document_approver = true where email = 'approver@example.jp'`)
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

async function enter(email: string, secret: string, width: number): Promise<Page> {
  const { page } = await visit(browser, { viewport: { width, height: 740 } })
  await page.goto(`${server.url}/console/sign-in`)
  await page.fill('#email', email)
  await page.fill('#password', secret)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/console\/(home|documents)/)
  return page
}

/** Nothing for axe to say, and no page wider than the screen. */
async function judged(page: Page): Promise<void> {
  expect(await judgedByAxe(page)).toEqual([])
  await fitsTheWidth(page)
}

async function press(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).focus()
  await page.keyboard.press('Enter')
}

test.each([360, 1280])('asked for, approved and sent by keyboard at %i pixels', async (width) => {
  const { id, path } = await aFullDraft(caller)
  await caller.call('POST', `${path}/participants`, { form: { name: '鈴木 健', email: 's@example.jp' } })
  const sender = await enter(server.email, server.password, width)
  await sender.goto(`${server.url}/console/documents/${id}/draft`)
  await press(sender, '鈴木 健：前の宛先と同時に依頼')
  await sender.getByText('同時に依頼するようにしました').waitFor()
  expect(await sender.locator('.lineup .together').count()).toBe(2)
  await judged(sender)
  await sender.goto(`${server.url}/console/documents/${id}/send`)
  await judged(sender)
  await sender.fill('#comment', 'お願いします')
  await press(sender, '承認を依頼する')
  await sender.getByText('承認を依頼しました').waitFor()
  await judged(sender)

  const approver = await enter('approver@example.jp', password, width)
  await approver.goto(`${server.url}/console/approvals`)
  await judged(approver)
  await approver.locator('.row-title').first().focus()
  await approver.keyboard.press('Enter')
  await approver.waitForURL(/\/approval$/)
  await judged(approver)
  await press(approver, '承認する')
  await approver.getByText('承認しました').waitFor()
  await judged(approver)

  await sender.goto(`${server.url}/console/documents/${id}/send`)
  await judged(sender)
  await press(sender, '送信')
  await sender.waitForURL(/done=sent/)
  const { body } = await caller.call('GET', path)
  expect(body.participants.map(({ status }: { status: number }) => status)).toEqual([6, 4, 4])
})
