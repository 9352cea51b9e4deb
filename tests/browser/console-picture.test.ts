import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { contractPdf } from '#tests/fixtures/contract-pdf.ts'
import {
  freshTel,
  type Integrator,
  sendDocument,
  signInIntegrator,
  signingUrl,
  waitForStatus,
} from '#tests/support/integrator.ts'
import { consent, proveThePhone } from '#tests/support/recipient.ts'
import { startTestServer, type TestServer } from '#tests/support/server.ts'
import { openChromium, screen } from './visitor.ts'

let server: TestServer
let browser: Browser
let integrator: Integrator

beforeAll(async () => {
  server = await startTestServer()
  integrator = await signInIntegrator(server.url, server.clientId)
  browser = await openChromium()
})
afterAll(async () => {
  await browser?.close()
  await server?.close()
})

const agreements = [
  { title: '賃貸借契約書（みなと坂レジデンス 305号室）', name: '山田 花子', becomes: 'concluded' },
  { title: '駐車場使用契約書', name: '中村 健一', becomes: 'concluded' },
  { title: '業務委託基本契約書', name: '佐藤 美咲', becomes: 'cancelled' },
  { title: '秘密保持契約書', name: '鈴木 翔太', becomes: 'concluded' },
  { title: '定期建物賃貸借契約書', name: '高橋 由美', becomes: 'awaiting' },
  { title: '重要事項説明書', name: '田中 一郎', becomes: 'awaiting' },
] as const

test('the list of documents shows what is a draft, awaited, concluded and cancelled, on one screen', async () => {
  for (const { title, name, becomes } of agreements) {
    const tel = freshTel()
    const sent = await sendDocument(integrator, {
      pdf: await contractPdf(),
      title,
      recipients: [{ name, tel }],
    })
    if (becomes === 'cancelled') await integrator.call('PUT', `/documents/${sent.documentId}/decline`)
    if (becomes !== 'concluded') continue
    await consent(await proveThePhone(await signingUrl(sent), tel, server.codeFor))
    await waitForStatus(sent, 2)
  }
  await integrator.call('POST', '/documents', { title: '雇用契約書' })

  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'ja-JP' })
  const page = await context.newPage()
  await page.goto(`${server.url}/console`)
  await page.fill('#email', server.email)
  await page.fill('#password', server.password)
  await page.click('main button')
  await page.waitForURL('**/console/home')
  await page.goto(`${server.url}/console/documents`)
  const seen = await page.locator('main').innerText()
  for (const { title } of agreements) expect(seen).toContain(title)
  for (const state of ['下書き', '確認中', '締結済み', '取消・却下']) expect(seen).toContain(state)
  const last = await page.locator('main').getByText(agreements[0].title).boundingBox()
  expect((last?.y ?? 800) + (last?.height ?? 0)).toBeLessThan(800)
  await screen(page, 'console')
  await page.goto(`${server.url}/console/home`)
  await screen(page, 'console-home')
  await context.close()
})
