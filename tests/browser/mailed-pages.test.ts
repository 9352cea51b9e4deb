/** The pages to which mails lead, and the page that says what became of a mail: by keyboard, without scripts, in both sizes. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  aiosmtpd,
  mailSettings,
  part,
  type SmtpServer,
  startSmtpServer,
} from '#tests/adapters/smtp-server.ts'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import { signInIntegrator } from '#tests/support/integrator.ts'
import { needs } from '#tests/support/needs.ts'
import { consent, openBrowser } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { until } from '#tests/support/until.ts'
import { fitsTheWidth, openChromium, tabTo, visit } from './visitor.ts'

const sizes = [
  { width: 360, height: 740, javaScriptEnabled: false, locale: 'ja-JP' },
  { width: 1280, height: 800, javaScriptEnabled: true, locale: 'en-US' },
]

describe('by keyboard alone', needs(aiosmtpd), () => {
  let mail: SmtpServer
  let server: TestServer
  let browser: Browser
  let refused: string
  let copies: string
  beforeAll(async () => {
    mail = await startSmtpServer('open')
    server = await startTestServer({ env: mailSettings(mail) })
    browser = await openChromium()
    await rowsOf(server, `update teams set concluded_mail = 'link'`)
    refused = await ask('gone@example.jp')
    await ask('hanako@example.jp')
    const link = await linkTo('hanako@example.jp', 's')
    const recipient = openBrowser(server.url)
    await recipient.get(link)
    await recipient.post(`${new URL(link).pathname}/open`)
    await consent(recipient)
    copies = await linkTo('hanako@example.jp', 'c')
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await mail?.stop()
  })

  async function ask(email: string): Promise<string> {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const title = '業務委託基本契約書（システム開発および保守に関する一切の業務）'
    const { body } = await integrator.call('POST', '/documents', { title })
    await integrator.upload(body.id, await contractPdf(), '契約書.pdf')
    await integrator.call('POST', `/documents/${body.id}/participants`, { name: '山田 花子', email })
    await integrator.call('POST', `/documents/${body.id}`)
    return body.id
  }

  /** The link of this kind in a mail to them, as soon as there is one. */
  async function linkTo(email: string, kind: string): Promise<string> {
    const found = () =>
      mail
        .taken()
        .filter(({ to }) => to[0] === email)
        .map(({ content }) => new RegExp(`http\\S+/${kind}/[\\w.-]+`).exec(part(content, 'text/plain'))?.[0])
        .find((link) => link !== undefined) ?? ''
    await until(`a link to ${kind}`, () => found() !== '', 60)
    return found()
  }

  test.each(sizes)('mails of one kind are stopped at $width', async ({ width, height, ...of }) => {
    await rowsOf(server, `update members set mails_off = '{}'`)
    const told = () => mail.taken().find(({ to }) => to[0] === server.email)?.content ?? ''
    await until('the sender is told', () => told() !== '')
    const [, off = ''] = /^List-Unsubscribe: <([^>]+)>/im.exec(told().replaceAll(/\r?\n[ \t]/g, '')) ?? []
    const { page, faults, leave } = await visit(browser, { viewport: { width, height }, ...of })
    await page.goto(off)
    await fitsTheWidth(page)
    if (of.javaScriptEnabled) expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await tabTo(page, 'main button')
    await page.keyboard.press('Enter')
    await page.locator('main a[href="/console/mails"]').waitFor()
    await fitsTheWidth(page)
    expect(await rowsOf(server, 'select mails_off from members where mails_off <> array[]::text[]')).toEqual([
      { mails_off: ['mail_rejected'] },
    ])
    expect(faults).toEqual([])
    await leave()
  })

  test.each(sizes)('the copies of a concluded document are fetched at $width', async ({
    width,
    height,
    ...of
  }) => {
    const { page, faults, leave } = await visit(browser, { viewport: { width, height }, ...of })
    await page.goto(copies)
    await fitsTheWidth(page)
    if (of.javaScriptEnabled) expect(await judgedByAxeInBothSchemes(page)).toEqual({ light: [], dark: [] })
    await tabTo(page, 'main a[download]')
    const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
    expect(download.suggestedFilename()).toBe('契約書.pdf')
    expect(faults).toEqual([])
    await leave()
  })

  test.each(
    sizes,
  )('the page of a document whose mail was refused says so within its width at $width', async (size) => {
    const { width, height, ...of } = size
    const { page, faults, leave } = await visit(browser, { viewport: { width, height }, ...of })
    await page.goto(`${server.url}/console/sign-in`)
    await tabTo(page, '#email')
    await page.keyboard.type(server.email)
    await tabTo(page, '#password')
    await page.keyboard.type(server.password)
    await page.keyboard.press('Enter')
    await page.waitForURL('**/console/home')
    await page.goto(`${server.url}/console/documents/${refused}`)
    await page.locator('.status.warning').first().waitFor()
    await fitsTheWidth(page)
    expect(faults).toEqual([])
    await leave()
  })
})
