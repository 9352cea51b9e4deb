/** The first page and what it leads to, in both sizes and languages: reached by keyboard, without scripts, judged by axe. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import { judgedByAxeInBothSchemes } from '#tests/support/axe.ts'
import { rowsOf } from '#tests/support/concluded-once.ts'
import {
  freshTel,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, openBrowser, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { fitsTheWidth, openChromium, picture, screen, signInByKeyboard, tabTo, visit } from './visitor.ts'

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

const sizes = [
  { width: 360, height: 740 },
  { width: 1280, height: 800 },
]

/** Every page of these in both languages and sizes. */
async function lookAt(name: string, paths: string[]): Promise<void> {
  for (const viewport of sizes) {
    const { page, faults, leave } = await visit(browser, { viewport, javaScriptEnabled: true })
    await signInByKeyboard(page, server)
    for (const lang of ['en', 'ja']) {
      for (const path of paths) {
        await page.goto(`${server.url}${path}${path.includes('?') ? '&' : '?'}lang=${lang}`)
        await fitsTheWidth(page)
        expect(await judgedByAxeInBothSchemes(page), `${path} ${lang}`).toEqual({ light: [], dark: [] })
        await page.emulateMedia({ colorScheme: 'light' })
        const file = path.replaceAll(/[/?=&]/g, '-')
        await picture(page, `${name}${file}-${viewport.width}-${lang}`)
      }
    }
    expect(faults).toEqual([])
    await leave()
  }
}

const pages = ['/console/home', '/console/attention', '/console/due', '/console/calls']

describe('the first page', () => {
  test('of a new team shows the first steps, and empty lists say why', () => lookAt('new', pages), 60_000)

  test('shows what waits, and the keyboard leads to where it is mended, without scripts', async () => {
    const integrator = await signInIntegrator(server.url, server.clientId)
    const titles = [
      '賃貸借契約書（みなと坂レジデンス 305号室）',
      '業務委託基本契約書（システム開発および保守）',
      '駐車場使用契約書',
    ]
    const made = []
    for (const title of titles) {
      const tel = freshTel()
      const recipients = [{ name: '山田 花子', organization: '株式会社みなと商事', tel }]
      const sent = await sendDocument(integrator, { pdf: await contractPdf(), title, recipients })
      made.push({ ...sent, tel, url: await signingUrl(sent) })
    }
    const [asked, bounced, over] = made
    if (asked === undefined || bounced === undefined || over === undefined) throw new Error('not made')
    const visitor = openBrowser(server.url)
    await visitor.get(`${new URL(asked.url).pathname}/number`)
    await visitor.post(`${new URL(asked.url).pathname}/number`, { tel: freshTel(), reason: '' })
    await rowsOf(
      server,
      `insert into matters select document_id, 'sms', participant_id, team_id, sender_id, at - interval '11 days' from matters
       where document_id = $1 and kind = 'turn'`,
      bounced.documentId,
    )
    await consent(await proveThePhone(over.url, over.tel, server.codeFor))
    await waitForStatus(over, 2)
    await integrator.call('POST', '/documents', { title: '雇用契約書' })
    await integrator.call('PUT', `/documents/${over.documentId}/alert`, {
      alert_at: new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10),
      memo: '更新するか決める',
      enabled: 'true',
    })

    const member = await visit(browser, { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false })
    await signInByKeyboard(member.page, server)
    await screen(member.page, 'console-home')
    await tabTo(member.page, 'a[href$="/number"]')
    await member.page.keyboard.press('Enter')
    await member.page.waitForURL(`**/documents/${asked.documentId}/participants/*/number`)
    await member.page.goto(`${server.url}/console/home`)
    await tabTo(member.page, '#main a[href="/console/due"]')
    await member.page.keyboard.press('Enter')
    await member.page.waitForURL('**/console/due')
    await member.page.getByRole('link', { name: 'アラート', exact: true }).click()
    expect(await member.page.locator('tbody').innerText()).toContain('更新するか決める')
    await member.leave()
    await lookAt('full', [...pages, '/console/due?month=2026-01', '/console/return-url'])
  })
})
